"""Sending a numbered reply: the assignment is answered, feedback begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from proposals.actions import handling
from proposals.deadlines import facts_of
from replies.actions import reissuing
from replies.actions.dispatching import go_with
from replies.actions.feedback import invite
from replies.actions.owing import all_answered, hold_case
from replies.enums import ReplyKind
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.progress import advance


@transaction.atomic
def send(
    reply: Reply,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
    copies_later: bool = False,
    form_enclosed: bool | None = None,
) -> dict[int, str]:
    """送达: copies go out, clocks stop, feedback starts. Returns the feedback token of each proposer, by id.

    copies_later: the letter alone goes out now, its copies by `dispatching.dispatch`.
    form_enclosed: whether 征询意见表 lay with it, where somebody is asked for marks; None where that is not said.
    """
    # Of the last two replies of a family that go out at one moment, the second counts after the first is done.
    held = hold_case(reply)
    row = REPLY_FLOW.check("send", by, reply, on=on)
    facts = {"sent_on": on, "form_enclosed": form_enclosed if reply.is_judged else None}
    advance(reply, row, by=by, on=on, at=at, note=note, facts=facts, held=held)
    if not copies_later:
        go_with(reply, by=by, on=on, at=at)
    if reply.replaces_sent:
        reissuing.supersede(reply, by=by, on=on, at=at)
    if not reply.is_answer:
        # The answer itself is still due, or was given: nothing stops and nobody is asked for marks.
        return {}
    if not reply.replaces_sent and all_answered(reply.assignment):
        handling.answer(reply.assignment, by=by, on=on, at=at, counts_on=reply.round_counts_on())
    if reply.kind == ReplyKind.OPINION:
        return {}
    counted: dict[str, Any] = {"on": on, "rule": reply.rules, "facts": facts_of(reply.assignment, reply.rules)}
    clocks.start(ClockKind.PUBLICATION, reply, holder=reply.assignment.department.heir, **counted)
    clocks.start(ClockKind.FEEDBACK, reply, holder=None, **counted)
    return invite(reply, at=at)
