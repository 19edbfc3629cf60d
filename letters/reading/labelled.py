"""Label and value pairs, as heads, tables and contact lines have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from letters.reading.normalise import Line
from letters.reading.vocabulary import LABELS, any_of

_WITHOUT_COLON: Final = frozenset(LABELS["without_colon"])
_FIELDS: Final = {word: field for field, words in LABELS.items() if field != "without_colon" for word in words}
_LABEL: Final = re.compile(rf"(?P<label>{any_of(_FIELDS)})(?:\([^()]{{0,8}}\))?(?P<colon>:+|[\])】])?")
# What may stand right before a label inside a line; anything else makes it part of a word.
_BEFORE: Final = frozenset(",;。([【•、|-")
_AROUND: Final = ",;。、】] [【|"
_LONGEST: Final = 600  # a label further into a line than this is prose


@dataclass(frozen=True, slots=True)
class Labelled:
    """One value and the field its label announces."""

    field: str
    label: str
    value: Line


def labelled(lines: Iterable[Line]) -> list[Labelled]:
    """All pairs in the order of the page; a label at the end of its line takes the next line's text."""
    found: list[Labelled] = []
    waiting: re.Match[str] | None = None
    for line in lines:
        matches = _labels(line)
        if waiting and not matches and len(line.flat) < 80:
            found.append(_pair(waiting, line))
        waiting = None
        for match, following in pairwise([*matches, None]):
            if match is None:
                continue
            end = following.start() if following else match.end() + _LONGEST
            value = _bare(line.cut(match.end(), end))
            if value.flat:
                found.append(_pair(match, value))
            elif not following:
                waiting = match
    return found


def _bare(value: Line) -> Line:
    """Without the marks around it, nor the bracket in which it stands; (0311)8290… keeps its own."""
    bare = value.strip(_AROUND + ")") if "(" not in value.flat else value.strip(_AROUND)
    closed = bare.flat.find(")")
    if bare.flat.startswith("(") and closed in {-1, len(bare.flat) - 1}:
        bare = bare.strip("()" + _AROUND)
    return bare


def begins_with_label(line: Line) -> bool:
    # （联系人：… and • 索引号： begin with a label all the same.
    start = len(line.flat) - len(line.flat.lstrip("([【•"))
    match = _LABEL.match(line.flat, start)
    return bool(match and match["colon"])


def first_label(line: Line) -> int:
    """Where the first label of a line begins; 0 where it has none or begins with it."""
    return next((match.start() for match in _labels(line)), 0)


def _pair(match: re.Match[str], value: Line) -> Labelled:
    return Labelled(_FIELDS[match["label"]], match["label"], value)


def _labels(line: Line) -> list[re.Match[str]]:
    return [match for match in _LABEL.finditer(line.flat, 0, _LONGEST) if _announces(match, line)]


def _announces(match: re.Match[str], line: Line) -> bool:
    start, end = match.span()
    if start and not line.gap(start) and line.flat[start - 1] not in _BEFORE:
        return False
    if match["colon"]:
        # [办理结果] 解决或采纳: only of a label in brackets the closing one announces.
        return match["colon"][0] == ":" or line.flat[max(0, start - 1)] in "([【"
    # 文  号   发布机构  某局: a table whose colons were lost.
    stands_alone = end == len(line.flat) or line.gap(end) > 0
    return stands_alone and _FIELDS[match["label"]] in _WITHOUT_COLON and (line.cell or _apart(line, end))


def _apart(line: Line, end: int) -> bool:
    return end < len(line.flat) or len(line.words()) > 1
