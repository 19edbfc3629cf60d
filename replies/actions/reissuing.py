"""重新制发: a numbered or sent letter is never edited; a new one stands in its place, and it is told as superseded."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from replies import papers
from replies.actions import drafting, versions
from replies.actions.owing import hold_case
from replies.enums import TextSource
from replies.flows import REPLY_FLOW, TEXT
from replies.models import CopyRecipient, Reply
from workflow import clocks, numbering
from workflow.actor import Actor
from workflow.errors import given
from workflow.progress import advance
from workflow.statemachine import NEW


@transaction.atomic
def reissue(reply: Reply, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> Reply:
    """Begin the letter that replaces this one, with its text, and return it; it is read and signed like any other.

    A letter that has not gone out stands back at once, and the new one bears its number where that was given out
    here; a typed one is free to be typed again. A sent letter stands until the new one is sent.
    """
    held = hold_case(reply)
    row = REPLY_FLOW.check("reissue", by, reply, on=on)
    reason = given(reason, "请填写重新制发的理由。", field="reason")
    new = _like(reply, at=at)
    number = reply.issued if row.target else None
    facts = {"issued": None} if number else {}
    advance(reply, row, by=by, on=on, at=at, note=reason, facts=facts, held=held)
    if number:
        numbering.pass_on(number, new.uid, reason=f"重新制发：{reason}")
    drafting.enter_once(new, REPLY_FLOW.follow("reissue", by, new, on=on), by=by, on=on, at=at, note=reason)
    new.joint_with.set(reply.joint_with.all())
    CopyRecipient.objects.bulk_create(_again(copy, new) for copy in reply.copies.all())
    versions.keep(new, by=by, at=at, source=TextSource.REISSUED)
    return new


def _like(reply: Reply, *, at: dt.datetime) -> Reply:
    """A draft that says the same, of the same round; of a letter that the proposer has it says that it goes back."""
    new = Reply(
        jurisdiction_id=reply.jurisdiction_id,
        assignment=reply.assignment,
        proposal=reply.proposal,
        kind=reply.kind,
        round=reply.round,
        grade_scheme=reply.grade_scheme,
        drafted_by=reply.drafted_by,
        replaces=reply,
        status=NEW,
        created_at=at,
        **{name: getattr(reply, name) for name in TEXT},
    )
    new.grade = reply.current_grade
    if reply.sent_on:
        opening, *rest = reply.body.split("\n")
        new.body = "\n".join([opening, papers.in_place_of(reply, reply.sent_on), *rest])
    return new


def _again(copy: CopyRecipient, reply: Reply) -> CopyRecipient:
    kept = ("jurisdiction_id", "order", "name", "copies", "department_id", "channel")
    return CopyRecipient(reply=reply, **{name: getattr(copy, name) for name in kept})


def supersede(new: Reply, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The letter in whose place `new` went out: nobody is asked about it any more, its promises are the new one's."""
    old = Reply.objects.for_move().get(pk=new.replaces_id)
    advance(old, REPLY_FLOW.follow("supersede", by, old, on=on), by=by, on=on, at=at, note=f"由{new.doc_number}代替")
    clocks.cancel(old, reason=f"由{new.doc_number}代替", by=by, on=on, at=at)
    old.promises.update(reply=new)
    new.replaces = old
