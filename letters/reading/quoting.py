"""The 案由: the piece of the opening between marks, or from 关于 to 的提案."""

from __future__ import annotations

import re
from typing import Final

from letters.reading.normalise import Line

_MARKS: Final = {"《": "》", "“": "”", "「": "」", "『": "』", "〈": "〉", '"': '"', "‘": "’"}
_CLOSERS: Final = {"《": "》", "“": "”", "「": "」", "『": "』", "〈": "〉", "‘": "’"}
# What leads to the quotation of a case, and what follows one.
_OFFERED: Final = re.compile("提出|提交|提的|建议的|提案|建议|关于|反映|意见的函")
_TAKEN: Final = re.compile(r"(?:[(〔].{0,24}?[)〕]号?)?(?:的|这一|等)?(?:提案|建议|收悉|已)|[(〔]")
_LIKE: Final = re.compile("^关于|(?:提案|建议)$")
# 《关于征求…意见的函》 is the letter in which the case came.
_LETTER: Final = re.compile("(?:的函|的通知|交办函)$")
# Without marks the case ends where its own kind is named.
_UNMARKED: Final = re.compile(
    r"关于[^。:;《》“”]{3,90}?(?:的提案|的建议|建议案|提案(?=收悉|已收悉|办理|,)|建议(?=收悉|已收悉|,现))"
)
# Longer than any title printed; an unclosed mark is given up here.
_MOST: Final = 160


def quoted_in(line: Line) -> list[Line]:
    """The pieces between marks, outermost pairs only, in order."""
    found: list[Line] = []
    index = 0
    while index < len(line.flat):
        end = _closing(line.text, index) if line.text[index] in _MARKS else 0
        if end:
            found.append(line.cut(index + 1, end))
        index = end + 1 if end else index + 1
    return found


def _closing(text: str, start: int) -> int:
    """The place of the mark that closes the one at `start`; 0 where none does in due length."""
    opener = text[start]
    if opener == '"':
        return max(0, text.find('"', start + 1, start + _MOST))
    depth = 0
    for index in range(start, min(len(text), start + _MOST)):
        depth += (text[index] == opener) - (text[index] == _CLOSERS[opener])
        if not depth:
            return index
    return 0


def case_title_in(opening: Line) -> tuple[Line, str, float] | None:
    """The 案由 with the rule that found it and its confidence."""
    quotes = [q for q in quoted_in(opening) if len(q.flat) >= 4 and not _LETTER.search(q.flat)]
    # A quotation that looks like a case, before one that is only treated as one.
    for quote in quotes:
        if _LIKE.search(quote.flat) and _introduced(opening, quote):
            return quote, "quoted_in_opening", 1.0
    for quote in quotes:
        if _introduced(opening, quote) and _TAKEN.match(opening.flat, _end(opening, quote) + 1):
            return quote, "quoted_in_opening", 0.8
    match = _UNMARKED.search(opening.flat)
    return (opening.group(match), "unquoted_in_opening", 0.7) if match else None


def _introduced(opening: Line, quote: Line) -> bool:
    start = _end(opening, quote) - len(quote.flat) - 1
    before = opening.flat[max(0, start - 60) : start]
    return bool(_OFFERED.search(before) or _TAKEN.match(opening.flat, _end(opening, quote) + 1) or len(before) < 12)


def _end(opening: Line, quote: Line) -> int:
    return opening.at.index(quote.at[-1]) + 1
