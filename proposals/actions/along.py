"""What goes along when one unit stands in another's place: each floor names its own rows and moves them itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from proposals.models import Assignment
from workflow.actor import Actor
from workflow.case import Case
from workflow.models import Department

Find = Callable[[Department, Assignment | None], Iterable[Case]]
Move = Callable[..., None]


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


def found(old: Department, part: Assignment | None = None) -> list[tuple[Case, Move]]:
    """What would go along, each row with its verb."""
    return [(case, each.move) for each in COMPANIONS for case in each.find(old, part)]


def hold_in_order(cases: Iterable[Case]) -> None:
    """Take the locks of several cases as every verb does, so that this never waits for somebody who waits for it."""
    for case in sorted(cases, key=lambda case: case.trails):
        case.hold()


def take_along(
    old: Department,
    new: Department,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    part: Assignment | None = None,
    beside: Iterable[Case] = (),
) -> int:
    """Move all that waits for the old unit to the new one. Returns how many rows. `beside`: what moves with them."""
    rows = found(old, part)
    hold_in_order([*beside, *(case for case, _ in rows)])
    for case, move in rows:
        move(case, old, new, by=by, on=on, at=at)
    return len(rows)
