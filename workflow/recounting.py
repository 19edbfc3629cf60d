"""Open deadlines counted anew by the newest calendar, many at a time: what becomes of each, and why. Writes nothing."""

from __future__ import annotations

import datetime as dt
import functools
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F

from workflow import clocks, ledger
from workflow.calendar import WorkCalendar
from workflow.enums import ClockEventKind
from workflow.ledger import Basis, Counted, CountedBack, Line, Standing
from workflow.limits import ANCHORS, Limit
from workflow.models import Clock, ClockEvent

Anchors = dict[tuple[uuid.UUID, str], dt.date]
Ledgers = dict[int, list[Line]]


@dataclass(frozen=True, slots=True)
class Recount:
    """One deadline by the newest calendar."""

    clock: Clock
    standing: Standing
    why: str

    @property
    def moves(self) -> bool:
        return self.standing.due.day != self.clock.due

    @property
    def changes(self) -> bool:
        return self.moves or self.standing.due.provisional != self.clock.provisional


class Recounting:
    """By one calendar. What many deadlines of one day share is worked out once."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self._replay = functools.lru_cache(maxsize=4096)(self._replay_once)
        self._differences = functools.lru_cache(maxsize=64)(self._differences_once)
        self._why = functools.lru_cache(maxsize=4096)(self._why_once)

    def of(self, found: Sequence[Clock]) -> Iterator[Recount]:
        """Each of these clocks. A day that a person named is never counted anew."""
        anchors, ledgers = self._anchors(found), _ledgers_of(found)
        for clock in found:
            if clock.fixed is None and (standing := self._standing(clock, anchors, ledgers)):
                why = self._why(tuple(clock.calendar_versions), clock.start, max(clock.due, standing.due.day))
                yield Recount(clock, standing, why)

    def _standing(self, clock: Clock, anchors: Anchors, ledgers: Ledgers) -> Standing | None:
        limit = Limit.read(clock.limit)
        basis: Basis = Counted(clock.start, limit)
        if limit.before:
            anchor = anchors.get((clock.subject_uid, limit.before))
            if anchor is None:
                return None
            basis = CountedBack(clock.start, limit, anchor)
        return self._replay(basis, tuple(ledgers.get(clock.pk, ())))

    def _replay_once(self, basis: Basis, lines: tuple[Line, ...]) -> Standing:
        return ledger.replay(basis, lines, self.calendar)

    def _anchors(self, found: Iterable[Clock]) -> Anchors:
        """The last days from which some of these count back, themselves counted anew where they still run."""
        subjects = {clock.subject_uid for clock in found if clock.limit and Limit.read(clock.limit).before}
        if not subjects:
            return {}
        rows = Clock.objects.filter(subject_uid__in=subjects, kind__in=ANCHORS)
        # The running one, else the newest.
        known = list(rows.order_by(F("closed_at").desc(nulls_first=True), "-pk"))
        days, ledgers = Anchors(), _ledgers_of(known)
        for anchor in known:
            moves = anchor.closed_at is None and anchor.fixed is None
            standing = self._standing(anchor, {}, ledgers) if moves else None
            days.setdefault((anchor.subject_uid, anchor.kind), standing.due.day if standing else anchor.due)
        return days

    def _why_once(self, versions: tuple[int, ...], start: dt.date, last: dt.date) -> str:
        days, settled = self._differences(versions)
        near = [(day, name) for day, name in days if start < day <= last]
        if not near:
            return f"{last.year}年放假安排公布" if last.year in settled else f"{last.year}年工作日历调整"
        year = near[-1][0].year
        name = next((name for day, name in reversed(near) if name and day.year == year), "")
        return f"{year}年{name}放假安排{'公布' if year in settled else '调整'}"

    def _differences_once(self, versions: tuple[int, ...]) -> tuple[list[tuple[dt.date, str]], frozenset[int]]:
        """The days on which this calendar differs from those versions, in order, and the years settled since."""
        old, new = clocks.calendar_from(versions), self.calendar
        changed = {*old.exceptions, *new.exceptions}
        days = [(day, _holiday(day, old, new)) for day in sorted(changed) if old.works(day) != new.works(day)]
        return days, new.published - old.published


def _ledgers_of(found: Sequence[Clock]) -> Ledgers:
    """The lines of all these ledgers by one question, each in the order of entry."""
    events = ClockEvent.objects.filter(clock__in=[clock.pk for clock in found]).order_by("clock_id", "pk")
    ledgers: Ledgers = {}
    for pk, kind, on, until, days in events.values_list("clock_id", "kind", "happened_on", "until", "days"):
        ledgers.setdefault(pk, []).append(Line(ClockEventKind(kind), on, until, days or 0))
    return ledgers


def _holiday(day: dt.date, old: WorkCalendar, new: WorkCalendar) -> str:
    """The holiday to which a day off belongs; nothing for a make-up day, which belongs to none by name."""
    rests = new if old.works(day) else old
    name = re.split(r"[（(；;、]", rests.name(day))[0]
    return "" if name in {"周六", "周日"} or "调休" in name or "休息日" in name else name[:20]
