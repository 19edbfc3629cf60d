"""文号管理: the series of the units in view, their years, and the numbers that no paper bears."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from desk.forms import numbers as forms
from desk.querysets import numbers_in_view, series_in_view, units_kept_by
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.files import XLSX, download
from desk.views.refusals import tell
from replies.models import Reply
from workflow import issuing, series
from workflow.enums import Role
from workflow.errors import OfficeError
from workflow.gaps import Gap, gaps_of
from workflow.models import IssuedNumber, NumberSeries
from workflow.standing import posts_as
from workflow.tables.writing import Column, xlsx

TITLE = "文号管理"
COLUMNS = (Column("文号", 26), Column("情况", 12), Column("用途、原因", 60), Column("登记日期", 14))


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words, its form, its verb, who may, and what is said afterwards."""

    title: str
    form: type[forms.NumbersForm]
    call: Callable[..., Any]
    who: Set[Role]
    said: Callable[[Any], str]


ACTS = {
    "reserve": Act("预留文号", forms.ReserveForm, series.reserve, series.CLERKS, lambda number: f"已预留{number}。"),
    "claim": Act(
        "登记已用号",
        forms.ClaimForm,
        series.claim,
        series.CLERKS,
        lambda numbers: f"已登记{len(numbers)}个号，编号时将跳过。",
    ),
    "start": Act("设定起始号", forms.StartYearForm, series.start_year, series.KEEPERS, lambda _done: "起始号已设定。"),
    "close": Act(
        "停用",
        forms.CloseForm,
        series.close_series,
        series.KEEPERS,
        lambda _done: "已停用，此后该单位的文号由经办人填写。",
    ),
}
NUMBER_ACTS = {
    "use": Act("登记使用", forms.UseForm, series.use, series.CLERKS, lambda _done: "已登记使用。"),
    "void": Act("作废", forms.VoidForm, series.void, series.CLERKS, lambda _done: "已作废，该号不再使用。"),
}


def index(request: HttpRequest) -> HttpResponse:
    """Every series in view; below, a new one for those who keep a unit."""
    visit = visit_of(request)
    if not visit.actor.holds(*series.CLERKS, Role.READER):
        raise PermissionDenied
    form = None
    if units_kept_by(visit.actor).exists():
        form = forms.OpenSeriesForm(request.POST or None, on=visit.on, actor=visit.actor)
    elif request.method == "POST":
        raise PermissionDenied
    if form and request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            row = series.open_series(given.pop("department"), **given, **visit.when)
        except OfficeError as error:
            tell(form, error)
        else:
            messages.success(request, f"“{row.code}”已启用，由本系统编号。")
            return redirect("desk:number_series", row.uid)
    return show(request, "numbers", TITLE, rows=series_in_view(visit.actor), form=form, year=visit.on.year)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    row = _series(visit, uid)
    found = page_of(_gaps(row), request)
    years = sorted(row.years.all(), key=lambda each: -each.year)
    return show(
        request,
        "number_series",
        row.code,
        series=row,
        years=[(each, issuing.next_of(row, each.year)) for each in years],
        page=found,
        rows=_lines(found.rows, visit),
        acts=[(name, act.title) for name, act in ACTS.items() if row.owned and _may(visit, row, act)],
        number_acts=[(name, act.title) for name, act in NUMBER_ACTS.items() if _may(visit, row, act)],
    )


def series_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    visit = visit_of(request)
    row = _series(visit, uid)
    return _make(request, visit, row, ACTS.get(act), row)


def number_act(request: HttpRequest, uid: uuid.UUID, which: uuid.UUID, act: str) -> HttpResponse:
    visit = visit_of(request)
    row = _series(visit, uid)
    seen = numbers_in_view(visit.actor).reserved().filter(series=row)
    return _make(request, visit, row, NUMBER_ACTS.get(act), get_object_or_404(seen, uid=which))


def _make(
    request: HttpRequest, visit: Visit, row: NumberSeries, doing: Act | None, subject: NumberSeries | IssuedNumber
) -> HttpResponse:
    if doing is None:
        raise Http404
    if not _may(visit, row, doing):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else None
    form = doing.form(given, on=visit.on, actor=visit.actor)
    if form.is_valid():
        try:
            done = doing.call(subject, **form.cleaned_data, **visit.when)
        except OfficeError as error:
            tell(form, error)
        else:
            messages.success(request, doing.said(done))
            return redirect("desk:number_series", row.uid)
    return show(request, "number_act", doing.title, form=form, series=row, subject=subject)


def gaps(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """断号、空号 as a spreadsheet."""
    visit = visit_of(request)
    row = _series(visit, uid)
    lines = [(gap.text, gap.kind.label, why, _day(gap)) for gap, why, _ in _lines(_gaps(row), visit)]
    return download(xlsx(COLUMNS, lines, title="断号空号"), f"{row.code}断号空号.xlsx", XLSX)


def _day(gap: Gap) -> Any:
    return timezone.localdate(gap.entered_at) if gap.entered_at else None


def _series(visit: Visit, uid: uuid.UUID) -> NumberSeries:
    row: NumberSeries = get_object_or_404(series_in_view(visit.actor), uid=uid)
    return row


def _may(visit: Visit, row: NumberSeries, doing: Act) -> bool:
    units = [row.department_id]
    return bool(posts_as(visit.actor, doing.who, jurisdiction_id=row.jurisdiction_id, unit_ids=units))


def _gaps(row: NumberSeries) -> list[Gap]:
    """The newest year first."""
    return gaps_of(sorted(row.years.all(), key=lambda each: -each.year))


def _lines(found: Iterable[Gap], visit: Visit) -> list[tuple[Gap, str, Reply | None]]:
    """Each gap with its reason in words, and with the letter for which it was reserved where this person sees it."""
    found = list(found)
    subjects = [gap.number.subject_uid for gap in found if gap.number and gap.number.subject_uid]
    replies = Reply.objects.visible_to(visit.actor).filter(uid__in=subjects).select_related("proposal__session")
    letters = {reply.uid: reply for reply in replies} if subjects else {}
    lines = []
    for gap in found:
        letter = letters.get(gap.number.subject_uid) if gap.number and gap.number.subject_uid else None
        lines.append((gap, "；".join(filter(None, (letter and letter.line, gap.why))), letter))
    return lines
