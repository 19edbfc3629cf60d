"""更正 of a numbered or sent reply: its 文号 and the day it was sent; the signed text itself never changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from proposals.actions.correcting import changed, in_words, refuse_wrong_days
from proposals.models.assignment import ANSWER_CLOCKS
from replies.actions.owing import hold_case
from replies.actions.signing import archive_later, taken_number
from replies.enums import ReplyStatus
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow import clocks, numbering
from workflow.actor import Actor
from workflow.errors import Invalid, given
from workflow.models import Clock
from workflow.progress import advance


@transaction.atomic
def correct(
    reply: Reply,
    *,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    doc_number: str = "",
    sent_on: dt.date | None = None,
) -> None:
    """Put right the number or the day of sending. A number prints the files anew; a day replays the clocks it moved."""
    held = hold_case(reply)
    row = REPLY_FLOW.check("correct", by, reply, on=on)
    reason = given(reason, "请填写更正理由。", field="reason")
    if sent_on and reply.status != ReplyStatus.SENT:
        raise Invalid("本件尚未送达。", field="sent_on")
    facts = changed(reply, {"doc_number": doc_number.strip() or None, "sent_on": sent_on})
    refuse_wrong_days({"signed_on": reply.signed_on, "numbered_on": reply.numbered_on}, sent_on, on, at)
    told, before = in_words(reply, facts), reply.sent_on
    if "doc_number" in facts:
        facts |= _renumbered(reply, doc_number, reason=reason, at=at)
    advance(reply, row, by=by, on=on, at=at, note=reason, facts=facts, payload={"changes": told}, held=held)
    if sent_on and before and "sent_on" in facts:
        _sent_on_another_day(reply, before, sent_on, reason=reason, by=by, on=on, at=at)
    if "issued" in facts:
        archive_later(reply)


def _renumbered(reply: Reply, doc_number: str, *, reason: str, at: dt.datetime) -> dict[str, Any]:
    """The right number taken, the wrong one void: it is not given out again by the system."""
    if reply.issued:
        numbering.void(reply.issued, reason=reason)
    return taken_number(reply, doc_number, at=at)


def _sent_on_another_day(
    reply: Reply, before: dt.date, day: dt.date, *, reason: str, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    if reply.rules.switch("reply_counts_on") == "sent":
        answered = Clock.objects.filter(subject_uid=reply.assignment.uid, kind__in=ANSWER_CLOCKS, closed_on=before)
        answered.update(closed_on=day)
    for clock in Clock.objects.filter(subject_uid=reply.uid, start=before).select_related("rule"):
        clocks.correct(clock, start=day, reason=reason, by=by, on=on, at=at)
