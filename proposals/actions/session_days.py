"""更正 of the days of a session: the deadlines that count from its meetings are counted anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from proposals.actions.correcting import count_anew
from proposals.actions.opening import OPENERS
from proposals.actions.standing import posts_as
from proposals.deadlines import SESSION_DAYS
from proposals.models import Assignment, Proposal, Session
from workflow.actor import Actor
from workflow.errors import Invalid, NotYours
from workflow.models import Clock


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
    for case in sorted(cases.values(), key=lambda case: case.uid):
        case.hold()
    for part in parts.order_by("id"):
        count_anew(part, reason="更正届次日期", by=by, on=on, at=at)
