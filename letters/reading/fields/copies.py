"""The 抄送 line: recipients in order, each with its number of copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from letters.copying import full_name
from letters.letter import Copy
from letters.reading.found import Found
from letters.reading.labelled import begins_with_label
from letters.reading.names import is_body, pieces
from letters.reading.normalise import Line, clean, joined, lines_of
from letters.reading.numbers import number
from letters.reading.shapes import is_body_name, is_date
from letters.reading.vocabulary import ORGANISATIONS
from letters.reading.zones import Page

_LABEL: Final = re.compile(r"(?:抄送|抄报|抄告|主送|报送|报|送|分送)(?:单位|机关)?:")
# （2份）, 2份, （各1份）, 各一份, （2）
_COUNT: Final = re.compile(
    r"\(?(?P<each>各)?(?:送|印)?(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})份\)?$|\((?P<bare>\d{1,2})\)$"
)
_LONGEST: Final = 2_000  # fifty recipients; what is longer is no list of copies
_KEPT: Final = frozenset(ORGANISATIONS["kept"])
_SEPARATOR: Final = re.compile("[、,;。/]")


@dataclass(frozen=True, slots=True)
class _Recipient:
    line: Line
    name: str
    copies: int | None


def copies(page: Page) -> Found[tuple[Copy, ...]] | None:
    recipients = [one for line in copy_lines(page) for one in _recipients(line)]
    if not recipients:
        return None
    return Found(_as_copies(recipients), tuple(one.line for one in recipients), "label")


def expand(text: str) -> tuple[Copy, ...]:
    """What somebody typed as a 抄送 line → its recipients, by the same rules as a printed one; the label may stand.

    卧龙区委、政府、政协（各1份） are three, each under its own name.
    """
    line = joined(lines_of(clean(text[:_LONGEST])))
    label = _LABEL.match(line.flat)
    return _as_copies(_recipients(line.cut(label.end()) if label else line))


def _as_copies(recipients: Iterable[_Recipient]) -> tuple[Copy, ...]:
    return tuple(Copy(one.name, one.copies) for one in recipients)


def copy_lines(page: Page) -> list[Line]:
    """The value of each 抄送 and 抄报, with the lines onto which it runs."""
    found: list[list[Line]] = []
    open_ended = False
    for line in page.tail:
        label = _LABEL.match(line.flat)
        if label:
            found.append([line.cut(label.end())])
        elif open_ended and not begins_with_label(line) and not is_date(line) and not _is_other(line):
            found[-1].append(line)
        else:
            open_ended = False
            continue
        open_ended = not line.flat.endswith("。")
    return [joined(parts).cut(0, _LONGEST) for parts in found]


def _is_other(line: Line) -> bool:
    printed = line.flat.endswith("印发") or line.flat[0] in "(["
    return printed or (is_body_name(line) and not _COUNT.search(line.flat))


def _recipients(line: Line) -> list[_Recipient]:
    found: list[_Recipient] = []
    for piece in _split(line):
        count = _COUNT.search(piece.flat)
        bare = (piece.cut(0, count.start()) if count else piece).strip("。. ")
        copies_ = _as_number(count["n"] or count["bare"]) if count else None
        if bare.flat and bare.flat not in _KEPT:
            found.append(_Recipient(bare, full_name(bare.text, [one.name for one in found]), copies_))
        if count and (count["each"] or not bare.flat):
            found = list(_shared(found, copies_))
    return found


def _split(line: Line) -> Iterator[Line]:
    parts = list(pieces(line, _SEPARATOR))
    listed = len([part for part in parts if part.flat]) > 1
    for piece in parts:
        start = 0
        for index in range(1, len(piece.flat)):
            # 县政府办（2份）  县政协提案委: white space divides after a number of copies, and after a body's name where
            # no mark divides the list: elsewhere it is a converter's.
            before = piece.flat[start:index] if piece.gap(index) else ""
            name = _COUNT.sub("", before)
            if is_body(name) and (name != before or not listed) and piece.flat[index] not in "(各":
                yield piece.cut(start, index)
                start = index
        yield piece.cut(start)


def _shared(found: list[_Recipient], count: int | None) -> Iterator[_Recipient]:
    """（各1份）: the number of every recipient since the last that has its own."""
    last = max((i for i, one in enumerate(found[:-1]) if one.copies is not None), default=-1)
    for index, one in enumerate(found):
        yield replace(one, copies=count) if index > last and one.copies is None else one


def _as_number(text: str) -> int | None:
    return 2 if text == "两" else number(text)
