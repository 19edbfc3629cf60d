"""更正 of a numbered or sent reply: its 文号, the days it was sent and arrived; the signed text never changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from proposals.actions.correcting import changed, in_words, refuse_wrong_days
from proposals.models.assignment import ANSWER_CLOCKS
from replies.actions.numbers import numbered
from replies.actions.owing import hold_case
from replies.actions.signing import archive_later
from replies.enums import ReplyStatus
from replies.flows import REPLY_FLOW
from replies.models import Reply
from replies.models.counting import ARRIVALS
from workflow import clocks, numbering
from workflow.actor import Actor
from workflow.errors import Invalid, given
from workflow.models import Clock
from workflow.progress import advance, words_of


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
    handed_in_on: dt.date | None = None,
    received_on: dt.date | None = None,
    form_enclosed: bool | None = None,
) -> None:
    """Put right the number, a day, or whether 征询意见表 lay with it.

    A number prints the files anew; a day replays the clocks that it moved.
    """
    held = hold_case(reply)
    row = REPLY_FLOW.check("correct", by, reply, on=on)
    reason = given(reason, "请填写更正理由。", field="reason")
    if reply.status != ReplyStatus.SENT:
        for name, said in (("sent_on", sent_on), ("form_enclosed", form_enclosed)):
            if said is not None:
                raise Invalid("本件尚未送达。", field=name)
    if form_enclosed is not None and not reply.is_judged:
        raise Invalid(f"{reply.get_kind_display()}不附征询意见表。", field="form_enclosed")
    arrivals = {"handed_in_on": handed_in_on, "received_on": received_on}
    others = {"sent_on": sent_on, "form_enclosed": form_enclosed}
    facts = changed(reply, {"doc_number": doc_number.strip() or None} | others | arrivals)
    refuse_wrong_days({"signed_on": reply.signed_on, "numbered_on": reply.numbered_on}, sent_on, on, at)
    _refuse_wrong_arrivals(reply, facts, on, at)
    told, before, counted = in_words(reply, facts), reply.sent_on, reply.round_counts_on()
    if "doc_number" in facts:
        facts |= _renumbered(reply, doc_number, reason=reason, at=at)
    advance(reply, row, by=by, on=on, at=at, note=reason, facts=facts, payload={"changes": told}, held=held)
    if sent_on and before and "sent_on" in facts:
        for clock in Clock.objects.filter(subject_uid=reply.uid, start=before).select_related("rule"):
            clocks.correct(clock, start=sent_on, reason=reason, by=by, on=on, at=at)
    _count_on_another_day(reply, counted)
    if "issued" in facts:
        archive_later(reply)


def _renumbered(reply: Reply, doc_number: str, *, reason: str, at: dt.datetime) -> dict[str, Any]:
    """The right number taken, the wrong one void: it is not given out again by the system.

    The paper bears the right one, so that it may also be one of a series that gives out its numbers itself.
    """
    if reply.issued:
        numbering.void(reply.issued, reason=reason)
    return numbered(reply, doc_number, at=at, used_because=reason)


def _refuse_wrong_arrivals(reply: Reply, facts: dict[str, Any], on: dt.date, at: dt.datetime) -> None:
    """It arrives once it was sent, and only what was registered can be corrected."""
    for name in ARRIVALS:
        if name in facts and getattr(reply, name) is None:
            raise Invalid(f"本件尚未登记{words_of(Reply, [name])}。", field=name)
        if name in facts or "sent_on" in facts:
            sent_on = facts.get("sent_on", reply.sent_on)
            refuse_wrong_days({"sent_on": sent_on}, facts.get(name, getattr(reply, name)), on, at)


def _count_on_another_day(reply: Reply, before: dt.date | None) -> None:
    """The answer's deadline was met on the day that counts now; one that still runs goes on."""
    day = reply.round_counts_on()
    if before and day and day != before:
        met = Clock.objects.filter(subject_uid=reply.assignment.uid, kind__in=ANSWER_CLOCKS, cancelled=False)
        met.filter(closed_on=before).update(closed_on=day)
