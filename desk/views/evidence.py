"""A letter's text cut where something was found: each piece knows which fields and findings it stands for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """`fields` and `findings` name what was found here; `anchors` those of them whose first piece this is."""

    text: str
    fields: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


def pieces_of(text: str, label: dict[str, Any]) -> list[Piece]:
    """The whole text in order, nothing left out and nothing twice, however the places overlap."""
    fields = [(name, *span) for name, each in label.get("evidence", {}).items() for span in each["spans"]]
    findings = [
        (f"n{number}", *span)
        for number, each in enumerate(label.get("findings", ()), start=1)
        for span in each.get("spans", ())
    ]
    return list(_cut(text, fields, findings))


def _cut(text: str, fields: list[tuple[Any, ...]], findings: list[tuple[Any, ...]]) -> Iterator[Piece]:
    ends = {min(max(end, 0), len(text)) for _, *span in (*fields, *findings) for end in span}
    bounds = sorted(ends | {0, len(text)})
    seen: set[str] = set()
    for start, end in itertools.pairwise(bounds):
        here = _covering(fields, start, end), _covering(findings, start, end)
        first = tuple(name for names in here for name in names if name not in seen)
        seen.update(first)
        yield Piece(text[start:end], *here, first)


def _covering(places: list[tuple[Any, ...]], start: int, end: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, begin, until in places if begin <= start and end <= until))
