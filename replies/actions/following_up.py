"""落实事项: what the reply said would be done is written down, and struck off with its evidence."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from letters.structure import structure_of_body
from letters.structure.model import Commitment, Origin
from replies.flows import PROMISE_FLOW, REPLY_FLOW
from replies.models import Promise, Reply
from workflow.actor import Actor
from workflow.errors import Invalid, given
from workflow.models import Department, StoredFile
from workflow.progress import advance, enter, take_back
from workflow.statemachine import NEW

MOST_CANDIDATES = 30


def candidates_of(reply: Reply) -> list[Commitment]:
    """Sentences of the letter that say what will be done and are not followed yet; its own before a document's."""
    followed = set(reply.promises.values_list("text", flat=True))
    found = [each for each in structure_of_body(reply.body).commitments if each.sentence not in followed]
    return sorted(found, key=lambda each: each.origin == Origin.POLICY)[:MOST_CANDIDATES]


@transaction.atomic
def follow_up(
    reply: Reply,
    *,
    text: str,
    due: dt.date,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    owner: Department | None = None,
    note: str = "",
) -> Promise:
    """列入落实事项, of this unit unless another of the place is to do it."""
    row = REPLY_FLOW.begin("follow_up", by, reply, on=on)
    promise = Promise(
        jurisdiction_id=reply.jurisdiction_id,
        reply=reply,
        text=given(text, "请填写落实事项。", field="text"),
        owner=(owner or reply.assignment.department).heir,
        due=due,
        status=NEW,
        made_on=on,
    )
    if due < on:
        raise Invalid("完成期限不能早于列入日期。", field="due")
    if promise.owner.jurisdiction_id != reply.jurisdiction_id or promise.owner.parent_id:
        raise Invalid("请选择本地区的单位。", field="owner")
    payload = {"text": promise.text[:200], "owner": promise.owner.name, "due": due.isoformat()}
    advance(reply, row, by=by, on=on, at=at, note=note, payload=payload)
    enter(promise, PROMISE_FLOW.begin("follow_up", by, promise, on=on), by=by, on=on, at=at)
    return promise


@transaction.atomic
def keep_promise(
    promise: Promise, *, evidence: str, by: Actor, on: dt.date, at: dt.datetime, file: StoredFile | None = None
) -> None:
    """落实销号: what was done, with a paper that shows it where there is one."""
    row = PROMISE_FLOW.begin("keep_promise", by, promise, on=on)
    evidence = given(evidence, "请填写落实情况。", field="evidence")
    facts = {"evidence": evidence, "kept_on": on, "file": file}
    advance(promise, row, by=by, on=on, at=at, note=evidence, facts=facts)


@transaction.atomic
def undo(promise: Promise, move: str, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """Take back that it was kept."""
    take_back(promise, PROMISE_FLOW.begin(move, by, promise, on=on), by=by, on=on, at=at, note=note)
