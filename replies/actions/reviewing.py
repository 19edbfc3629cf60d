"""Reviewing: passing a draft on, or sending it back with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from replies.actions import countersigning
from replies.actions.owing import hold_case, reached
from replies.enums import ReplyStatus
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.errors import given
from workflow.progress import advance


@transaction.atomic
def pass_on(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """审核通过: on to the next step that the unit and the rules ask for."""
    hold_case(reply)
    row = REPLY_FLOW.check("pass", by, reply, on=on)
    goes_round = row.target == ReplyStatus.COUNTERSIGN
    facts = {"countersign_round": reply.countersign_round + 1} if goes_round else {}
    advance(reply, row, by=by, on=on, at=at, note=note, facts=facts)
    if goes_round:
        countersigning.ask(reply)
    reached(reply, ClockKind.REVIEW, on=on, at=at)


@transaction.atomic
def send_back(reply: Reply, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    hold_case(reply)
    row = REPLY_FLOW.check("send_back", by, reply, on=on)
    reason = given(reason, "请填写退回意见。", field="reason")
    if reply.status == ReplyStatus.COUNTERSIGN:
        countersigning.object_to(reply, reason=reason, by=by, on=on, at=at)
    # The version that it goes back with: what is edited after that can no longer be called back.
    advance(reply, row, by=by, on=on, at=at, note=reason, payload={"version": reply.version + 1})
