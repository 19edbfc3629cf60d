"""Fields of the close: sign-off, date, attachments, print line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from letters.reading.found import Found
from letters.reading.labelled import begins_with_label
from letters.reading.normalise import Line, joined
from letters.reading.numbers import WRITTEN_DATE, as_date, find_date
from letters.reading.shapes import is_body_name, is_date, signing_in, without_stamp
from letters.reading.zones import Page

# 某局办公室  2024年6月6日印发; the body may stand on the line above.
_PRINTED: Final = re.compile(rf"(?P<name>[\u4e00-\u9fff()·]{{0,40}}?){WRITTEN_DATE.pattern}(?:印发|印)")
_ATTACHED: Final = re.compile(r"附件?:|附件(?:\d+|[一二三四五六七八九十]{1,3}):")
# 附件：1．甲 and, on the next line, 2．乙
_ITEM: Final = re.compile(r"(?:附件)?\d{1,3}[.、:]")
_FRACTION: Final = re.compile(r"\d{1,3}(?![\d月])")
_FULL_NAME: Final = 20  # characters behind 附件：1. on a printed line
_NEXT_ITEM: Final = re.compile(r"[;,、。](?=\d{1,3}[.、](?!\d))")


def sign_off(page: Page) -> Found[str] | None:
    names = [name for line in page.tail for name in signing_in(line)]
    if not names:
        return None
    places = tuple(without_stamp(name) for name in names)
    return Found(" ".join(place.text for place in places), places, "line_before_date")


def date_lines(page: Page) -> list[Line]:
    """The lines that are nothing but a day, wherever the close has them."""
    return [line for line in page.tail if is_date(line)]


def date(page: Page) -> Found[dt.date] | None:
    candidates = [(line, "sign_off_date", 1.0) for line in date_lines(page)]
    candidates += [(pair.value, "label", 0.8) for pair in (*page.in_tail, *page.in_head) if pair.field == "date"]
    for line, rule, confidence in candidates:
        match = find_date(line, short=True)
        day = as_date(match) if match else None
        if match and day:
            return Found(day, (line.group(match),), rule, confidence)
        if match:
            return None  # an impossible day is a finding; another date must not take its place
    return None


def printed_by(page: Page) -> Found[str] | None:
    for before, line in _print_lines(page):
        match = _PRINTED.fullmatch(line.flat)
        name = line.group(match, "name") if match and match["name"] else before
        if name and is_body_name(name):
            return Found(name.text, (name,), "print_line")
    return None


def printed_on(page: Page) -> Found[dt.date] | None:
    for _, line in _print_lines(page):
        match = find_date(line)
        day = as_date(match) if match else None
        if match and day:
            return Found(day, (line.group(match),), "print_line")
    return None


def _print_lines(page: Page) -> list[tuple[Line | None, Line]]:
    befores = (None, *page.tail[:-1])
    return [(b, line) for b, line in zip(befores, page.tail, strict=False) if _PRINTED.fullmatch(line.flat)]


def attachments(page: Page) -> Found[tuple[str, ...]] | None:
    items: list[Line] = []
    listing = False
    for before, line in zip((None, *page.tail), page.tail, strict=False):
        head = _ATTACHED.match(line.flat)
        rest = line.cut(head.end()) if head else line
        item = _ITEM.match(rest.flat)
        if head:
            listing = True
            items.extend(_named(rest))
        elif listing and item:
            items.extend(_named(rest))
        elif listing and items and _goes_on(before, line):
            items[-1] = joined([items[-1], line])
        else:
            listing = False
    names = [name for name in items if name.flat]
    return Found(tuple(name.printed() for name in names), tuple(names), "label") if names else None


def _goes_on(before: Line | None, line: Line) -> bool:
    """The rest of a name that fills its line."""
    full = before is not None and len(before.flat) >= _FULL_NAME
    return full and not (is_body_name(line) or is_date(line) or begins_with_label(line))


def _named(line: Line) -> Iterator[Line]:
    """The titles of one line, without their numbers: 1.清单；2.记录表."""
    start = 0
    for divider in [*_NEXT_ITEM.finditer(line.flat), None]:
        part = line.cut(start, divider.start() if divider else None)
        yield part.cut(_numeral_ends(part)).strip("。.;, ")
        start = divider.end() if divider else start


def _numeral_ends(item: Line) -> int:
    """Behind 1. of 1.清单, of 1.2026年计划 and of 1. 5处点位, but not of 1.5万元明细."""
    numeral = _ITEM.match(item.flat)
    if not numeral:
        return 0
    decimal = _FRACTION.match(item.flat, numeral.end()) and not item.gap(numeral.end())
    return 0 if decimal else numeral.end()
