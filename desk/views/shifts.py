"""期限调整建议: what a new calendar would move, line by line; a supervisor approves or drops it once."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from desk.forms.shifts import APPROVE, DROP, DecisionForm
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.refusals import tell
from proposals.importing.refusals import safe
from workflow import shifts
from workflow.enums import ClockKind
from workflow.errors import Invalid, OfficeError
from workflow.models import Shift, ShiftLine

TITLE = "期限调整建议"
COLUMNS = ("件", "期限", "承办单位", "原到期日", "新到期日", "原因")
LATER, EARLIER = Q(due_after__gt=F("due_before")), Q(due_after__lt=F("due_before"))


def index(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not visit.actor.jurisdiction_ids:
        raise PermissionDenied
    seen = Shift.objects.visible_to(visit.actor).select_related("jurisdiction", "version__jurisdiction")
    rows = seen.annotate(count=Count("lines")).order_by("-pk")
    return show(request, "shifts", TITLE, page=page_of(rows, request))


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit, shift = opened(request, uid)
    decides = shifts.decides(visit.actor, shift)
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        if not decides:
            raise PermissionDenied
        if form.is_valid() and _decide(request, form, shift, visit):
            return redirect("desk:shift", shift.uid)
    found = page_of(lines_of(shift), request)
    counts = shift.lines.aggregate(all=Count("pk"), later=Count("pk", LATER), earlier=Count("pk", EARLIER))
    counts["settled"] = counts["all"] - counts["later"] - counts["earlier"]
    rows, form_or_none = list(map(cells, found.rows)), form if decides and shift.is_waiting else None
    return show(request, "shift", TITLE, shift=shift, form=form_or_none, counts=counts, page=found, rows=rows)


def _decide(request: HttpRequest, form: DecisionForm, shift: Shift, visit: Visit) -> bool:
    note = form.cleaned_data["note"]
    try:
        decision = request.POST.get("decision")
        if decision not in (APPROVE, DROP):
            raise Invalid("请选择批准调整或不予调整。")
        if decision == APPROVE:
            shifts.approve(shift, note=note, by=visit.actor, at=visit.at)
        else:
            shifts.drop(shift, reason=note, by=visit.actor, at=visit.at)
    except OfficeError as error:
        tell(form, error)
        shift.refresh_from_db()
        return False
    done = "已批准，期限正在调整，完成后通知有关人员。" if shift.is_under_way else "已决定不予调整，期限保持不变。"
    messages.success(request, done)
    return True


def export(request: HttpRequest, uid: uuid.UUID) -> StreamingHttpResponse:
    """All lines as a table for a spreadsheet, however many."""
    _, shift = opened(request, uid)
    disposition = content_disposition_header(as_attachment=True, filename=f"{TITLE}-{shift.version.year}.csv")
    headers = {"Content-Disposition": disposition or "attachment", "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(_csv(shift), content_type="text/csv; charset=utf-8", headers=headers)


def _csv(shift: Shift) -> Iterator[bytes]:
    yield "\ufeff".encode() + _row(COLUMNS)
    for line in lines_of(shift).iterator(chunk_size=2000):
        yield _row(cells(line).values())


def _row(values: Any) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerow([safe(str(each)) for each in values])
    return file.getvalue().encode()


def opened(request: HttpRequest, uid: uuid.UUID) -> tuple[Visit, Shift]:
    visit = visit_of(request)
    seen = Shift.objects.visible_to(visit.actor).select_related("jurisdiction", "version__jurisdiction")
    return visit, get_object_or_404(seen, uid=uid)


def lines_of(shift: Shift) -> QuerySet[ShiftLine]:
    return shift.lines.select_related("clock__holder").order_by("due_before", "pk")


def cells(line: ShiftLine) -> dict[str, Any]:
    clock = line.clock
    return {
        "line": clock.subject_line,
        "kind": ClockKind(clock.kind).label,
        "holder": clock.holder.name if clock.holder else "",
        "before": line.due_before,
        "after": line.due_after,
        "why": line.why,
    }
