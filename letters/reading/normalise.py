"""Source text → lines without white space, each character of which knows its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from letters.letter import Span
from letters.reading.vocabulary import TRADITIONAL

# One character for one, so that a place in the cleaned text is the same place in the source.
_CLEAN: Final = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)}
    | dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\t\u202f", " ")
    | dict.fromkeys("\u200c\u200d\u2060\ufeff\xad", "\u200b")
    | dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n")
    | {"巿": "市", "査": "查", "戸": "户", "﹙": "（", "﹚": "）"}
)
# Punctuation of one width and characters of one script, for matching only; what is printed keeps its own.
_PUNCTUATION: Final = str.maketrans("：（）［］【】；，．－—–─！﹝﹞〖〗＊／｜﹕﹐", ":()[][];,.----!〔〕[]*/|:,")
_FLAT: Final = _PUNCTUATION | str.maketrans(TRADITIONAL)
# What an export left of a page's mark-up. Bounded, so that a lone < costs no more than its reach.
_MARKUP: Final = re.compile(
    r"</?(?:(?P<block>p|div|br|tr|li|h[1-6]|table)|span|strong|b|td|a|font|u|em|img|center)\b[^<>\n]{0,200}>"
    r"|&(?P<entity>nbsp|ensp|emsp|ldquo|rdquo|lt|gt|amp|middot|mdash);"
)
_ENTITIES: Final = {
    **dict.fromkeys(("nbsp", "ensp", "emsp"), " "),
    "ldquo": "“",
    "rdquo": "”",
    "middot": "·",
    "mdash": "—",
    "lt": "<",
    "gt": ">",
    "amp": "&",
}
_WHITE: Final = frozenset(" \u200b\n")
# Mark-up that converters put before a line: ## 一、, > , **.
_DRESS: Final = re.compile(r"[ \u200b]*(?:#{1,6}(?=[ \u200b]|[^\W\d])|>(?= )|\*{2}(?=[^*]))?[ \u200b]*")
# The work on a text is bounded by this and by the windows that each stage looks into.
MOST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """Characters without white space: `text` as printed, `flat` with punctuation folded for matching.

    Both have the same length, and `at` gives each character's place in the source.
    """

    text: str
    flat: str
    at: tuple[int, ...]
    cell: bool = False  # of a table

    def cut(self, start: int, end: int | None = None) -> Line:
        return Line(self.text[start:end], self.flat[start:end], self.at[start:end], self.cell)

    def group(self, match: re.Match[str], group: int | str = 0) -> Line:
        return self.cut(*match.span(group))

    def strip(self, characters: str) -> Line:
        start = len(self.flat) - len(self.flat.lstrip(characters))
        return self.cut(start, max(start, len(self.flat.rstrip(characters))))

    def gap(self, index: int) -> int:
        """How much white space the source has before the character at `index`."""
        return self.at[index] - self.at[index - 1] - 1 if 0 < index < len(self.at) else 0

    def words(self, width: int = 1) -> list[Line]:
        """The pieces between white space, where it is at least so wide."""
        if not self.at or self.at[-1] - self.at[0] + 1 == len(self.at):
            return [self] if self.at else []
        apart = [i for i, (a, b) in enumerate(pairwise(self.at), 1) if b - a > width]
        return [self.cut(a, b) for a, b in pairwise([0, *apart, len(self.at)])]

    def printed(self) -> str:
        """The text for a reader: no blanks but those between Latin words or figures."""
        said = ""
        for word in self.words():
            apart = said[-1:].isascii() and said[-1:].isalnum() and word.text[0].isascii()
            said += f" {word.text}" if apart and word.text[0].isalnum() else word.text
        return said


def joined(lines: Iterable[Line]) -> Line:
    parts = list(lines)
    return Line(
        "".join(part.text for part in parts),
        "".join(part.flat for part in parts),
        tuple(place for part in parts for place in part.at),
    )


def clean(text: str) -> str:
    """The text with digits, letters and blanks of one width; every character keeps its place."""
    return _MARKUP.sub(_blank, text).translate(_CLEAN)


def _blank(markup: re.Match[str]) -> str:
    """As many characters as the tag had: a line's end for a block, nothing to see for the rest."""
    said = "\n" if markup["block"] else _ENTITIES.get(markup["entity"] or "", "\u200b")
    return said + "\u200b" * (len(markup[0]) - 1)


def lines_of(cleaned: str) -> list[Line]:
    """The lines that hold anything, mark-up removed, a table's cells one by one; at most MOST_LINES."""
    return list(islice(_lines(cleaned), MOST_LINES))


def _lines(cleaned: str) -> Iterator[Line]:
    start = 0
    for line in cleaned.split("\n"):
        if line.strip(" \u200b"):
            yield from _cells(line, start)
        start += len(line) + 1


def _cells(line: str, start: int) -> Iterator[Line]:
    begin = _DRESS.match(line)
    skip = begin.end() if begin else 0
    if begin and "**" in begin[0]:  # only then: 陶** is a masked name, not mark-up
        line = line[:skip] + line[skip:].replace("**", "\u200b\u200b", 1)
    cells = line[skip:].replace("｜", "|").split("|")
    place = start + skip
    for cell in cells:
        if cell.strip(" \u200b"):
            yield _tight(cell, place, cell=len(cells) > 1)
        place += len(cell) + 1


def _tight(piece: str, start: int, *, cell: bool) -> Line:
    if _WHITE.isdisjoint(piece):
        return Line(piece, piece.translate(_FLAT), tuple(range(start, start + len(piece))), cell)
    at = tuple(place for place, character in enumerate(piece, start) if character not in _WHITE)
    text = "".join([character for character in piece if character not in _WHITE])
    return Line(text, text.translate(_FLAT), at, cell)


def spans_of(line: Line, source: str) -> tuple[Span, ...]:
    """Where the characters stand in the source, one span for each stretch on one line."""
    spans: list[Span] = []
    start = 0
    for index in range(1, len(line.at) + 1):
        if index == len(line.at) or _broken(source, line.at[index - 1], line.at[index]):
            spans.append(Span(line.at[start], line.at[index - 1] + 1))
            start = index
    return tuple(spans)


def _broken(source: str, before: int, after: int) -> bool:
    return after <= before or (after - before > 1 and "\n" in source[before + 1 : after])
