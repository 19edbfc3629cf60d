"""导入清单: upload, say what the columns mean, answer what is unknown, look at the dry run, take."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.lists import ColumnsForm, UnitsForm, UploadForm
from desk.views.badges import Badge
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.files import download
from desk.views.refusals import tell
from proposals.enums import AssignmentRole, ImportOutcome
from proposals.importing import batches, plans, refusals
from proposals.importing.columns import refuse_unclear
from proposals.models import ImportBatch
from proposals.querysets import importing_places
from workflow.errors import Invalid, OfficeError
from workflow.naming import UnitNames

ALIKE = "alike"
TONES = {ImportOutcome.TAKEN: "done", ImportOutcome.UNCHANGED: "quiet", ImportOutcome.REFUSED: "late"}
BEFORE = {ImportOutcome.TAKEN: "可导入", ImportOutcome.UNCHANGED: "已有", ImportOutcome.REFUSED: "不能导入"}
AFTER = BEFORE | {ImportOutcome.TAKEN: "已导入", ImportOutcome.REFUSED: "未导入"}
PREVIEWED, MOST_QUESTIONS, MOST_TOLD = 5, 100, 10


def queue(request: HttpRequest) -> HttpResponse:
    visit = keeper(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=visit.actor)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _begin(form, visit)
        except OfficeError as error:
            tell(form, error)
        else:
            return redirect(next_door(batch), batch.uid)
    found = ImportBatch.objects.visible_to(visit.actor).for_list().order_by("-id")
    return show(request, "lists", "导入清单", form=form, page=page_of(found, request))


def _begin(form: UploadForm, visit: Visit) -> ImportBatch:
    data = form.cleaned_data
    return batches.begin(
        data["file"].read(),
        data["file"].name,
        session=data["session"],
        file_them=data["file_them"],
        by=visit.actor,
        at=visit.at,
    )


def next_door(batch: ImportBatch) -> str:
    """Straight to the dry run where somebody said before what these columns mean."""
    try:
        refuse_unclear(batch.columns)
    except Invalid:
        return "desk:list_columns"
    return "desk:list" if batches.remembered(batch, batches.table_of(batch)) else "desk:list_columns"


def columns(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit, batch = opened(request, uid)
    table = batches.table_of(batch)
    form = ColumnsForm(request.POST or None, table=table, columns=batch.columns)
    if request.method == "POST" and form.is_valid():
        try:
            batches.set_columns(batch, form.columns(), by=visit.actor, at=visit.at)
        except OfficeError as error:
            tell(form, error)
        else:
            return redirect("desk:list", batch.uid)
    known = batches.remembered(batch, table)
    preview = [list(line.cells.values()) for line in table.rows[:PREVIEWED]]
    return show(
        request, "list_columns", "列的对应", batch=batch, form=form, table=table, preview=preview, remembered=known
    )


def units(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit, batch = opened(request, uid)
    try:
        questions = batches.open_questions(batches.judge(batch, by=visit.actor, on=visit.on))
    except Invalid:
        return redirect("desk:list_columns", batch.uid)
    names = list(questions)[:MOST_QUESTIONS]
    known = UnitNames(batch.jurisdiction_id, on=visit.on)
    form = UnitsForm(request.POST or None, names=names, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            batches.answer(batch, form.answers(), remember=form.to_remember(), on=visit.on)
        except OfficeError as error:
            tell(form, error)
        else:
            return redirect("desk:list", batch.uid)
    rows = [(field, keep, questions[field.label]) for field, keep in form.rows()]
    return show(request, "list_units", "不认识的单位名称", batch=batch, form=form, rows=rows)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The dry run until the list is taken, afterwards what became of it."""
    visit, batch = opened(request, uid)
    if request.method == "POST":
        return (_plan if "plan" in request.POST else _take)(request, batch, visit)
    try:
        rows, questions = _report(batch, visit)
    except Invalid:
        return redirect("desk:list_columns", batch.uid)
    counts = Counter(row["outcome"] for row in rows)
    counts[ALIKE] = sum(bool(row["alike"]) for row in rows)
    chosen = request.GET.get("show") or (ImportOutcome.REFUSED if counts["refused"] else ImportOutcome.TAKEN)
    found = page_of([row for row in rows if belongs(row, chosen)], request)
    return show(
        request,
        "list",
        "导入结果" if batch.finished_at else "导入前核对",
        batch=batch,
        figures=figures_of(batch, counts),
        counts=counts,
        chosen=chosen,
        total=len(rows),
        questions=questions,
        page=found,
        rows=[shown(row, batch) for row in found.rows],
        query=f"show={chosen}",
        to_plan=len(plans.to_plan(batch, visit.actor, visit.on)) if batch.finished_at else 0,
        may_take=batches.may_take(batch.jurisdiction_id, visit.actor, visit.on),
    )


