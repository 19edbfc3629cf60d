"""Legal moves as data: a Transition is one row of the law, a StateMachine the table. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import NotYours, TransitionRefused

NEW = ""
"""The state before the first one: rows that start from it make a case enter the flow."""

Guard = Callable[[Any, dt.date], str | None]
"""Why the move may not be made on this day, as a Chinese sentence; None where it may."""


@dataclass(frozen=True, slots=True, order=True)
class Hindrance:
    """What stands against a row, and how many of its guards had been passed before."""

    passed: int
    reason: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move. `target` None: the move leaves the state as it is. `unless` are its guards, in order.

    `offered` False: no button of its own; another verb makes it as its consequence.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | None
    who: frozenset[Role]
    unless: tuple[Guard, ...] = ()
    offered: bool = True

    def hindrance(self, case: Any, on: dt.date) -> Hindrance | None:
        """The first guard that stands against the move; None where it may be made."""
        found = ((passed, guard(case, on)) for passed, guard in enumerate(self.unless))
        return next((Hindrance(passed, reason) for passed, reason in found if reason), None)


def move(name: str, label: str, sources: set[str], target: str | None, who: set[Role], *unless: Guard) -> Transition:
    """A row of a flow table, written as it is read: from, to, who, unless."""
    return Transition(name, label, frozenset(sources), target, frozenset(who), unless)


def consequence(
    name: str, label: str, sources: set[str], target: str | None, who: set[Role], *unless: Guard
) -> Transition:
    """A row that follows from another verb: legal and recorded, but never offered by itself."""
    return Transition(name, label, frozenset(sources), target, frozenset(who), unless, offered=False)


@dataclass(frozen=True)
class StateMachine:
    """All moves of one kind of case. `held_by` names who holds the pen in each state; ends have no holder."""

    name: str
    label: str
    states: frozenset[str]
    ends: frozenset[str]
    held_by: dict[str, Role]
    rows: tuple[Transition, ...]
    reserved: frozenset[str] = frozenset()  # known to the database; their moves are not laid down yet

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.rows)

    @property
    def moves(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.name for row in self.rows))

    def label_of(self, name: str) -> str:
        return next(row.label for row in self.rows if row.name == name)

    def check(self, name: str, by: Actor, case: Any, *, on: dt.date) -> Transition:
        """The row that allows this move now, or TransitionRefused with the first reason that stands against it."""
        rows = [row for row in self.rows if row.name == name and case.status in row.sources]
        if not rows:
            raise TransitionRefused(f"当前环节不能“{self.label_of(name)}”。")
        mine = [row for row in rows if row.who & case.roles_of(by)]
        if not mine:
            raise NotYours(f"您没有对本件“{self.label_of(name)}”的权限。")
        hindrances = []
        for row in mine:
            hindrance = row.hindrance(case, on)
            if hindrance is None:
                return row
            hindrances.append(hindrance)
        raise TransitionRefused(nearest(hindrances))

    def open_to(self, by: Actor, case: Any, *, on: dt.date) -> tuple[str, ...]:
        """Names of the moves that this actor may make now: the page's buttons, the API's allowed actions."""
        roles = case.roles_of(by)
        rows = (row for row in self.rows if row.offered and case.status in row.sources and row.who & roles)
        return tuple(dict.fromkeys(row.name for row in rows if row.hindrance(case, on) is None))

    def hindrances(self, by: Actor, case: Any, *, on: dt.date) -> dict[str, str]:
        """Moves that would be this actor's but for a guard, with the reason: shown greyed, never hidden."""
        roles, allowed = case.roles_of(by), self.open_to(by, case, on=on)
        stand: dict[str, list[Hindrance]] = {}
        for row in self.rows:
            if row.offered and case.status in row.sources and row.who & roles and row.name not in allowed:
                stand.setdefault(row.name, []).extend(filter(None, [row.hindrance(case, on)]))
        return {name: nearest(hindrances) for name, hindrances in stand.items()}


def nearest(hindrances: list[Hindrance]) -> str:
    """Of several rows of one move, the reason of the one that came furthest: the others lead elsewhere."""
    return max(hindrances, key=lambda each: each.passed).reason
