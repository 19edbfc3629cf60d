"""The heading tree: 一、 （一） 1. （1） by their numerals, and below them the points 一是, 二是."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from letters.letter import Span
from letters.reading.normalise import Line, spans_of
from letters.reading.shapes import heading_level, level_of
from letters.structure.model import Section

POINT_LEVEL: Final = 5
_NUMERAL: Final = re.compile(
    r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?(?:是)?|\(?\d{1,2}\)?(?:[、.,]|是)?|[①-⑳]|[第其][一二三四五六七八九十]{1,2}[,、是:]?"
)
_POINT: Final = re.compile(r"(?:[一二三四五六七八九十]{1,2}|\d)(?:要)?是|[第其][一二三四五六七八九十]{1,2}[,、是:]")
# 工作要求：一是…；二是…: points inside a paragraph begin after a mark.
_INNER: Final = re.compile(r"(?<=[。:;])(?:[一二三四五六七八九十]{1,2})(?:要)?是")
_LEAD_ENDS: Final = re.compile(r"[。:;!?]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a point in the order of the page; `level` is of the section in which it stands."""

    line: Line
    level: int
    numbered: bool  # begins with a numeral of its own
    heading: bool  # is nothing but a heading


@dataclass(slots=True)
class Growing:
    """A section while the page is read."""

    level: int
    numeral: Line
    title: Line
    paragraphs: list[Line] = field(default_factory=list)
    children: list[Growing] = field(default_factory=list)

    def said(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.paragraphs)

    def finished(self, source: str) -> Section:
        # At most five levels deep: a numeral of one level never nests in another of it.
        places: tuple[Span, ...] = (*spans_of(self.numeral, source), *spans_of(self.title, source))
        below = tuple(child.finished(source) for child in self.children)
        return Section(self.level, self.numeral.text, self.title.text, places, self.said(), below)


@dataclass(frozen=True, slots=True)
class Outline:
    root: Growing
    passages: tuple[Passage, ...]


def outline(paragraphs: Sequence[Line]) -> Outline:
    empty = Line("", "", ())
    root = Growing(0, empty, empty)
    open_ones, passages = [root], []
    for line in paragraphs:
        for piece in _pieces(line):
            level = _level(piece)
            if level:
                _open(piece, level, open_ones)
            else:
                open_ones[-1].paragraphs.append(piece)
            heading = 0 < level < POINT_LEVEL and not _rest(piece).flat
            passages.append(Passage(piece, _standing(open_ones), level > 0, heading))
    return Outline(root, tuple(passages))


def _pieces(line: Line) -> Iterator[Line]:
    """The paragraph, cut where points begin inside it."""
    starts = [match.start() for match in _INNER.finditer(line.flat)]
    first = bool(_POINT.match(line.flat))
    if len(starts) + first < 2:
        yield line
        return
    for start, end in zip([0, *starts], [*starts, len(line.flat)], strict=True):
        yield line.cut(start, end)


def _level(line: Line) -> int:
    return heading_level(line) or level_of(line) or (POINT_LEVEL if _POINT.match(line.flat) else 0)


def _open(line: Line, level: int, open_ones: list[Growing]) -> None:
    while open_ones[-1].level >= level:
        open_ones.pop()
    numeral = _NUMERAL.match(line.flat)
    start = numeral.end() if numeral else 0
    section = Growing(level, line.cut(0, start), line.cut(start, _lead(line)))
    rest = _rest(line)
    if rest.flat:
        section.paragraphs.append(rest)
    open_ones[-1].children.append(section)
    open_ones.append(section)


def _standing(open_ones: list[Growing]) -> int:
    """The level of the innermost heading; a point is none."""
    return next(each.level for each in reversed(open_ones) if each.level < POINT_LEVEL)


def _lead(line: Line) -> int:
    """Where the title ends: before the first mark that closes something."""
    numeral = _NUMERAL.match(line.flat)
    end = _LEAD_ENDS.search(line.flat, numeral.end() if numeral else 0)
    return end.start() if end else len(line.flat)


def _rest(line: Line) -> Line:
    return line.cut(_lead(line) + 1)


def split_lead(line: Line) -> tuple[Line, Line]:
    """The sentence that a point begins with, its numeral and mark included, and what follows."""
    end = _lead(line) + 1
    return line.cut(0, end), line.cut(end)
