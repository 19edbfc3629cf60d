"""Titles: finding them over several lines, and what each says the document is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from letters.reading.labelled import labelled
from letters.reading.normalise import Line, joined
from letters.reading.vocabulary import TITLES, any_of

# Of two ends the longer counts: 会办意见 ends in 意见, which alone is a notice, and 办理报告 in 报告. Else this order.
_FORMS: Final = ("co_opinion", "speech", "form", "report", "notice", "reply", "proposal")
_AFTER: Final = r"(?:[(\[](?!试行)[^()]{1,80}[)\]])?"
# 答复（关于某事的提案） ends in its case; （试行） is part of a name.
_END: Final = {form: re.compile(rf"{any_of(TITLES[form])}{_AFTER}$") for form in _FORMS}
# A title opens with 关于 or 对, after an agency at most; any other line only goes on with one.
_BEGIN: Final = re.compile(
    r"[\u4e00-\u9fff()·]{0,40}?(?:关于|转发|印发|答复(?=[省市县区州旗全政]))|对|[\u4e00-\u9fff()·]{2,40}?对"
)
_ASSEMBLY: Final = re.compile(any_of(["提案", "政协", *TITLES["assemblies"]["elsewhere"]]))
# 教基提案〔2020〕第217号 above a title is the number of the paper.
_PAPER: Final = re.compile(r"[\u4e00-\u9fff]{2,16}[〔\[(【]\d{4}[〕\])】][\u4e00-\u9fff]{0,3}\d{1,5}号")
_ABOUT: Final = re.compile("提案|建议|议案|关于|意见|通知")
# A sentence is no title, however it ends.
_PROSE: Final = re.compile("[。;!?]|[,、].{0,40}如下")
_MOST_LINES: Final = 4
_MOST_LENGTH: Final = 140


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, the form its end shows, and the line of the page on which it ends."""

    line: Line
    form: str
    last: int


def form_of(line: Line) -> str | None:
    """What a title's last words say the document is."""
    ends = {form: end.start() for form in _FORMS if (end := _END[form].search(line.flat))}
    return min(ends, key=ends.__getitem__, default=None)


def titles_in(lines: Sequence[Line]) -> list[Titled]:
    """The titles of a head, the nearest to the letter first; those of a website's table come last."""
    found: list[Titled] = []
    index = 0
    while index < len(lines):
        titled = _title_at(lines, index)
        if titled:
            found.append(titled)
        index = titled.last + 1 if titled else index + 1
    return [*reversed(found), *_from_table(lines)]


def _title_at(lines: Sequence[Line], start: int) -> Titled | None:
    parts: list[Line] = []
    found: Titled | None = None
    if _PAPER.fullmatch(lines[start].flat):
        return None
    for last in range(start, min(start + _MOST_LINES, len(lines))):
        line = lines[last]
        if labelled([line]) or len(line.flat) > _MOST_LENGTH or (found and _BEGIN.match(line.flat)):
            break
        parts.append(line)
        whole = joined(parts)
        form = form_of(whole)
        if form and _is_title(whole):
            found = Titled(whole, form, last)
            if form != "proposal":  # 关于…第18号提案 may be the first line of …提案的答复
                break
        if _PROSE.search(whole.flat) or not _may_begin(parts[0]):
            break
    return found


def _is_title(line: Line) -> bool:
    about = _ABOUT.search(line.flat) is not None
    return about and len(line.flat) >= 6 and not _PROSE.search(line.flat) and ":" not in line.flat


def _may_begin(line: Line) -> bool:
    return _BEGIN.match(line.flat) is not None or _ASSEMBLY.search(line.flat) is not None


def _from_table(lines: Sequence[Line]) -> Iterable[Titled]:
    for pair in labelled(lines):
        form = form_of(pair.value) if pair.field == "title" else None
        if form and _is_title(pair.value):
            yield Titled(pair.value, form, len(lines) - 1)