def _take(request: HttpRequest, batch: ImportBatch, visit: Visit) -> HttpResponse:
    try:
        batches.take(batch, **visit.when)
    except OfficeError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已导入{batch.taken}件，{batch.unchanged}件已有未变，{batch.refused}行未导入。")
    return redirect("desk:list", batch.uid)


def _plan(request: HttpRequest, batch: ImportBatch, visit: Visit) -> HttpResponse:
    done, problems = plans.plan_list(batch, **visit.when)
    messages.success(request, f"已按清单对{done}件作预交办。")
    for line, reason in list(problems.items())[:MOST_TOLD]:
        messages.error(request, f"{line}：{reason}")
    return redirect("desk:list", batch.uid)


def _report(batch: ImportBatch, visit: Visit) -> tuple[list[dict[str, Any]], int]:
    if batch.finished_at:
        return batch.outcomes, 0
    judgements = batches.judge(batch, by=visit.actor, on=visit.on)
    return [batches.told(each) for each in judgements], len(batches.open_questions(judgements))


def belongs(row: dict[str, Any], chosen: str) -> bool:
    return bool(row["alike"]) if chosen == ALIKE else row["outcome"] == chosen


def figures_of(batch: ImportBatch, counts: Counter[str]) -> list[tuple[str, str, int, str]]:
    """(key, words, rows, tone) of the figures above the table."""
    words = AFTER if batch.finished_at else BEFORE
    marks = {ImportOutcome.REFUSED: "is-late"}
    found = [(str(key), words[key], counts[key], marks.get(key, "")) for key in ImportOutcome]
    return [*found, (ALIKE, "案由相同或相近", counts[ALIKE], "is-soon")]


def shown(row: dict[str, Any], batch: ImportBatch) -> dict[str, Any]:
    words = AFTER if batch.finished_at else BEFORE
    outcome = ImportOutcome(row["outcome"])
    units = [(share["name"], AssignmentRole(share["role"]).label) for share in row["shares"]]
    return row | {"badge": Badge(words[outcome], TONES[outcome]), "units": units}


def refused(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The rows that were refused, or would be, as they stood."""
    visit, batch = opened(request, uid)
    try:
        rows, _ = _report(batch, visit)
    except Invalid:
        return redirect("desk:list_columns", batch.uid)
    reasons = {row["row"]: row["reason"] for row in rows if row["outcome"] == ImportOutcome.REFUSED}
    data = refusals.csv_of(batches.table_of(batch), reasons)
    return download(data, f"{batch.file.name.rsplit('.', 1)[0]}-未导入.csv", "text/csv; charset=utf-8")


def keeper(request: HttpRequest) -> Visit:
    visit = visit_of(request)
    if not importing_places(visit.actor):
        raise PermissionDenied
    return visit


def opened(request: HttpRequest, uid: uuid.UUID) -> tuple[Visit, ImportBatch]:
    visit = keeper(request)
    seen = ImportBatch.objects.visible_to(visit.actor).select_related("file", "session__jurisdiction", "jurisdiction")
    return visit, get_object_or_404(seen, uid=uid)
