"""The texts of a letter by their places, and putting another text there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from letters.body import level_of
from letters.letter import Block, Copy, Letter
from letters.lint.model import Place, Problem
from letters.writing.wording import day

# In the order of the page.
PARTS = (
    "issuer",
    "doc_number",
    "signatory",
    "grade_raw",
    "publicity",
    "title",
    "salutation",
    "body",
    "attachments",
    "enclosed",
    "sign_off",
    "date",
    "contact_unit",
    "contact_person",
    "contact_phone",
    "cc",
)


class StaleFix(ValueError):
    """The text at the place is no longer what it was when the problem was found."""


def text_of(letter: Letter, part: str, block: int | None = None) -> str:
    """What stands in a part, "" where nothing does."""
    value = getattr(letter, part)
    return _text(value if block is None else value[block])


def _text(value: Any) -> str:
    if isinstance(value, Block):
        return value.text
    if isinstance(value, Copy):
        return value.recipient
    if isinstance(value, dt.date):
        return day(value)
    return value or "" if isinstance(value, str | None) else ""


def places(letter: Letter, parts: Iterable[str] = PARTS) -> Iterator[tuple[Place, str]]:
    """Every text of the letter with its place as a whole."""
    for part in parts:
        value = getattr(letter, part)
        if isinstance(value, tuple):
            yield from ((Place(part, 0, len(_text(each)), index), _text(each)) for index, each in enumerate(value))
        elif value is not None:
            yield Place(part, 0, len(_text(value))), _text(value)


def quote(letter: Letter, place: Place) -> str:
    """The text at a place, "" for what is lacking."""
    value = getattr(letter, place.part)
    if isinstance(value, tuple) and place.block is None:
        return ""
    return text_of(letter, place.part, place.block)[place.start : place.end]


def apply(letter: Letter, problem: Problem) -> Letter:
    """The letter with the fix of the problem made; StaleFix where the text has changed since."""
    place, fix = problem.place, problem.fix
    if fix is None:
        raise ValueError(f"{problem.rule} has no fix")
    if _is_gone(letter, place) or quote(letter, place) != problem.quote:
        raise StaleFix(problem.quote)
    whole = text_of(letter, place.part, place.block)
    return _with(letter, place, whole[: place.start] + fix.replacement + whole[place.end :])


def apply_all(letter: Letter, problems: Iterable[Problem]) -> Letter:
    """Every fix of one check, from the end to the beginning so that no place moves before its turn.

    Where two fixes touch the same characters, the one that begins first is made; the next check finds the other.
    """
    done: Place | None = None
    fixable = [problem for problem in problems if problem.fix]
    for problem in sorted(fixable, key=_backwards, reverse=True):
        place = problem.place
        apart = done is None or (place.part, place.block) != (done.part, done.block) or place.end <= done.start
        if apart:
            letter, done = apply(letter, problem), place
    return letter


def _backwards(problem: Problem) -> tuple[str, int, int, int]:
    place = problem.place
    return place.part, -1 if place.block is None else place.block, place.start, place.end


def _is_gone(letter: Letter, place: Place) -> bool:
    value = getattr(letter, place.part)
    return place.block is not None and not (isinstance(value, tuple) and place.block < len(value))


def _with(letter: Letter, place: Place, text: str) -> Letter:
    value: Any = text
    if place.block is not None:
        items = list(getattr(letter, place.part))
        items[place.block] = _item(items[place.block], text)
        value = tuple(items)
    return replace(letter, **{place.part: value})


def _item(item: Block | Copy | str, text: str) -> Block | Copy | str:
    if isinstance(item, Block):
        # 1、 was text to the printer; as 1. it is the heading it was meant to be.
        return replace(item, text=text, level=item.level or level_of(text))
    return replace(item, recipient=text) if isinstance(item, Copy) else text
