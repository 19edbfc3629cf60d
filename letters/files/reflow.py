"""Characters with their places on a page → lines in reading order → paragraphs; shared by PDF, OFD and scans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

_PAGE_NUMBER: Final = re.compile(r"[—–\-－·\s]*\d{1,4}[—–\-－·\s]*")
_TAB: Final = "    "


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow one another without a gap; x and y (of the middle) grow to the right and upwards."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a page; `gapped` where white space wider than two characters divides it."""

    text: str
    x0: float
    x1: float
    size: float
    gapped: bool


def text_of_pages(pages: Iterable[Sequence[Run]]) -> str:
    """The text, a paragraph a line, page numbers gone; empty where the pages hold none."""
    lines = [line for runs in pages for line in _lines(runs) if not _PAGE_NUMBER.fullmatch(line.text)]
    return "\n".join(_paragraphs(lines)) if lines else ""


def runs_of(characters: Iterable[Run]) -> list[Run]:
    """Characters in the order in which they were set, put together where one follows the other."""
    # Whole runs are sorted later, never characters: squeezed punctuation overlaps and would swap.
    runs: list[Run] = []
    for one in characters:
        last = runs[-1] if runs else None
        if last and _follows(last, one):
            runs[-1] = replace(last, text=last.text + one.text, x1=max(last.x1, one.x1))
        else:
            runs.append(one)
    return [run for run in runs if run.text.strip()]


def _follows(last: Run, one: Run) -> bool:
    # The bound on length keeps a hostile page of one line from costing its square.
    same_line = abs(one.y - last.y) < 0.5 * max(last.size, one.size) and len(last.text) < 400
    return same_line and -1.2 * last.size < one.x0 - last.x1 < 0.7 * last.size


def _lines(runs: Sequence[Run]) -> Iterator[PrintedLine]:
    line: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if line and line[0].y - run.y > 0.6 * min(line[0].size, run.size):
            yield _line(line)
            line = []
        line.append(run)
    if line:
        yield _line(line)


def _line(runs: list[Run]) -> PrintedLine:
    ordered = sorted(runs, key=lambda run: run.x0)
    said = ordered[0].text
    gapped = False
    for before, run in pairwise(ordered):
        gap = run.x0 - before.x1
        gapped = gapped or gap > 2 * run.size
        said += _TAB if gap > 2 * run.size else " " if gap > 0.7 * run.size else ""
        said += run.text
    size = Counter(round(run.size, 1) for run in ordered for _ in run.text).most_common(1)[0][0]
    return PrintedLine(said.strip(), ordered[0].x0, ordered[-1].x1, size, gapped)


def _paragraphs(lines: list[PrintedLine]) -> Iterable[str]:
    size = Counter(line.size for line in lines for _ in line.text).most_common(1)[0][0]
    body = [line for line in lines if line.size == size]
    left, right = _most_common(line.x0 for line in body), max(line.x1 for line in body)

    def runs_on(before: PrintedLine, line: PrintedLine) -> bool:
        of_the_body = before.size == line.size == size and not (before.gapped or line.gapped)
        return of_the_body and abs(line.x0 - left) < 1.2 * size and before.x1 > right - 2.2 * size

    out: list[str] = []
    for index, line in enumerate(lines):
        if index and runs_on(lines[index - 1], line):
            out[-1] += line.text
        else:
            out.append(line.text)
    return out


def _most_common(values: Iterable[float]) -> float:
    # Whole points for the mode, so that hairline differences count as one place.
    return Counter(round(value, 0) for value in values).most_common(1)[0][0]
