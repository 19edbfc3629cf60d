"""登记送交, 登记委员收到: by rule the answer's deadline is met on that day, not at sending."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals.models.assignment import ANSWER_CLOCKS
from replies.actions.owing import all_answered, hold_case
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow import clocks
from workflow.actor import Actor
from workflow.models import Clock
from workflow.progress import advance


@transaction.atomic
def hand_in(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """登记送交: the 交办机关 has had the reply since this day."""
    _arrive(reply, "hand_in", by=by, on=on, at=at, note=note)


@transaction.atomic
def note_receipt(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """登记委员收到: the proposer has had the reply since this day."""
    _arrive(reply, "note_receipt", by=by, on=on, at=at, note=note)


def _arrive(reply: Reply, move: str, *, by: Actor, on: dt.date, at: dt.datetime, note: str) -> None:
    held = hold_case(reply)
    row = REPLY_FLOW.check(move, by, reply, on=on)
    advance(reply, row, by=by, on=on, at=at, note=note, facts={reply.arrival: on}, held=held)
    day = reply.round_counts_on()
    if day and all_answered(reply.assignment):
        clocks.close(reply.assignment, *ANSWER_CLOCKS, on=day, at=at)


def run_again(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """A day taken back: what another letter of the round had met by arriving last is to be met again."""
    timed = Clock.objects.filter(subject_uid=reply.assignment.uid, kind__in=ANSWER_CLOCKS)
    last = timed.order_by("pk").last()
    if reply.arrival and last and last.closed_at:
        clocks.take_up([last], reason="撤回后继续计算", by=by, on=on, at=at)
