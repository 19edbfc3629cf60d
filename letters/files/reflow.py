"""Characters with their places on a page → lines in reading order → paragraphs; shared by PDF, OFD and scans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_PAGE_NUMBER: Final = re.compile(r"[—–\-－·\s]*\d{1,4}[—–\-－·\s]*")
_TAB: Final = "    "
_LONGEST: Final = 400  # characters of one run
# Fewer characters than this a page are a stamp or a page number on pictures, not a letter's text.
_FEWEST: Final = 8


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
    """The text, a paragraph a line, page numbers gone; empty where the pages hold none to speak of."""
    found = list(pages)
    if sum(len(run.text) for runs in found for run in runs) < _FEWEST * len(found):
        return ""
    lines = [line for runs in found for line in _lines(runs) if not _PAGE_NUMBER.fullmatch(line.text)]
    return "\n".join(_paragraphs(lines)) if lines else ""


def runs_of(characters: Iterable[Run]) -> list[Run]:
    """Characters in the order in which they were set, put together where one follows the other."""
    # Whole runs are sorted later, never characters: squeezed punctuation overlaps and would swap.
    groups: list[list[Run]] = []
    right = 0.0
    for one in characters:
        group = groups[-1] if groups else None
        if group and _follows(group, right, one):
            group.append(one)
            right = max(right, one.x1)
        else:
            groups.append([one])
            right = one.x1
    return [run for group in groups if (run := _together(group)).text.strip()]


def _follows(group: list[Run], right: float, one: Run) -> bool:
    # The bound on length keeps a hostile page of one line from costing its square.
    first = group[0]
    same_line = abs(one.y - first.y) < 0.5 * max(first.size, one.size) and len(group) < _LONGEST
    return same_line and -1.2 * first.size < one.x0 - right < 0.7 * first.size


def _together(group: list[Run]) -> Run:
    first = group[0]
    said = "".join([one.text for one in group])
    return first if len(group) == 1 else Run(said, first.x0, max([one.x1 for one in group]), first.y, first.size)


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
    left, right = _left_edge([line.x0 for line in body], size), max(line.x1 for line in body)

    def runs_on(before: PrintedLine, line: PrintedLine) -> bool:
        of_the_body = before.size == line.size == size and not (before.gapped or line.gapped)
        # What stands on the right alone, as a result or a date does, is no paragraph's line.
        full = before.x0 - left < 2.6 * size and before.x1 > right - 2.2 * size
        return of_the_body and full and abs(line.x0 - left) < 1.2 * size

    out: list[str] = []
    for index, line in enumerate(lines):
        if index and runs_on(lines[index - 1], line):
            out[-1] += line.text
        else:
            out.append(line.text)
    return out


def _left_edge(starts: Sequence[float], size: float) -> float:
    """Where lines begin, also in a letter of short paragraphs, most of whose lines are indented by two characters."""
    # Whole points, so that hairline differences count as one place.
    places = Counter(round(start, 0) for start in starts)
    usual, often = places.most_common(1)[0]

    def fewest(at: float) -> float:
        # Of a long list in 附件, all of whose lines are indented, a letter's own lines are few: but they stand just so.
        return 2 if abs(usual - at - 2 * size) < 0.3 * size else max(2, often / 10)

    left = [at for at, count in places.items() if usual - 2.6 * size < at < usual and count >= fewest(at)]
    return min([*left, usual])
