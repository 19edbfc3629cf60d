"""What a letter still asks of a unit: its 公开审查, what it promised, and its word on a draft that goes round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from proposals.actions.along import goes_along
from proposals.actions.going_along import told
from proposals.enums import AssignmentStatus
from proposals.models import Assignment
from proposals.models.assignment import ANSWER_CLOCKS
from replies.enums import PromiseStatus, ReplyStatus
from replies.flows import PROMISE_FLOW, REPLY_FLOW
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


def _going_round(old: Department, part: Assignment | None) -> Iterable[Case]:
    asked = Countersignature.objects.asked_now().waiting().filter(department=old)
    replies = Reply.objects.for_move().filter(pk__in=asked.values("reply")).order_by("id")
    return replies.filter(assignment__proposal=part.proposal_id) if part else replies


@goes_along(_going_round)
def move_countersign(
    reply: Reply, old: Department, new: Department, *, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """The new unit is asked in its place, unless it has its own word in this round or writes the letter itself."""
    row = REPLY_FLOW.follow("change_unit", by, reply, on=on)
    advance(reply, row, by=by, on=on, at=at, payload=told(old, new))
    place = reply.asked().waiting().filter(department=old)
    if new.pk != reply.assignment.department_id and not reply.asked().filter(department=new).exists():
        place.update(department=new)
        return
    place.delete()
    if not reply.asked().waiting().exists():
        advance(reply, REPLY_FLOW.follow("countersigned", by, reply, on=on), by=by, on=on, at=at)
