"""Deadlines counted a second way, one day after the other, to hold the ledger against."""

from __future__ import annotations

import calendar as civil
import datetime as dt
from collections.abc import Callable, Collection

DAY = dt.timedelta(days=1)
Works = Callable[[dt.date], bool]


def last_day(start: dt.date, count: int, unit: str, works: Works, paused: Collection[dt.date] = ()) -> dt.date:
    """The last day of a limit; `paused` are the days that do not count."""
    if unit == "working_day":
        day = start
        while count:
            day += DAY
            count -= works(day) and day not in paused
        return day
    day = months_on(start, count) if unit == "month" else start + count * DAY
    lost = sorted(each for each in paused if each > start)
    while lost and lost[0] <= moved_on(day, works):
        # A pause goes on to its end, even where it passes what was the last day.
        span = [lost.pop(0)]
        while lost and lost[0] == span[-1] + DAY:
            span.append(lost.pop(0))
        day += len(span) * DAY
    return moved_on(day, works)


def months_on(start: dt.date, count: int) -> dt.date:
    month = start.month + count
    year, month = start.year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, min(start.day, civil.monthrange(year, month)[1]))


def moved_on(day: dt.date, works: Works) -> dt.date:
    while not works(day):
        day += DAY
    return day
