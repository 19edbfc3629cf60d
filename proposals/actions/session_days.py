"""更正 of the days of a session: the deadlines that count from its meetings are counted anew."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping

from django.db import transaction

from proposals.actions.correcting import count_anew
from proposals.actions.opening import OPENERS
from proposals.deadlines import SESSION_DAYS
from proposals.models import Assignment, Proposal, Session
from workflow.actor import Actor
from workflow.audit import hold_many, record_each
from workflow.errors import Invalid, NotYours
from workflow.models import Clock, TrailHead
from workflow.shifts import deadline_moved
from workflow.standing import posts_as


@transaction.atomic
def correct_days(
    session: Session, *, days: Mapping[str, dt.date | None], by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """Put right when it was opened, closed and handed over at its 交办会."""
    if not posts_as(by, OPENERS, jurisdiction_id=session.jurisdiction_id):
        raise NotYours("只有提案委和管理员可以更正届次日期。")
    for name, day in days.items():
        setattr(session, name, day)
    if session.opened_on and session.closed_on and session.closed_on < session.opened_on:
        raise Invalid("闭幕日期不能早于开幕日期。", field="closed_on")
    session.save(update_fields=list(days))
    recount(session, by=by, on=on, at=at)


@transaction.atomic
def recount(session: Session, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The open deadlines that rest on days of the session, as these stand now; each says so in its ledger."""
    resting = Clock.objects.open().filter(limit__from__in=list(SESSION_DAYS), jurisdiction=session.jurisdiction_id)
    parts = Assignment.objects.for_move().filter(uid__in=resting.values("subject_uid"), proposal__session=session)
    cases = Proposal.objects.in_bulk(parts.values_list("proposal", flat=True))
    # In the order of their trails, as every verb of several cases takes its locks.
    heads = hold_many(case.uid for case in cases.values())
    before = {clock.pk: clock.due for clock in resting}
    for part in parts.order_by("id"):
        count_anew(part, reason="更正届次日期", by=by, on=on, at=at)
    _tell_trails(before, heads, by=by, on=on, at=at)


def _tell_trails(
    before: Mapping[int, dt.date], heads: dict[uuid.UUID, TrailHead], *, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """One event a case, with each of its deadlines that moved."""
    now = Clock.objects.filter(pk__in=before, case_uid__in=heads).order_by("case_uid", "due", "pk")
    moved = [clock for clock in now if clock.due != before[clock.pk]]
    told = []
    for _, group in itertools.groupby(moved, lambda clock: clock.case_uid):
        mine = list(group)
        words = [deadline_moved(clock.kind, before[clock.pk], clock.due) for clock in mine]
        told.append((mine[0], {"deadlines": words, "why": ["更正届次日期"]}))
    record_each(told, "shift", heads=heads, by=by, on=on, at=at, note="更正届次日期")
