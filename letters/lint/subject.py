"""The letter under check: its text cut into paragraphs and sentences once, for all rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from letters.letter import Kind, Letter
from letters.lint.facts import Facts
from letters.lint.model import Place
from letters.lint.parts import PARTS, places, text_of
from letters.profiles import Profile
from letters.reading.normalise import Line, clean, joined, lines_of
from letters.reading.shapes import starts_paragraph
from letters.structure.sentences import sentences

_ANNOUNCES: Final = re.compile(r"(?:如下|下列意见)[:。]?$")
_COURTESY: Final = re.compile("感谢|专此|特此|此复|敬请|收悉|如对|对以上|欢迎|意见表")
_LATEST_OPENING: Final = 3
_LONGEST_OPENING: Final = 800


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `line` knows the place of each character in its paragraph."""

    block: int
    line: Line
    quoted: bool
    opening: bool  # stands in the paragraphs that lead up to 答复如下
    leads: bool  # begins a numbered paragraph that goes on

    @property
    def flat(self) -> str:
        return self.line.flat

    @property
    def courtesy(self) -> bool:
        return self.opening or _COURTESY.search(self.flat) is not None

    def place(self, match: re.Match[str] | None = None, group: int | str = 0) -> Place:
        """Of a match in `flat`, or of the whole sentence."""
        return body_place(self.block, self.line, match, group)


@dataclass(frozen=True, slots=True)
class Paragraph:
    index: int
    text: str
    line: Line

    def place(self, match: re.Match[str] | None = None, group: int | str = 0) -> Place:
        return body_place(self.index, self.line, match, group)


def body_place(block: int, line: Line, match: re.Match[str] | None = None, group: int | str = 0) -> Place:
    start, end = match.span(group) if match else (0, len(line.at))
    return Place("body", line.at[start], line.at[end - 1] + 1, block) if end > start else Place("body", block=block)


@dataclass(frozen=True)
class Subject:
    """What rules look at."""

    letter: Letter
    profile: Profile
    facts: Facts

    @property
    def is_opinion(self) -> bool:
        return self.letter.kind == Kind.CO_OPINION

    def whole(self, part: str, block: int | None = None) -> Place:
        """A part from end to end."""
        return Place(part, 0, len(text_of(self.letter, part, block)), block)

    def line(self, part: str) -> Line:
        """A part without white space, punctuation folded."""
        return line_of(text_of(self.letter, part))

    @cached_property
    def texts(self) -> tuple[tuple[Place, str], ...]:
        return tuple(places(self.letter, PARTS))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(index, block.text, line_of(block.text)) for index, block in enumerate(self.letter.body))

    @cached_property
    def opening_ends(self) -> int:
        """The index behind the paragraphs that lead up to the answer."""
        early = self.paragraphs[:_LATEST_OPENING]
        return next((each.index + 1 for each in early if _ANNOUNCES.search(each.line.flat)), min(1, len(early)))

    @cached_property
    def opening(self) -> Line:
        """The paragraphs before the answer as one line; its places are of no use."""
        whole = joined(each.line for each in self.paragraphs[: self.opening_ends])
        return whole.cut(0, _LONGEST_OPENING)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        for each in self.paragraphs:
            numbered = starts_paragraph(each.line)
            found = list(sentences(each.line))
            for number, one in enumerate(found):
                leads = numbered and number == 0 and len(found) > 1
                yield Sentence(each.index, one.line, one.quoted, each.index < self.opening_ends, leads)

    @cached_property
    def flat(self) -> str:
        """The whole body for looking whether something is named anywhere."""
        return "\n".join(each.line.flat for each in self.paragraphs)


def line_of(text: str) -> Line:
    lines = lines_of(clean(text))
    return lines[0] if len(lines) == 1 else joined(lines)
