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


@dataclass(frozen=True, slots=True)
class Look:
    """What one day's sweep makes of every deadline with the same last day.

    rung: the most urgent one whose day has come; None before the first. since: the day on which it went out first;
    a deadline that began on it or later does not hear of it. next: when to look again, were it alone.
    """

    rung: int | None
    since: dt.date
    next: dt.date


def look(due: dt.date, on: dt.date, calendar: WorkCalendar, ladder: Iterable[int]) -> Look:
    """The most urgent rung whose day has come, of several that were missed too; daily on working days when late."""
    steps = rungs(due, calendar, ladder)
    ahead = [rung.goes_out for rung in steps if rung.goes_out > on]
    following = min(ahead, default=calendar.next_working_day(max(on, due) + ONE_DAY))
    if on > due:
        return Look((due - on).days, on, following)
    come = [rung for rung in steps if rung.goes_out <= on]
    return Look(come[-1].days, come[-1].goes_out, following) if come else Look(None, on, following)
