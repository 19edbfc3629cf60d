"""Working-day and month arithmetic over a set of days, by 民法典 201–203. Pure.

The first day is not counted (201); a month ends on the same day of the month, or on its last day where there
is none (202); a period that ends on a day off ends on the next working day (203).
"""

from __future__ import annotations

import calendar as civil
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.enums import LimitUnit
from workflow.errors import Invalid

ONE_DAY = dt.timedelta(days=1)
HORIZON = 3700
"""Days after which a search for a working day gives up: more than any limit that an office sets."""
MOST = 1200
"""Working days or months about which somebody may ask."""


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the explanation: whether it counted, and why."""

    day: dt.date
    counted: bool
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"day": self.day.isoformat(), "counted": self.counted, "why": self.why}


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with everything that led to it."""

    day: dt.date
    provisional: bool
    steps: tuple[Step, ...] = field(default=(), repr=False)

    def as_json(self) -> dict[str, Any]:
        why = [step.as_json() for step in self.steps]
        return {"due": self.day.isoformat(), "provisional": self.provisional, "why": why}


@dataclass(frozen=True)
class WorkCalendar:
    """Days that differ from the plain week, and the years of which that is settled.

    exceptions: day → (works, name), where works says whether people work on it.
    published: years whose official notice is in; a date that rests on any other year is provisional.
    versions: ids of the calendar versions this was made of, kept with every date computed from it.
    """

    exceptions: Mapping[dt.date, tuple[bool, str]]
    published: frozenset[int]
    versions: tuple[int, ...] = ()

    def works(self, day: dt.date) -> bool:
        exception = self.exceptions.get(day)
        return exception[0] if exception else day.weekday() < 5

    def name(self, day: dt.date) -> str:
        """Why the day works or not, in the words of a calendar on the wall."""
        if exception := self.exceptions.get(day):
            return exception[1]
        return "工作日" if day.weekday() < 5 else "周六" if day.weekday() == 5 else "周日"

    def next_working_day(self, day: dt.date) -> dt.date:
        """The day itself where it works, else the first working day after it."""
        return next(each for each in self._days(day) if self.works(each))

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after `start` up to `end`; negative where `end` is over."""
        first, last = min(start, end), max(start, end)
        days = (first + n * ONE_DAY for n in range(1, (last - first).days + 1))
        return sum(map(self.works, days)) * (1 if end >= start else -1)

    def last_working_day(self, day: dt.date) -> dt.date:
        """The day itself where it works, else the last working day before it."""
        return next(each for each in self._days(day, -ONE_DAY) if self.works(each))

    def add_working_days(
        self, start: dt.date, count: int, *, skips: Callable[[dt.date], bool] = lambda _day: False
    ) -> Due:
        """The `count`-th working day after `start`, which itself is not counted. ValueError for count < 1.

        skips: days that do not count although people work on them.
        """
        if count < 1:
            raise ValueError(count)
        steps = [Step(start, counted=False, why="起算日，不计入")]
        for day in self._days(start + ONE_DAY):
            skipped = skips(day)
            counted = self.works(day) and not skipped
            steps.append(Step(day, counted=counted, why="中止计算" if skipped else self.name(day)))
            count -= counted
            if not count:
                break
        return self._due(steps)

    def add_months(self, start: dt.date, count: int) -> Due:
        """The same day `count` months on, or the month's last day; moved to the next working day."""
        if count < 1:
            raise ValueError(count)
        return self.rolled(start, months_after(start, count), f"自起算日起{count}个月届满")

    def reckon(self, start: dt.date, *, working_days: int | None = None, months: int | None = None) -> Due:
        """What somebody asks beside any case: when so many working days, or so many months, end."""
        told = [count for count in (working_days, months) if count is not None]
        if len(told) != 1:
            raise Invalid("请写明工作日数或月数之一。")
        if not 1 <= told[0] <= MOST:
            raise Invalid(f"期限应为1至{MOST}之间的整数。", field="months" if working_days is None else "working_days")
        try:
            return self.add_months(start, told[0]) if working_days is None else self.add_working_days(start, told[0])
        except (ValueError, OverflowError) as error:
            raise Invalid("推算结果超出可表示的日期范围。", field="start") from error

    def add_days(self, start: dt.date, count: int) -> Due:
        """`count` calendar days after `start`, moved to the next working day."""
        if count < 1:
            raise ValueError(count)
        return self.rolled(start, start + count * ONE_DAY, f"自起算日起{count}日届满")

    def before(self, anchor: dt.date, count: int, unit: LimitUnit) -> Due:
        """So long before a day, which itself is not counted; moved to the working day before, never to one after."""
        steps = [Step(anchor, counted=False, why="到期日，不计入")]
        if unit == LimitUnit.WORKING_DAY:
            for day in self._days(anchor - ONE_DAY, -ONE_DAY):
                steps.append(Step(day, counted=self.works(day), why=self.name(day)))
                count -= self.works(day)
                if not count:
                    return self._due(steps)
        end = months_after(anchor, -count) if unit == LimitUnit.MONTH else anchor - count * ONE_DAY
        why = f"到期日前{count}{unit.label}"
        for day in self._days(end, -ONE_DAY):
            works = self.works(day)
            reason = why if day == end else self.name(day)
            steps.append(Step(day, counted=works, why=reason if works else f"{reason}，提前"))
            if works:
                break
        return self._due(steps)

    def rolled(self, start: dt.date, end: dt.date, why: str) -> Due:
        """A period that ends on `end`, or on the first working day after it (民法典 203)."""
        steps = [Step(start, counted=False, why="起算日，不计入")]
        rolled = self.next_working_day(end)
        for day in self._days(end):
            reason = why if day == end else self.name(day)
            rests = "" if self.works(day) else f"，{self.name(day)}顺延" if day == end else "，顺延"
            steps.append(Step(day, counted=day == rolled, why=reason + rests))
            if day == rolled:
                break
        return self._due(steps)

    def _due(self, steps: list[Step]) -> Due:
        # The first day is named but decides nothing, so its year need not be published.
        if not steps[-1].counted:
            raise OverflowError(HORIZON)
        provisional = any(step.day.year not in self.published for step in steps[1:])
        return Due(steps[-1].day, provisional, tuple(steps))

    @staticmethod
    def _days(first: dt.date, step: dt.timedelta = ONE_DAY) -> Iterator[dt.date]:
        return (first + n * step for n in range(HORIZON))


def months_after(start: dt.date, count: int) -> dt.date:
    """The same day of the month `count` months on, or that month's last day (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return dt.date(year, month + 1, min(start.day, civil.monthrange(year, month + 1)[1]))
