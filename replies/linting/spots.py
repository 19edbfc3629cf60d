"""Where a problem stands in what people type: a column of the reply, or one of its copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from letters.body import parts_of
from letters.lint import Problem, StaleFix
from replies.models import Reply

# The parts of a letter that are typed, by their columns; all others the system writes.
COLUMNS = {
    "title": "title",
    "salutation": "addressees",
    "body": "body",
    "attachments": "body",
    "enclosed": "body",
    "grade_raw": "grade_note",
    "publicity": "publicity",
    "contact_unit": "contact_unit",
    "contact_person": "contact_person",
    "contact_phone": "contact_phone",
}
COPIES = "copies"
BETWEEN = "、"


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters `start` to `end` of a column; of a recipient's name where `copy` says which one in their order."""

    column: str
    start: int = 0
    end: int = 0
    copy: int | None = None


def spot_of(problem: Problem, text: dict[str, str]) -> Spot | None:
    """In the columns of `text` as they are typed; None where nobody types it."""
    place = problem.place
    if place.part == "cc":
        return Spot(COPIES, place.start, place.end, place.block)
    column = COLUMNS.get(place.part)
    if column is None:
        return None
    if column == "grade_note" and not text.get(column):
        return Spot("grade")
    begin = _begin(place.part, place.block, text.get(column, ""))
    return Spot(column) if begin is None else Spot(column, begin + place.start, begin + place.end)


def _begin(part: str, block: int | None, typed: str) -> int | None:
    """Where the part begins in its column; None where it stands there no more."""
    if block is None:
        return None if COLUMNS[part] == "body" else 0
    if COLUMNS[part] == "body":
        starts = parts_of(typed).starts[part]
        return starts[block] if block < len(starts) else None
    return sum(len(each) + len(BETWEEN) for each in typed.split(BETWEEN)[:block])


def mended(reply: Reply, problem: Problem) -> dict[str, Any]:
    """What `revise` takes to make the fix of a problem; StaleFix where something else stands there."""
    spot = spot_of(problem, {name: getattr(reply, name) for name in COLUMNS.values()})
    if problem.fix is None or spot is None:
        raise StaleFix(problem.quote)
    if spot.column != COPIES:
        return {spot.column: _replaced(getattr(reply, spot.column), spot, problem)}
    copies = [(each.name, each.copies) for each in reply.copies.all()]
    if spot.copy is None or spot.copy >= len(copies):
        raise StaleFix(problem.quote)
    name, count = copies[spot.copy]
    copies[spot.copy] = (_replaced(name, spot, problem), count)
    return {"copy_list": copies}


def _replaced(typed: str, spot: Spot, problem: Problem) -> str:
    if problem.fix is None or typed[spot.start : spot.end] != problem.quote:
        raise StaleFix(problem.quote)
    return typed[: spot.start] + problem.fix.replacement + typed[spot.end :]
