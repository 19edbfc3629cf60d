"""What the supervisor watches: each figure one function, counted over what the asker may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from proposals.enums import AssignmentStatus as A
from proposals.models import Assignment, Proposal
from workflow.actor import Actor
from workflow.models import Clock, Department, Dispatch
from workflow.watchdog import Watch, watch

SHOWN = (A.WAITING, A.IN_HAND, A.RETURNING, A.ANSWERED)


def proposals_by_status(actor: Actor) -> dict[str, int]:
    """件: proposals in each state."""
    rows = Proposal.objects.visible_to(actor).order_by().values_list("status")
    return dict(rows.annotate(count=Count("pk")))


def overdue(actor: Actor, on: dt.date) -> int:
    """件: proposals in which an office has an open deadline before today."""
    return _cases(Clock.objects.visible_to(actor).overdue(on=on).of_offices())


def due_soon(actor: Actor, on: dt.date) -> int:
    """件: proposals with an open deadline within the 预警天数 of its rules, today included."""
    return _cases(Clock.objects.visible_to(actor).due_soon(on=on))


def _cases(clocks: QuerySet[Clock]) -> int:
    # Counted from the open clocks, which are few and indexed by day, not from all proposals there ever were.
    return clocks.values("case_uid").distinct().count()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """件次: what one unit has, since a proposal with several units counts once for each."""

    unit: Department
    waiting: int
    in_hand: int
    returning: int
    answered: int
    overdue: int


def by_unit(actor: Actor, on: dt.date) -> list[UnitLine]:
    """Units with anything assigned, those with most overdue first."""
    counts = {status.value: Count("pk", filter=Q(status=status)) for status in SHOWN}
    rows = Assignment.objects.visible_to(actor).held().order_by().values("department").annotate(**counts)
    late, units = _overdue_by_unit(actor, on), Department.objects.in_bulk([row["department"] for row in rows])
    lines = [UnitLine(units[key := row.pop("department")], overdue=late.get(key, 0), **row) for row in rows]
    return sorted(lines, key=lambda line: (-line.overdue, -line.in_hand, line.unit.name))


def _overdue_by_unit(actor: Actor, on: dt.date) -> dict[int, int]:
    """件次: the cases in which each unit itself has an open deadline before today."""
    clocks = Clock.objects.visible_to(actor).overdue(on=on).of_offices().order_by().values_list("holder")
    return dict(clocks.annotate(count=Count("case_uid", distinct=True)))


def health(actor: Actor, at: dt.datetime) -> Watch:
    """Whether reminders run; the messages are those of the asker's places."""
    return watch(at, Dispatch.objects.filter(jurisdiction__in=actor.jurisdiction_ids))
