"""A letter as JSON and back: the form in which it is frozen, stored and hashed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from letters.letter import Block, BodyLevel, Copy, Kind, Letter, SessionRef

_REBUILT: dict[str, Callable[[Any], Any]] = {
    "kind": Kind,
    "body_level": BodyLevel,
    "session": lambda value: SessionRef(**value),
    "date": dt.date.fromisoformat,
    "printed_on": dt.date.fromisoformat,
    "body": lambda value: tuple(Block(**block) for block in value),
    "enclosed": lambda value: tuple(Block(**block) for block in value),
    "cc": lambda value: tuple(Copy(**copy) for copy in value),
}
_LATER = frozenset({"enclosed"})


def to_plain(letter: Letter) -> dict[str, Any]:
    """Only JSON values, every field named, so that a stored letter says what it does not state.

    A field that came later is named where it states something: the hashes of letters from before stand.
    """
    values = dataclasses.asdict(letter).items()
    return {name: _plain(value) for name, value in values if value or name not in _LATER}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_plain(data: dict[str, Any]) -> Letter:
    """The letter that `to_plain` wrote. KeyError or TypeError for anything else."""
    values = {name: _rebuild(name, value) for name, value in data.items()}
    return Letter(**values)


def _rebuild(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _REBUILT:
        return _REBUILT[name](value)
    return tuple(value) if isinstance(value, list) else value


def digest(data: Any) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
