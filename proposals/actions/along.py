"""What goes along when one unit stands in another's place: each floor names its own rows and moves them itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from proposals.models import Assignment
from workflow.actor import Actor
from workflow.case import Case
from workflow.errors import CaseMovedOn
from workflow.models import Department

Find = Callable[[Department, Assignment | None], Iterable[Case]]
Move = Callable[..., None]
Row = tuple[Case, Move]
TRIES = 5


@dataclass(frozen=True, slots=True)
class Companions:
    """One kind of row that waits for a unit, and how a row of it comes to another."""

    find: Find
    move: Move


COMPANIONS: list[Companions] = []


def goes_along(find: Find) -> Callable[[Move], Move]:
    """Register a verb `(case, old, new, *, by, on, at)` for what `find(unit, part)` finds.

    part: only what belongs to this part of a case; None: all that waits for the unit.
    """

    def registered(move: Move) -> Move:
        COMPANIONS.append(Companions(find, move))
        return move

    return registered


def found(old: Department, part: Assignment | None = None) -> list[Row]:
    """What would go along, each row with its verb."""
    return [(case, each.move) for each in COMPANIONS for case in each.find(old, part)]


def hold_in_order(cases: Iterable[Case]) -> set[uuid.UUID]:
    """Take the locks of several cases as every verb does, so that this never waits for somebody who waits for it."""
    held: set[uuid.UUID] = set()
    for case in sorted(cases, key=lambda case: case.trails):
        case.hold()
        held.update(case.trails)
    return held


def take_along(
    old: Department,
    new: Department,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    part: Assignment | None = None,
    beside: Callable[[], list[Row]] = list,
) -> list[Case]:
    """Move all that waits for the old unit to the new one, and what is found `beside`. Returns the rows that moved."""
    rows = gather(lambda: [*found(old, part), *beside()])
    for case, move in rows:
        move(case, old, new, by=by, on=on, at=at)
    return [case for case, _ in rows]


def gather(find: Callable[[], list[Row]]) -> list[Row]:
    """What is found, read anew once all of it is held: somebody may move a row between the look and the lock.

    Where more came up by then, the locks are given back and taken in order again; CaseMovedOn if that never ends.
    """
    for _ in range(TRIES):
        with suppress(CaseMovedOn), transaction.atomic():
            held = hold_in_order(case for case, _ in find())
            rows = find()
            if held.issuperset(trail for case, _ in rows for trail in case.trails):
                return rows
            raise CaseMovedOn
    raise CaseMovedOn
