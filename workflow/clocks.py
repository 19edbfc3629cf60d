"""Clocks: started by rule, closed by moves; every due date with its calendar and its reasons."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from typing import Any

from django.db.models import F, Max, Q
from django.utils import timezone

from workflow.actor import Actor
from workflow.calendar import Due, Step, WorkCalendar
from workflow.enums import ClockEventKind, ClockKind, DayKind, LimitUnit
from workflow.errors import Invalid, Unavailable
from workflow.models import CalendarDay, CalendarVersion, Clock, ClockEvent, Department, RuleVersion
from workflow.models.rules import Limit


def calendar_of(jurisdiction_id: int | None = None) -> WorkCalendar:
    """The newest version of every year: national, with the jurisdiction's own days on top."""
    mine = Q(jurisdiction=None) | Q(jurisdiction=jurisdiction_id)
    newest = CalendarVersion.objects.filter(mine).aggregate(newest=Max("id"))["newest"]
    return _calendar(jurisdiction_id, newest or 0)


@functools.lru_cache(maxsize=64)
def _calendar(jurisdiction_id: int | None, newest: int) -> WorkCalendar:
    # Versions are never changed, so the id of the newest one stands for the whole set.
    chosen: dict[tuple[int | None, int], int] = {}
    mine = Q(jurisdiction=None) | Q(jurisdiction=jurisdiction_id)
    for version in CalendarVersion.objects.filter(mine, pk__lte=newest).order_by("number"):
        chosen[(version.jurisdiction_id, version.year)] = version.pk
    return calendar_from(tuple(sorted(chosen.values())))


@functools.lru_cache(maxsize=64)
def calendar_from(ids: tuple[int, ...]) -> WorkCalendar:
    """The calendar of exactly these versions; a jurisdiction’s days lie over the national ones."""
    versions = CalendarVersion.objects.in_bulk(ids).values()
    days = CalendarDay.objects.filter(version__in=ids).select_related("version")
    exceptions = {
        day.day: (day.kind == DayKind.WORK, day.name)
        for day in sorted(days, key=lambda day: day.version.jurisdiction_id is not None)
    }
    published = frozenset(each.year for each in versions if each.published and each.jurisdiction_id is None)
    return WorkCalendar(exceptions, published, ids)


def due_of(limit: Limit, start: dt.date, calendar: WorkCalendar) -> Due:
    add = {
        LimitUnit.DAY: calendar.add_days,
        LimitUnit.WORKING_DAY: calendar.add_working_days,
        LimitUnit.MONTH: calendar.add_months,
    }[limit.unit]
    return add(start, limit.count)


def rule_in_force(jurisdiction_id: int, kind_id: int, on: dt.date) -> RuleVersion:
    """The published rules of that day; Unavailable where the jurisdiction has none yet."""
    rule: RuleVersion | None = (
        RuleVersion.objects.in_force(on).filter(jurisdiction=jurisdiction_id, kind=kind_id).first()
    )
    if rule is None:
        raise Unavailable("该地区尚未发布办理规则，请管理员先行设置。")
    return rule


def start(kind: ClockKind, subject: Any, *, holder: Department | None, on: dt.date, rule: RuleVersion) -> Clock | None:
    """Begin a clock for `subject` on the day it counts from; None where the rule sets no limit of this kind."""
    limit = rule.limit(kind)
    if limit is None:
        return None
    calendar = calendar_of(subject.jurisdiction_id)
    due = due_of(limit, on, calendar)
    return _begin(
        kind,
        subject,
        holder=holder,
        start=on,
        due=due.day,
        provisional=due.provisional,
        rule=rule,
        calendar_versions=list(calendar.versions),
        explanation=f"自{on:%Y-%m-%d}起{limit}",
    )


def start_until(
    kind: ClockKind, subject: Any, *, holder: Department | None, on: dt.date, due: dt.date, rule: RuleVersion
) -> Clock:
    """Begin a clock whose last day a person named."""
    explanation = f"指定于{due:%Y-%m-%d}前"
    return _begin(kind, subject, holder=holder, start=on, due=due, fixed=due, rule=rule, explanation=explanation)


def _begin(kind: ClockKind, subject: Any, **facts: Any) -> Clock:
    return Clock.objects.create(
        jurisdiction_id=subject.jurisdiction_id,
        case_uid=subject.case_uid,
        subject_uid=subject.uid,
        subject_line=subject.line[:200],
        kind=kind,
        **facts,
    )


def close(subject: Any, *kinds: ClockKind, on: dt.date, at: dt.datetime) -> int:
    """Stop the open clocks of these kinds, all where none is named. Returns how many."""
    clocks = Clock.objects.open().filter(subject_uid=subject.uid)
    if kinds:
        clocks = clocks.filter(kind__in=kinds)
    # No clock starts in the future, so that only a late entry may stop one before it began.
    if on < timezone.localdate(at) and clocks.filter(start__gt=on).exists():
        raise Invalid("发生日期不能早于期限的起算日。", field="on")
    return clocks.update(closed_on=on, closed_at=at)


def restore(case: Any, at: dt.datetime) -> int:
    """Let the clocks run again that the verb entered at this moment stopped. Returns how many."""
    stopped = Clock.objects.filter(case_uid__in=case.timed_cases, closed_at=at)
    if case.uid != case.case_uid:
        stopped = stopped.filter(subject_uid__in=case.timed_uids)
    return stopped.update(closed_on=None, closed_at=None)


def extend(clock: Clock, *, until: dt.date, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """延期: a later last day, as a line of the ledger."""
    _enter(clock, ClockEventKind.EXTENSION, due=until, reason=reason, by=by, on=on, at=at)


def correct(clock: Clock, *, start: dt.date, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """更正 of the day that a clock counts from: counted again by its own rule and calendar, extensions kept."""
    clock.start = start
    _enter(clock, ClockEventKind.CORRECTION, due=explain(clock).day, reason=reason, by=by, on=on, at=at)


def _enter(
    clock: Clock, kind: ClockEventKind, *, due: dt.date, reason: str, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    ClockEvent.objects.create(
        clock=clock,
        kind=kind,
        days=(due - clock.due).days,
        due_before=clock.due,
        due_after=due,
        reason=reason[:500],
        actor=str(by),
        happened_on=on,
        entered_at=at,
    )
    # A new epoch: the same rung before a new last day is a new reminder.
    Clock.objects.filter(pk=clock.pk).update(start=clock.start, due=due, epoch=F("epoch") + 1)
    clock.due, clock.epoch = due, clock.epoch + 1


def explain(clock: Clock) -> Due:
    """The due date worked out again from its rule, its calendar and its ledger, step by step."""
    due = _counted(clock)
    for event in sorted(clock.events.all(), key=lambda event: event.pk):
        if event.kind == ClockEventKind.EXTENSION and event.due_after:
            granted = Step(event.due_after, counted=True, why=f"{event.happened_on:%Y-%m-%d}准予延期")
            due = dataclasses.replace(due, day=event.due_after, steps=(*due.steps, granted))
    return due


def _counted(clock: Clock) -> Due:
    if clock.fixed:
        return Due(clock.fixed, provisional=False, steps=(Step(clock.fixed, counted=True, why=clock.explanation),))
    limit = clock.rule.limit(clock.kind)
    if limit is None:
        raise Unavailable("该规则版本没有此项期限。")
    return due_of(limit, clock.start, calendar_from(tuple(clock.calendar_versions)))
