"""Taking back the last move: its rows are made from the rows marked undoable, so that the table contains them. Pure."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from workflow.actor import Actor
from workflow.enums import Role
from workflow.statemachine import Guard, Transition, road

PREFIX = "undo_"


def with_undo(*rows: Transition, unless: dict[str, Guard] | None = None) -> tuple[Transition, ...]:
    """The rows, and for each undoable one those that lead back. `unless`: what more stands against taking it back."""
    return (*rows, *_backwards(rows, unless or {}))


def takers_back(rows: Iterable[Transition], undo: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """For each row that takes back another its verb: `undo` with the name of the row."""
    return {row.name: functools.partial(_named, undo, row.name) for row in rows if row.undoes}


def _named(undo: Callable[..., Any], name: str, case: Any, **given: Any) -> Any:
    return undo(case, name, **given)


def _backwards(rows: Iterable[Transition], unless: dict[str, Guard]) -> Iterator[Transition]:
    for row in rows:
        if row.undoable:
            for source in sorted(row.sources):
                yield _back(row, source, unless.get(row.name))


def _back(row: Transition, source: str, more: Guard | None) -> Transition:
    return Transition(
        name=f"{PREFIX}{row.name}",
        label=f"撤回{row.label}",
        sources=frozenset({row.target or source}),
        target=source if row.target else None,
        who=row.who | {Role.SUPERVISOR},
        unless=(
            _was_the_last(row.name, source),
            not_by_its_author,
            time_to_undo_is_over,
            *((more,) if more else ()),
        ),
        undoes=row.name,
    )


def _was_the_last(name: str, source: str) -> Guard:
    def another_move_followed(case: Any, _on: dt.date) -> str | None:
        last = case.last_move
        return (
            None if last and (last.move, last.from_status) == (name, source) else "这已不是本件的最后一步，不能撤回。"
        )

    return Guard(another_move_followed, "须为最后一步办理", road=True)


@road("须由办理人本人或督查撤回", personal=True)
def not_by_its_author(case: Any, _on: dt.date, by: Actor) -> str | None:
    author = case.last_move.actor_uid
    own = author is not None and author == by.uid
    return None if own or Role.SUPERVISOR in case.roles_of(by) else "只能由办理人本人或督查撤回。"


@road("须在撤回期限内", switch="undo_within")
def time_to_undo_is_over(case: Any, on: dt.date) -> str | None:
    last_day = case.undo_until(case.last_move)
    return f"撤回期限已于{last_day:%Y年%-m月%-d日}届满，请督查更正。" if on > last_day else None
