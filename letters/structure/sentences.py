"""Sentences, each knowing whether it stands inside a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from letters.reading.normalise import Line

_END: Final = re.compile(r"[。;!?][”’」』)]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    line: Line
    quoted: bool  # begins inside “…”, or opens a quotation that goes on


def sentences(line: Line) -> Iterator[Sentence]:
    start, depth = 0, 0
    for match in _END.finditer(line.flat):
        piece = line.cut(start, match.end())
        yield Sentence(piece, depth > 0)
        depth = max(0, depth + piece.flat.count("“") - piece.flat.count("”"))
        start = match.end()
    if start < len(line.flat):
        yield Sentence(line.cut(start), depth > 0)
