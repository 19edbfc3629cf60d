"""格式校核 on the page of a draft: its problems as lines, the fix of one, and 情况说明."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from desk.forms.drafting import FixForm, WaiverForm
from desk.views.badges import Badge
from desk.views.edge import Visit, visit_of
from letters.files.draft import Heading
from letters.letter import Letter
from letters.lint import RULES, Severity
from replies.actions import mending, waiving
from replies.actions.editing import may_write
from replies.flows import BEFORE_SIGNING, TEXT
from replies.linting import Noted, problems
from replies.linting.spots import COPIES, Spot, spot_of
from replies.models import Reply, Waiver
from workflow.errors import OfficeError

NAMES = {rule.id: rule.name for rule in RULES}
TONES = {Severity.BLOCK: "late", Severity.ERROR: "soon", Severity.WARNING: "busy"}
MOST_SHOWN = 60
"""Nobody works through more at once; the next check shows what is left."""


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as it is shown; `field` is that of the form in which its characters stand, "" where none is."""

    noted: Noted
    rule: str
    badge: Badge
    field: str
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Checked:
    """All that 格式校核 has to say, what stops the signing first, and what this person may do about it."""

    lines: list[Line]
    total: int
    counts: str
    may_fix: bool
    may_waive: bool

    @property
    def left(self) -> int:
        return self.total - len(self.lines)


def checked(
    reply: Reply,
    visit: Visit,
    letter: Letter,
    *,
    typed: Mapping[str, str] | None = None,
    rows: Sequence[int] = (),
    headings: Sequence[Heading] = (),
) -> Checked:
    """`letter` as it stands; as somebody types it, `typed` are the columns and `rows` the rows of its copies.

    headings: how the document sets them out of which it was read.
    """
    found = problems(reply, on=visit.on, letter=letter, headings=headings)
    text = {name: getattr(reply, name) for name in TEXT} | dict(typed or {})
    # What is settled comes last, what stops the signing first; else in the order of the page.
    ordered = sorted(found, key=lambda each: (bool(each.waiver), not each.stops))
    lines = [_line(each, text, rows) for each in ordered[:MOST_SHOWN]]
    open_now = reply.status in BEFORE_SIGNING
    may_waive = open_now and bool(waiving.explainers(reply, visit.actor))
    return Checked(lines, len(found), _counts(found), may_write(reply, visit.actor), may_waive)


def _line(noted: Noted, text: dict[str, str], rows: Sequence[int]) -> Line:
    problem = noted.problem
    badge = Badge("已说明", "hollow") if noted.waiver else Badge(problem.severity.label, TONES[problem.severity])
    spot = spot_of(problem, text)
    return Line(noted, NAMES[problem.rule], badge, _field(spot, rows), spot)


def _field(spot: Spot | None, rows: Sequence[int]) -> str:
    if spot is None or spot.column != COPIES:
        return spot.column if spot else ""
    copy = spot.copy or 0
    return f"copies-{rows[copy] if copy < len(rows) else copy}-name"


def _counts(found: Sequence[Noted]) -> str:
    counted = [
        (severity.label, sum(each.problem.severity is severity and not each.waiver for each in found))
        for severity in TONES
    ]
    return "，".join(f"{label}{number}处" for label, number in counted if number)


@require_POST
def fix(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """For whoever works without scripts: the fix made in what is saved."""
    form = FixForm(request.POST)
    if not form.is_valid():
        return _back(request, uid, "页面已过期，请重新打开。")
    return _done(request, uid, lambda reply, when: mending.mend(reply, **form.cleaned_data, **when), "已改正并保存。")


@require_POST
def waive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    form = WaiverForm(request.POST)
    if not form.is_valid():
        return _back(request, uid, str(next(iter(form.errors.values()))[0]))
    return _done(
        request, uid, lambda reply, when: waiving.waive_problem(reply, **form.cleaned_data, **when), "情况说明已记录。"
    )


@require_POST
def withdraw(request: HttpRequest, uid: uuid.UUID, waiver_uid: uuid.UUID) -> HttpResponse:
    def make(reply: Reply, when: dict[str, Any]) -> None:
        waiver: Waiver = get_object_or_404(reply.waivers.select_related("reply"), uid=waiver_uid)
        waiving.withdraw_waiver(waiver, **when)

    return _done(request, uid, make, "情况说明已收回。")


def _done(
    request: HttpRequest, uid: uuid.UUID, make: Callable[[Reply, dict[str, Any]], Any], said: str
) -> HttpResponse:
    """Back to the draft, with what was done or why it was not."""
    visit = visit_of(request)
    reply = get_object_or_404(Reply.objects.visible_to(visit.actor).for_move(), uid=uid)
    try:
        make(reply, visit.when)
    except OfficeError as error:
        return _back(request, uid, error.message)
    messages.success(request, said)
    return redirect("desk:reply", uid)


def _back(request: HttpRequest, uid: uuid.UUID, error: str) -> HttpResponse:
    messages.error(request, error)
    return redirect("desk:reply", uid)
