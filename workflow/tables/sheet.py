"""What the readers of a list hand on: a sheet as it lies, and the table that is found in it."""

from __future__ import annotations

from dataclasses import dataclass, field

LARGEST = 20 * 1024 * 1024
"""Bytes of a file."""
MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells as text by the row number that the source shows; `merged` as (top, left, bottom, right), rows likewise."""

    rows: dict[int, list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; `number` is the row of the source file, where a person finds it again."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Every line has a text, perhaps empty, for each of the headers."""

    headers: tuple[str, ...]
    rows: list[Line]
