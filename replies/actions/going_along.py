"""What a letter still asks of a unit: its 公开审查, what it promised, its word on a draft; and its name until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from proposals.actions.along import goes_along
from proposals.actions.going_along import told
from proposals.enums import AssignmentStatus
from proposals.models import Assignment
from proposals.models.assignment import ANSWER_CLOCKS
from replies import copies, papers
from replies.enums import PromiseStatus, ReplyKind, ReplyStatus
from replies.flows import BEFORE_SIGNING, PROMISE_FLOW, REPLY_FLOW
from replies.models import Countersignature, Promise, Reply
from workflow.actor import Actor
from workflow.case import Case
from workflow.enums import ClockKind
from workflow.models import Clock, Department
from workflow.progress import advance


def _undecided(old: Department, part: Assignment | None) -> Iterable[Case]:
    """Letters whose publication or arrival the unit owes; with the part of a case its clocks are corrected anyway."""
    owed = Clock.objects.open().filter(holder=old)
    undecided = Q(uid__in=owed.filter(kind=ClockKind.PUBLICATION).values("subject_uid"))
    answered = Q(assignment__status=AssignmentStatus.ANSWERED, status=ReplyStatus.SENT)
    arriving = answered & Q(assignment__uid__in=owed.filter(kind__in=ANSWER_CLOCKS).values("subject_uid"))
    return [] if part else Reply.objects.for_move().filter(undecided | arriving).order_by("id")


@goes_along(_undecided)
def move_publication(
    reply: Reply, old: Department, new: Department, *, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """The letter keeps the name of its day; how much of it the public reads, the successor decides."""
    row = REPLY_FLOW.follow("change_unit", by, reply, on=on)
    advance(reply, row, by=by, on=on, at=at, payload=told(old, new))
    Clock.objects.open().filter(subject_uid__in=[reply.uid, reply.assignment.uid], holder=old).update(holder=new)


def _promises(old: Department, part: Assignment | None) -> Iterable[Case]:
    still = Promise.objects.for_move().filter(owner=old, status=PromiseStatus.OPEN).order_by("id")
    return still.filter(reply__assignment=part) if part else still


@goes_along(_promises)
def move_promise(
    promise: Promise, old: Department, new: Department, *, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    row = PROMISE_FLOW.follow("change_unit", by, promise, on=on)
    advance(promise, row, by=by, on=on, at=at, facts={"owner": new}, payload=told(old, new))


def _unsigned(old: Department, part: Assignment | None) -> Iterable[Case]:
    """Letters that wait for the unit's word, or that would bear its name once they are signed."""
    asked = Countersignature.objects.asked_now().waiting()
    # Also those that it wrote itself and its successor is asked about.
    asked = asked.filter(Q(department=old) | Q(reply__assignment__department=old, department=old.heir))
    names = Q(joint_with=old) | Q(copies__department=old) | Q(title__startswith=papers.issued_by(old))
    names |= Q(kind=ReplyKind.OPINION, addressees=papers.to_unit(old))
    letters = Reply.objects.filter(Q(pk__in=asked.values("reply")) | names, status__in=BEFORE_SIGNING)
    letters = letters.filter(jurisdiction=old.jurisdiction_id)
    letters = letters.filter(assignment__proposal=part.proposal_id) if part else letters
    return Reply.objects.for_move().filter(pk__in=letters.values("pk")).order_by("id")


@goes_along(_unsigned)
def move_unsigned(reply: Reply, old: Department, new: Department, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """What was set down under the old name, as it would be set down now; what a person wrote instead stays theirs."""
    row = REPLY_FLOW.follow("change_unit", by, reply, on=on)
    # With a column, so that a page on which the letter is being written is told.
    facts = {"title": reply.title}
    if reply.title.startswith(papers.issued_by(old)):
        facts["title"] = papers.issued_by(new) + reply.title.removeprefix(papers.issued_by(old))
    if reply.addressees == papers.to_unit(old):
        facts["addressees"] = papers.to_unit(new)
    advance(reply, row, by=by, on=on, at=at, facts=facts, payload=told(old, new))
    if reply.joint_with.filter(pk=old.pk).exists():
        reply.joint_with.add(new)
    reply.joint_with.remove(old, reply.writer)
    copies.readdress(reply, old, new)
    if reply.status == ReplyStatus.COUNTERSIGN:
        _ask_instead(reply, old, new)
        if not reply.asked().waiting().exists():
            advance(reply, REPLY_FLOW.follow("countersigned", by, reply, on=on), by=by, on=on, at=at)


def _ask_instead(reply: Reply, old: Department, new: Department) -> None:
    """The new unit is asked in its place, unless it has its own word in this round or writes the letter itself."""
    waiting = reply.asked().waiting()
    if new == reply.writer:
        waiting.filter(department__in=[old, new]).delete()
    elif reply.asked().filter(department=new).exists():
        waiting.filter(department=old).delete()
    else:
        waiting.filter(department=old).update(department=new)
