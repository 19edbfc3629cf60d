"""件数宽限: a unit that was given many items of one session has more days for each of them, once a step."""

from __future__ import annotations

import datetime as dt

from proposals.models import Assignment
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockEventKind, ClockKind
from workflow.models import Clock


def allow_for_volume(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """With this hand-over the unit may cross a step: every reply of the session that it still owes gets the days.

    Past the step each later one gets them with its hand-over; the next step adds the difference.
    """
    steps = assignment.rules.switch("volume_allowance")
    if not (steps and assignment.answers_the_proposer):
        return
    session = assignment.proposal.session
    mine = Assignment.objects.held().answering().filter(department=assignment.department_id, proposal__session=session)
    reached = [step for step in steps if step[0] <= mine.count()]
    if not reached:
        return
    count, days = reached[-1]
    owed = Clock.objects.open().filter(subject_uid__in=mine.values("uid"), kind=ClockKind.REPLY)
    # Of two hand-overs at one moment the second waits here and finds what the first gave.
    for clock in owed.select_for_update().order_by("pk").prefetch_related("events"):
        given = sum(line.days or 0 for line in clock.events.all() if line.kind == ClockEventKind.ALLOWANCE)
        if given < days:
            why = f"{session}本单位承办满{count}件"
            clocks.allow(clock, days=days - given, reason=why, by=by, on=on, at=at)
