"""When a deadline reminds: rungs in calendar days to its last day, moved onto working days. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from workflow.calendar import ONE_DAY, WorkCalendar


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of a deadline: calendar days to the last day, negative when late, and the day it goes out."""

    days: int
    goes_out: dt.date


def rungs(due: dt.date, calendar: WorkCalendar, ladder: Iterable[int]) -> list[Rung]:
    """The rungs up to the last day, first to last; each on its day, or on the last working day before it."""
    steps = sorted(ladder, reverse=True)
    return [Rung(days, calendar.last_working_day(due - dt.timedelta(days=days))) for days in steps]


def rung_due(start: dt.date, due: dt.date, on: dt.date, calendar: WorkCalendar, ladder: Iterable[int]) -> int | None:
    """The most urgent rung whose day has come; daily when late. None before the first.

    Rungs before the start are not made; of several that were missed only the most urgent one counts.
    """
    if on > due:
        return (due - on).days
    days = [rung.days for rung in rungs(due, calendar, ladder) if start < rung.goes_out <= on]
    return min(days, default=None)


def next_day(start: dt.date, due: dt.date, after: dt.date, calendar: WorkCalendar, ladder: Iterable[int]) -> dt.date:
    """The first day after `after` on which a rung goes out; once late, every working day."""
    ahead = (rung.goes_out for rung in rungs(due, calendar, ladder) if rung.goes_out > max(after, start))
    return min(ahead, default=calendar.next_working_day(max(after, due) + ONE_DAY))
