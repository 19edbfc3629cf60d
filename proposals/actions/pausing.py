"""中止计算, 恢复计算: the deadlines of a unit's part stand still; every other move goes on as before."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment
from workflow import clocks
from workflow.actor import Actor
from workflow.errors import given
from workflow.limits import ANCHORS
from workflow.progress import advance


@transaction.atomic
def pause_clock(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    row = ASSIGNMENT_FLOW.begin("pause_clock", by, assignment, on=on)
    reason = given(reason, "请填写中止理由。", field="reason")
    advance(assignment, row, by=by, on=on, at=at, note=reason)
    stop(assignment, reason=reason, by=by, on=on, at=at)


def stop(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """All its deadlines that are not over stand still from this day; a milestone that was missed stays missed."""
    for clock in assignment.open_clocks:
        if on <= clock.due and not clock.paused_on:
            clocks.pause(clock, reason=reason, by=by, on=max(on, clock.start), at=at)
    assignment.forget()


@transaction.atomic
def resume_clock(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    row = ASSIGNMENT_FLOW.begin("resume_clock", by, assignment, on=on)
    advance(assignment, row, by=by, on=on, at=at, note=note)
    # Those that others count back from come last: with their new last day they move those that already run again.
    for clock in sorted(assignment.open_clocks, key=lambda clock: clock.kind in ANCHORS):
        if clock.paused_on:
            clocks.resume(clock, reason=note, by=by, on=max(on, clock.start), at=at)
    assignment.forget()
