"""导入历年复文: upload, watch it being read, and look at what became of each file."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.imports import RowsForm, UploadForm
from desk.querysets import imports_in_view
from desk.views.badges import Badge
from desk.views.edge import Visit, page_of, show
from desk.views.files import download
from desk.views.incoming import keeper
from desk.views.refusals import tell
from replies.enums import IncomingStatus
from replies.importing import asking
from replies.importing.reporting import kind_of, line_of, report_of, source_of
from replies.models import ImportedFile
from workflow.enums import JobStatus
from workflow.errors import OfficeError
from workflow.models import Department, Job

TITLE = "导入历年复文"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = {JobStatus.QUEUED: "soon", JobStatus.RUNNING: "busy", JobStatus.DONE: "done", JobStatus.FAILED: "late"}
OUTCOMES = {
    IncomingStatus.MADE: "done",
    IncomingStatus.POLICY: "fine",
    IncomingStatus.WAITING: "soon",
    IncomingStatus.REJECTED: "quiet",
    IncomingStatus.UNREAD: "late",
}
MARKS = {IncomingStatus.WAITING: "is-soon", IncomingStatus.UNREAD: "is-late"}
SILENCE = dt.timedelta(minutes=3)
"""A job that waits longer than the schedule takes to find it: no worker is there."""


def index(request: HttpRequest) -> HttpResponse:
    visit = keeper(request)
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None, actor=visit.actor)
    if posted and form.is_valid():
        try:
            job = _ask(form, visit)
        except OfficeError as error:
            tell(form, error)
        else:
            return redirect("desk:import", job.uid)
    found = page_of(imports_in_view(visit.actor).order_by("-pk"), request)
    rows = [{"job": each, "title": title_of(each), "badge": state_of(each)} for each in found.rows]
    return show(request, "imports", TITLE, form=form, page=found, rows=rows)


def _ask(form: UploadForm, visit: Visit) -> Job:
    data = form.cleaned_data
    return asking.ask(
        data["uploads"], jurisdiction=form.chosen(), department=data["department"], by=visit.actor, at=visit.at
    )


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit, job = opened(request, uid)
    if request.method == "POST":
        return _again(request, job, visit)
    form = RowsForm(request.GET, auto_id="f-%s")
    lines = ImportedFile.objects.of_job(job)
    found = page_of(form.of(lines).for_list(), request)
    counts = lines.order_by().aggregate(
        new=Count("pk", Q(outcome=IncomingStatus.MADE, changed=True)),
        **{status.value: Count("pk", Q(outcome=status)) for status in IncomingStatus},
    )
    return show(
        request,
        "import",
        "导入结果" if job.is_over else "正在导入",
        job=job,
        title_line=title_of(job),
        badge=state_of(job),
        unit=unit_of(job),
        percent=job.done * 100 // job.total if job.total else 0,
        is_silent=job.started_at is None and not job.is_over and visit.at - job.asked_at > SILENCE,
        figures=[(key.value, key.label, counts[key], MARKS.get(key, "")) for key in OUTCOMES],
        counts=counts,
        form=form,
        chosen=form.chosen(),
        query=form.query(),
        page=found,
        rows=[shown(each) for each in found.rows],
    )


def _again(request: HttpRequest, job: Job, visit: Visit) -> HttpResponse:
    try:
        again = asking.ask_again(job, by=visit.actor, at=visit.at)
    except OfficeError as error:
        messages.error(request, error.message)
        return redirect("desk:import", job.uid)
    return redirect("desk:import", again.uid)


def report(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The rows so far as a spreadsheet."""
    _, job = opened(request, uid)
    rows = ImportedFile.objects.of_job(job).for_report().iterator(chunk_size=500)
    return download(report_of(map(line_of, rows)), f"导入结果-{job.asked_at:%Y%m%d}.xlsx", XLSX)


def opened(request: HttpRequest, uid: uuid.UUID) -> tuple[Visit, Job]:
    visit = keeper(request)
    return visit, get_object_or_404(imports_in_view(visit.actor), uid=uid)


def title_of(job: Job) -> str:
    """By its first file, and how many there are."""
    names = [each.name for each in job.inputs.all()]
    return f"{names[0]} 等{len(names)}个文件" if len(names) > 1 else "".join(names)


def state_of(job: Job) -> Badge:
    status = JobStatus(job.status)
    return Badge(status.label, STATES[status])


def unit_of(job: Job) -> Department | None:
    uid = job.parameters.get("department")
    return Department.objects.filter(uid=uid).first() if uid else None


def shown(row: ImportedFile) -> dict[str, Any]:
    outcome = IncomingStatus(row.outcome)
    now: str | None = row.now  # type: ignore[attr-defined]
    return {
        "row": row,
        "badge": Badge(outcome.label, OUTCOMES[outcome]),
        "kind": kind_of(row.kind),
        "source": source_of(row),
        "since": IncomingStatus(now).label if now and now != outcome else "",
    }
