"""Legal moves as data: a Transition is one row of the law, a StateMachine the table. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import NotYours, TransitionRefused

NEW = ""
"""The state before the first one: rows that start from it make a case enter the flow."""


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """One condition of a move, as a function that says why not and as the rule that an official reads.

    rule: what must hold, in Chinese. switch: the setting of a jurisdiction's rules that it hangs on, if any.
    road: it chooses the road; where it stands against a move, that road is not this case's at all.
    personal: it asks who moves.
    """

    test: Callable[..., str | None]
    rule: str
    switch: str = ""
    road: bool = False
    personal: bool = False

    def __call__(self, case: Any, on: dt.date, by: Actor) -> str | None:
        """Why the move may not be made by this actor on this day, as a Chinese sentence; None where it may."""
        return self.test(case, on, by) if self.personal else self.test(case, on)

    @property
    def name(self) -> str:
        return self.test.__name__


def guard(rule: str, *, switch: str = "", personal: bool = False) -> Callable[[Callable[..., str | None]], Guard]:
    """Make a guard of a function `(case, on)`, or `(case, on, by)` where it is personal."""
    return lambda test: Guard(test, rule, switch, personal=personal)


def road(rule: str, *, switch: str = "", personal: bool = False) -> Callable[[Callable[..., str | None]], Guard]:
    """The same for a guard that chooses between roads."""
    return lambda test: Guard(test, rule, switch, road=True, personal=personal)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What stands against a row, how many of its guards had been passed before, and whether the row leads elsewhere."""

    passed: int
    reason: str
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody may do with a case now, and by move why not what else would be theirs to do."""

    open: tuple[str, ...]
    hindered: dict[str, str]


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move. `target` None: the move leaves the state as it is. `unless` are its guards, in order.

    offered False: no button of its own; another verb makes it as its consequence.
    paper: the document that goes with it, and to whom. outside: it enters what happened elsewhere, so that a day
    before today is the usual thing. undoable: its author may take it back. undoes: the move that it takes back.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | None
    who: frozenset[Role]
    unless: tuple[Guard, ...] = ()
    offered: bool = True
    paper: str = ""
    outside: bool = False
    undoable: bool = False
    undoes: str = ""

    def hindrance(self, case: Any, on: dt.date, by: Actor) -> Hindrance | None:
        """The first guard that stands against the move; None where it may be made."""
        for passed, each in enumerate(self.unless):
            if reason := each(case, on, by):
                return Hindrance(passed, reason, each.road)
        return None


def move(
    name: str,
    label: str,
    sources: Collection[str],
    target: str | None,
    who: Collection[Role],
    *unless: Guard,
    paper: str = "",
    outside: bool = False,
    undoable: bool = False,
) -> Transition:
    """A row of a flow table, written as it is read: from, to, who, unless."""
    return Transition(
        name, label, frozenset(sources), target, frozenset(who), unless, paper=paper, outside=outside, undoable=undoable
    )


def consequence(
    name: str, label: str, sources: Collection[str], target: str | None, who: Collection[Role], *unless: Guard
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
    labels: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The first row of a name gives its label.
        object.__setattr__(self, "labels", {row.name: row.label for row in reversed(self.rows)})

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.rows)

    @property
    def moves(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.name for row in self.rows))

    def label_of(self, name: str) -> str:
        return self.labels[name]

    def begin(self, name: str, by: Actor, case: Any, *, on: dt.date) -> Transition:
        """`check` as a verb asks it, inside its transaction: with the case held, so that the answer stays true."""
        case.hold()
        return self.check(name, by, case, on=on)

    def follow(self, name: str, by: Actor, case: Any, *, on: dt.date) -> Transition:
        """The row of a consequence, whoever made the verb that it follows from."""
        row, hindrances = self._road(name, by, case, on)
        if row is None:
            raise TransitionRefused(nearest(hindrances) if hindrances else f"当前环节不能“{self.label_of(name)}”。")
        return row

    def now_due(self, name: str, by: Actor, case: Any, *, on: dt.date) -> Transition | None:
        """The same where the consequence may not be due yet: its guards say when."""
        return self._road(name, by, case, on)[0]

    def _road(self, name: str, by: Actor, case: Any, on: dt.date) -> tuple[Transition | None, list[Hindrance]]:
        case.hold()
        hindrances = []
        for row in self.rows:
            if row.name == name and not row.offered and case.status in row.sources:
                hindrance = row.hindrance(case, on, by)
                if hindrance is None:
                    return row, []
                hindrances.append(hindrance)
        return None, hindrances

    def check(self, name: str, by: Actor, case: Any, *, on: dt.date) -> Transition:
        """The row that allows this move now, or TransitionRefused with the first reason that stands against it."""
        if name not in self.labels:
            raise TransitionRefused("没有这一办理事项。")
        rows = [row for row in self.rows if row.name == name and case.status in row.sources]
        if not rows:
            raise TransitionRefused(f"当前环节不能“{self.label_of(name)}”。")
        roles = case.roles_of(by)
        mine = [row for row in rows if row.who & roles]
        if not mine:
            raise NotYours(f"您没有对本件“{self.label_of(name)}”的权限。")
        hindrances = []
        for row in mine:
            hindrance = row.hindrance(case, on, by)
            if hindrance is None:
                return row
            hindrances.append(hindrance)
        raise TransitionRefused(nearest(hindrances))

    def open_to(self, by: Actor, case: Any, *, on: dt.date) -> tuple[str, ...]:
        """Names of the moves that this actor may make now: the page's buttons, the API's allowed actions."""
        return self.choice(by, case, on=on).open

    def choice(self, by: Actor, case: Any, *, on: dt.date) -> Choice:
        """The same, with the moves that would be this actor's but for a guard: shown greyed, never hidden.

        A road that is not this case's at all is left out: nobody misses it.
        """
        stand = self._stand(by, case, on)
        return Choice(
            tuple(name for name, reasons in stand.items() if reasons is None),
            {name: nearest(reasons) for name, reasons in stand.items() if reasons},
        )

    def _stand(self, by: Actor, case: Any, on: dt.date) -> dict[str, list[Hindrance] | None]:
        """How each move of this actor stands: None where it is open, else what is against it on this case's roads."""
        roles = case.roles_of(by)
        stand: dict[str, list[Hindrance] | None] = {}
        for row in self.rows:
            if not (row.offered and case.status in row.sources and row.who & roles):
                continue
            reasons = stand.setdefault(row.name, [])
            if reasons is None:
                continue
            hindrance = row.hindrance(case, on, by)
            if hindrance is None:
                stand[row.name] = None
            elif not hindrance.elsewhere:
                reasons.append(hindrance)
        return stand


def nearest(hindrances: list[Hindrance]) -> str:
    """Of several rows of one move, the reason of the one that came furthest: the others lead elsewhere."""
    return max(hindrances, key=lambda each: each.passed).reason
