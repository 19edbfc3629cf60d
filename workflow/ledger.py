"""A deadline worked out from its basis and the lines of its ledger; nothing else decides it. Pure.

Days from a 中止 to its 恢复 are not counted: the day of the 中止 is the first that does not count, the day of the
恢复 the first that counts again. A limit in working days goes on with the working days that were left; any other
moves by the calendar days of the 中止 and then to a working day (民法典 203). An extension names the last day itself:
what happened before it is settled by it, what comes after it moves that day by calendar days.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.calendar import ONE_DAY, Due, Step, WorkCalendar, months_after
from workflow.enums import ClockEventKind, LimitUnit
from workflow.limits import Limit, day_of


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline that a rule counts forward from a day."""

    start: dt.date
    limit: Limit


@dataclass(frozen=True, slots=True)
class CountedBack:
    """A deadline that a rule counts back from the last day of another, `anchor`."""

    start: dt.date
    limit: Limit
    anchor: dt.date


@dataclass(frozen=True, slots=True)
class Named:
    """A deadline whose last day a person named."""

    start: dt.date
    day: dt.date


Basis = Counted | CountedBack | Named


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: what happened on which day; `until` of an extension, `days` of an allowance."""

    kind: ClockEventKind
    on: dt.date
    until: dt.date | None = None
    days: int = 0

    @property
    def named(self) -> dt.date:
        """The day that an extension names: the database has none without."""
        return self.until or self.on


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, from `since` to the day before `until`."""

    since: dt.date
    until: dt.date

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}至{self.until - ONE_DAY:%Y-%m-%d}中止{self.days}日"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a deadline stands: its last day and why, how many days it was paused, and since when it is paused now."""

    due: Due
    paused_days: int
    paused_on: dt.date | None


def replay(basis: Basis, lines: Iterable[Line], calendar: WorkCalendar) -> Standing:
    """The last day by the basis and all that happened to it, in the order of the days it happened on."""
    told = sorted(lines, key=lambda line: line.on)
    paused, paused_on = pauses(told)
    place = max((n for n, line in enumerate(told) if line.kind == ClockEventKind.EXTENSION), default=len(told))
    due = _counted(basis, paused, _allowed(told[:place]), calendar)
    for line in told[place : place + 1]:
        step = Step(line.named, counted=True, why=f"{line.on:%Y-%m-%d}准予延期")
        later = _put_off(line.named, _after(paused, line.on), _allowed(told[place:]), calendar)
        granted = _named(step, later, calendar)
        due = dataclasses.replace(granted, steps=(*due.steps, *granted.steps))
    return Standing(due, sum(span.days for span in paused), paused_on)


def pauses(told: Iterable[Line]) -> tuple[list[Pause], dt.date | None]:
    """Each 中止 with its 恢复, and since when one lasts that has none yet."""
    spans, since = list[Pause](), None
    for line in told:
        if line.kind == ClockEventKind.PAUSE and since is None:
            since = line.on
        elif line.kind == ClockEventKind.RESUME and since is not None:
            spans.append(Pause(since, line.on))
            since = None
    # Taken up again on its own day, a pause took nothing.
    return [span for span in spans if span.days], since


def is_pause(line: Line) -> bool:
    """Of a 中止 or its 恢复."""
    return line.kind in {ClockEventKind.PAUSE, ClockEventKind.RESUME}


def _allowed(lines: Sequence[Line]) -> int:
    return sum(line.days for line in lines if line.kind == ClockEventKind.ALLOWANCE)


def _after(spans: Sequence[Pause], day: dt.date) -> list[Pause]:
    """What of these pauses lies on that day or later."""
    return [Pause(max(span.since, day), span.until) for span in spans if span.until > day]


def _counted(basis: Basis, paused: Sequence[Pause], allowed: int, calendar: WorkCalendar) -> Due:
    # The first day does not count anyway, paused or not.
    paused = _after(paused, basis.start + ONE_DAY)
    match basis:
        case Named(_, day):
            return _named(Step(day, counted=True, why="指定日期"), _put_off(day, paused, allowed, calendar), calendar)
        case CountedBack(start, limit, anchor):
            return _counted_back(start, limit, anchor, calendar)
        case Counted(start, Limit(unit=LimitUnit.WORKING_DAY, by="") as limit):
            return calendar.add_working_days(
                start,
                limit.count + allowed,
                skips=lambda day: any(span.since <= day < span.until for span in paused),
            )
        case Counted(start, limit):
            end, why = _end(start, limit)
            steps = [Step(start, counted=False, why="起算日，不计入"), Step(end, counted=True, why=why)]
            return _rolled([*steps, *_put_off(end, paused, allowed, calendar)], calendar)


def _end(start: dt.date, limit: Limit) -> tuple[dt.date, str]:
    """Where a limit that is not in working days ends before it is moved to one, and the words for it."""
    if limit.by:
        return day_of(limit.by, start), f"规则定于{limit}"
    if limit.unit == LimitUnit.MONTH:
        return months_after(start, limit.count), f"自起算日起{limit.count}个月届满"
    return start + limit.count * ONE_DAY, f"自起算日起{limit.count}日届满"


def _put_off(end: dt.date, paused: Sequence[Pause], allowed: int, calendar: WorkCalendar) -> list[Step]:
    """What puts a last day off: an allowance, and the calendar days of each pause that began before it was over."""
    steps = []
    if allowed:
        end += allowed * ONE_DAY
        steps.append(Step(end, counted=True, why=f"按承办件数宽限{allowed}日"))
    for span in paused:
        if span.since <= calendar.next_working_day(end):
            end += span.days * ONE_DAY
            steps.append(Step(end, counted=True, why=f"{span}，相应顺延"))
    return steps


def _named(named: Step, later: Sequence[Step], calendar: WorkCalendar) -> Due:
    """A day that a person named stays, on whatever day of the week it is; only what puts it off moves it to another.

    It does not rest on a calendar that may still change, so that it is no estimate.
    """
    return _rolled([named, *later], calendar) if later else Due(named.day, provisional=False, steps=(named,))


def _rolled(steps: list[Step], calendar: WorkCalendar) -> Due:
    """Of several ends, each put off from the one before, the last counts, moved to a working day."""
    *before, end = steps
    rolled = calendar.rolled(before[0].day if before else end.day, end.day, end.why)
    passed = (dataclasses.replace(step, counted=False) for step in before)
    return dataclasses.replace(rolled, steps=(*passed, *rolled.steps[1:]))


def _counted_back(start: dt.date, limit: Limit, anchor: dt.date, calendar: WorkCalendar) -> Due:
    """So long before another deadline; never before the first working day after its own start."""
    due = calendar.before(anchor, limit.count, limit.unit)
    first = calendar.next_working_day(start + ONE_DAY)
    if due.day >= first:
        return due
    early = Step(first, counted=True, why="推算结果早于起算日次日，按其后首个工作日计")
    return Due(first, due.provisional, (*due.steps, early))
