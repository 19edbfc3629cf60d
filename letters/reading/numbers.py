"""Numbers and dates as letters write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from letters.reading.normalise import Line

_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○Ο◯Oo0", 0
)
NUMERAL: Final = r"(?:[〇零一二三四五六七八九十百]{1,5}|\d{1,3})"

_YEAR: Final = r"(?P<y>(?:19|20)\d\d|[一二][〇○零ΟO0◯一二三四五六七八九]{3})"
_DAY: Final = r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})月(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
WRITTEN_DATE: Final = re.compile(rf"{_YEAR}年{_DAY}")
_SHORT_DATE: Final = re.compile(r"(?P<y>(?:19|20)\d\d)([-./])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)")


def number(text: str) -> int | None:
    """十二, 〇五, 12 → 12, 5, 12; None where it is no number under a thousand."""
    if text.isdecimal():
        return int(text)
    total = 0
    for hundreds in text.split("百")[:-1]:
        total += 100 * (_DIGITS.get(hundreds, 1))
    rest = text.rsplit("百", maxsplit=1)[-1].lstrip("零〇")
    if "十" in rest:
        tens, _, ones = rest.partition("十")
        return total + 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    if not all(character in _DIGITS for character in rest):
        return None
    return total + int("".join(str(_DIGITS[character]) for character in rest) or "0")


def find_date(line: Line, *, short: bool = False) -> re.Match[str] | None:
    """The first date of a line; `short` accepts 2024-06-05 as well, for forms and tables."""
    return WRITTEN_DATE.search(line.flat) or (_SHORT_DATE.search(line.flat) if short else None)


def as_date(match: re.Match[str]) -> dt.date | None:
    """The day, or None where the calendar has none such: 9月31日."""
    year, month, day = match["y"], number(match["m"]), number(match["d"])
    if not year.isdecimal():
        year = "".join(str(_DIGITS[character]) for character in year)
    try:
        return dt.date(int(year), month or 0, day or 0)
    except ValueError:
        return None
