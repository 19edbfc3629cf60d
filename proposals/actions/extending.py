"""延期: asked for before the due day, granted within the caps, and the proposer is told."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from proposals import deadlines
from proposals.enums import Decision
from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment, Extension
from proposals.models.assignment import ANSWER_CLOCKS
from workflow import clocks
from workflow.actor import Actor
from workflow.errors import CaseMovedOn, Invalid, given
from workflow.models import Clock
from workflow.progress import advance


@transaction.atomic
def request_extension(
    assignment: Assignment, *, until: dt.date, reason: str, by: Actor, on: dt.date, at: dt.datetime
) -> Extension:
    """申请延期 to a day within the limit of one extension and the cap of the whole."""
    row = ASSIGNMENT_FLOW.begin("request_extension", by, assignment, on=on)
    refuse_wrong_day(assignment, until)
    reason = given(reason, "请填写延期理由。", field="reason")
    advance(assignment, row, by=by, on=on, at=at, note=reason, payload={"until": until.isoformat()})
    try:
        with transaction.atomic():
            return Extension.objects.create(assignment=assignment, asked_until=until, asked_on=on, reason=reason)
    except IntegrityError as error:
        raise CaseMovedOn from error


def refuse_wrong_day(assignment: Assignment, until: dt.date) -> None:
    due = assignment.due_to_answer()
    if due is None:
        raise Invalid("本件没有可以延长的期限。", field="until")
    if until <= due:
        raise Invalid(f"延期须晚于现办理期限{due:%Y年%-m月%-d日}。", field="until")
    if until > (last := deadlines.longest_extension(assignment, due)):
        raise Invalid(f"按规则最多延至{last:%Y年%-m月%-d日}。届时仍不能办结的，先作阶段性答复。", field="until")


@transaction.atomic
def grant_extension(
    assignment: Assignment,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    until: dt.date | None = None,
    proposer_told_on: dt.date | None = None,
    note: str = "",
) -> Extension:
    """同意延期, to the day asked for unless another is given; the proposer is told why."""
    row = ASSIGNMENT_FLOW.begin("grant_extension", by, assignment, on=on)
    extension: Extension = assignment.extensions.asked().get()
    until = until or extension.asked_until
    refuse_wrong_day(assignment, until)
    advance(assignment, row, by=by, on=on, at=at, note=note, payload={"until": until.isoformat()})
    _decide(extension, Decision.GRANTED, on=on, until=until, words=note, proposer_told_on=proposer_told_on)
    for clock in Clock.objects.open().filter(subject_uid=assignment.uid, kind__in=ANSWER_CLOCKS):
        clocks.extend(clock, until=until, reason=extension.reason, by=by, on=on, at=at)
    return extension


@transaction.atomic
def refuse_extension(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> Extension:
    row = ASSIGNMENT_FLOW.begin("refuse_extension", by, assignment, on=on)
    extension: Extension = assignment.extensions.asked().get()
    reason = given(reason, "请填写不同意延期的理由。", field="reason")
    advance(assignment, row, by=by, on=on, at=at, note=reason)
    _decide(extension, Decision.REFUSED, on=on, words=reason)
    return extension


def withdraw_asked(assignment: Assignment, *, on: dt.date) -> dict[str, str]:
    """The part is over: what was asked for and not decided falls away. Returns what the trail says of it."""
    extension = assignment.extensions.asked().first()
    if extension is None:
        return {}
    _decide(extension, Decision.WITHDRAWN, on=on)
    return {"withdrawn_extension": extension.asked_until.isoformat()}


def ask_again(assignment: Assignment) -> None:
    """The part goes on: the last request, which fell away with it, waits for its decision as before."""
    last = assignment.extensions.filter(decision=Decision.WITHDRAWN).order_by("-pk")[:1]
    Extension.objects.filter(pk__in=[each.pk for each in last]).update(decision=Decision.ASKED, decided_on=None)


def _decide(extension: Extension, decision: Decision, *, on: dt.date, **facts: object) -> None:
    """Decided once: the second of two who decide together finds it decided."""
    facts = {"decision": decision, "decided_on": on} | facts
    if Extension.objects.asked().filter(pk=extension.pk).update(**facts) != 1:
        raise CaseMovedOn
    for name, value in facts.items():
        setattr(extension, name, value)
