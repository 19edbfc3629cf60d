"""Clocks: started by rule, moved by lines of their ledger, closed by moves; every due date with its reasons."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from workflow import ledger
from workflow.actor import Actor
from workflow.calendar import Due, WorkCalendar
from workflow.enums import Base, ClockEventKind, ClockKind, DayKind
from workflow.errors import Invalid, Unavailable, given
from workflow.ledger import Basis, Counted, CountedBack, Line, Named, Standing
from workflow.limits import ANCHORS, Facts, Limit
from workflow.models import CalendarDay, CalendarVersion, Clock, ClockEvent, Department, RuleVersion

# What stands still and moves with the answer's own deadline.
FOLLOWING = (ClockKind.CONTACT, ClockKind.DRAFT, ClockKind.REVIEW)


def calendar_of(jurisdiction_id: int | None = None) -> WorkCalendar:
    """The newest version of every year: national, with the jurisdiction's own days on top."""
    mine = Q(jurisdiction=None) | Q(jurisdiction=jurisdiction_id)
    known = CalendarVersion.objects.filter(mine).aggregate(newest=Max("id"), count=Count("id"))
    return _calendar(jurisdiction_id, known["newest"] or 0, known["count"])


def calendar_as_of(version: CalendarVersion, jurisdiction_id: int) -> WorkCalendar:
    """The calendar as it stood when this was the newest edition."""
    mine = Q(jurisdiction=None) | Q(jurisdiction=jurisdiction_id)
    return _calendar(jurisdiction_id, version.pk, CalendarVersion.objects.filter(mine, pk__lte=version.pk).count())


@functools.lru_cache(maxsize=64)
def _calendar(jurisdiction_id: int | None, newest: int, _count: int) -> WorkCalendar:
    # Versions are never changed, so the newest id and their number stand for the whole set: of two taken at once
    # the later id may be there first.
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
        # 元旦 may name days of the year before: of two national editions that of the later year knows better.
        for day in sorted(days, key=lambda day: (day.version.jurisdiction_id is not None, day.version.year))
    }
    # A place's own days that are not settled yet leave the year open for it too.
    unsettled = {each.year for each in versions if not each.published}
    published = {each.year for each in versions if each.jurisdiction_id is None} - unsettled
    return WorkCalendar(exceptions, frozenset(published), ids)


def due_of(limit: Limit, start: dt.date, calendar: WorkCalendar) -> Due:
    """When a limit ends that nothing has paused or put off."""
    return ledger.replay(Counted(start, limit), (), calendar).due


def rule_in_force(jurisdiction_id: int, kind_id: int, on: dt.date) -> RuleVersion:
    """The published rules of that day; Unavailable where the jurisdiction has none yet."""
    rule: RuleVersion | None = (
        RuleVersion.objects.in_force(on).filter(jurisdiction=jurisdiction_id, kind_id=kind_id).first()
    )
    if rule is None:
        raise Unavailable("该地区尚未发布办理规则，请管理员先行设置。")
    return rule


def start(
    kind: ClockKind,
    subject: Any,
    *,
    holder: Department | None,
    on: dt.date,
    rule: RuleVersion,
    facts: Facts | None = None,
    bases: Mapping[Base, dt.date | None] | None = None,
) -> Clock | None:
    """Begin a clock for `subject` on the day it counts from.

    facts: what the rule may tell cases apart by. bases: the days beside `on` that a limit may count from. None where
    the rule sets no limit of this kind, or one from a day that has not come.
    """
    limit = rule.limit(kind, facts)
    if limit is None:
        return None
    first = ({Base.GIVEN: on} | dict(bases or {})).get(limit.base)
    basis = _basis(first, limit, subject.uid) if first else None
    if first is None or basis is None:
        return None
    calendar = calendar_of(subject.jurisdiction_id)
    due = ledger.replay(basis, (), calendar).due
    since = "" if limit.base == Base.GIVEN else f"（{limit.base.label}）"
    return _begin(
        kind,
        subject,
        holder=holder,
        start=first,
        due=due.day,
        provisional=due.provisional,
        rule=rule,
        limit=limit.as_json(),
        calendar_versions=list(calendar.versions),
        explanation=str(limit) if limit.before or limit.by else f"自{first:%Y-%m-%d}{since}起{limit}",
    )


def start_until(
    kind: ClockKind, subject: Any, *, holder: Department | None, on: dt.date, due: dt.date, rule: RuleVersion
) -> Clock:
    """Begin a clock whose last day a person named."""
    explanation = f"指定于{due:%Y-%m-%d}前"
    return _begin(kind, subject, holder=holder, start=on, due=due, fixed=due, rule=rule, explanation=explanation)


def _begin(kind: ClockKind, subject: Any, *, start: dt.date, **facts: Any) -> Clock:
    return Clock.objects.create(
        jurisdiction_id=subject.jurisdiction_id,
        case_uid=subject.case_uid,
        subject_uid=subject.uid,
        subject_line=subject.line[:200],
        kind=kind,
        start=start,
        # The next sweep looks at it and finds the first day on which it reminds.
        remind_on=start,
        **facts,
    )


def close(subject: Any, *kinds: ClockKind, on: dt.date, at: dt.datetime) -> None:
    """Stop the open clocks of these kinds, all where none is named, as met."""
    running = Clock.objects.open().filter(subject_uid=subject.uid)
    met = Q(kind__in=kinds) if kinds else Q(pk__isnull=False)
    _refuse_before_start(running.filter(met), on, at)
    # Of those that run on, one is next now: the sweep looks at them again. One statement does both.
    running.update(
        closed_on=Case(When(met, then=on), default=None),
        closed_at=Case(When(met, then=at), default=None),
        remind_on=Least(F("remind_on"), on),
    )


def _refuse_before_start(running: QuerySet[Clock], on: dt.date, at: dt.datetime) -> None:
    """No clock starts in the future, so that only a late entry may stop one before it began."""
    if on < timezone.localdate(at) and running.filter(start__gt=on).exists():
        raise Invalid("发生日期不能早于期限的起算日。", field="on")


def cancel(subject: Any, *, reason: str, by: Actor, on: dt.date, at: dt.datetime, also: Q | None = None) -> None:
    """End all open clocks of a subject that nobody has to meet any more; `also`: those of others that go with it."""
    mine = Q(subject_uid=subject.uid)
    _refuse_before_start(Clock.objects.open().filter(mine), on, at)
    give_up(Clock.objects.open().filter(mine | also if also else mine), reason=reason, by=by, on=on, at=at)


def give_up(running: QuerySet[Clock], *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """End these open clocks as not met: nobody has to meet them any more, and no figure counts them."""
    stopped = list(running.values_list("pk", flat=True))
    if stopped:
        ended = Greatest(Value(on), F("start"))
        Clock.objects.filter(pk__in=stopped).update(closed_on=ended, closed_at=at, cancelled=True)
        _note(stopped, ClockEventKind.CANCEL, reason=reason, by=by, on=on, at=at)


def restore(case: Any, at: dt.datetime, *, by: Actor, on: dt.date, now: dt.datetime) -> None:
    """Let the clocks run again that the verb entered at this moment stopped."""
    stopped = Clock.objects.filter(case_uid__in=case.timed_cases, closed_at=at)
    if case.uid != case.case_uid:
        stopped = stopped.filter(subject_uid__in=case.timed_uids)
    again = list(stopped)
    take_up(again, reason="撤回后继续计算", by=by, on=on, at=now)
    _catch_up([clock for clock in again if clock.kind in FOLLOWING], since=at, by=by, on=on, at=now)


def take_up(stopped: Sequence[Clock], *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """Let these run again as they stand."""
    again = Clock.objects.filter(pk__in=[clock.pk for clock in stopped])
    again.update(closed_on=None, closed_at=None, cancelled=False, remind_on=F("start"))
    given_up = [clock.pk for clock in stopped if clock.cancelled]
    _note(given_up, ClockEventKind.RESTART, reason=reason, by=by, on=on, at=at)


def _catch_up(restored: Iterable[Clock], *, since: dt.datetime, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """What happened to the answer's deadline while these stood closed happened to them too."""
    for clock in restored:
        answers = ClockEvent.objects.filter(clock__subject_uid=clock.subject_uid, clock__kind__in=ANCHORS)
        for missed in answers.filter(entered_at__gte=since).order_by("pk"):
            kind = ClockEventKind(missed.kind)
            if kind == ClockEventKind.RESUME or (kind == ClockEventKind.PAUSE and missed.happened_on <= clock.due):
                _enter(clock, kind, reason=missed.reason, by=by, on=missed.happened_on, at=at)
        if clock.limit and "before" in clock.limit and standing_of(clock).due.day != clock.due:
            _enter(clock, ClockEventKind.RESTART, reason="撤回后随所依据的期限", by=by, on=on, at=at)


def _note(clocks: Iterable[int], kind: ClockEventKind, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """A line in each of these ledgers that moves no date."""
    ClockEvent.objects.bulk_create(
        ClockEvent(clock_id=pk, kind=kind, reason=reason[:500], actor=str(by), happened_on=on, entered_at=at)
        for pk in clocks
    )


def pause(clock: Clock, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """中止计算 from this day on: it does not count, nor do those after it until the clock is resumed."""
    if clock.paused_on:
        raise Invalid(f"办理期限已于{clock.paused_on:%Y年%-m月%-d日}中止。")
    if on < clock.start:
        raise Invalid("中止日期不能早于期限的起算日。", field="on")
    if on > clock.due:
        raise Invalid(f"办理期限已于{clock.due:%Y年%-m月%-d日}届满，不能再中止。", field="on")
    lasted, _ = ledger.pauses(lines_of(clock))
    if late := [span.until for span in lasted if span.until > on]:
        raise Invalid(f"中止日期不能早于上次恢复的日期{max(late):%Y年%-m月%-d日}。", field="on")
    _enter(clock, ClockEventKind.PAUSE, reason=given(reason, "请填写中止理由。", field="reason"), by=by, on=on, at=at)


def resume(clock: Clock, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """恢复计算: this day counts again. On the day of the pause itself nothing has moved."""
    if clock.paused_on is None:
        raise Invalid("办理期限未中止。")
    if on < clock.paused_on:
        raise Invalid(f"恢复日期不能早于中止日期{clock.paused_on:%Y年%-m月%-d日}。", field="on")
    _enter(clock, ClockEventKind.RESUME, reason=reason, by=by, on=on, at=at)


def extend(clock: Clock, *, until: dt.date, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """延期: a later last day, as a line of the ledger."""
    if clock.paused_on:
        raise Invalid("办理期限正在中止，请先恢复计算再延期。")
    granted = [line.on for line in lines_of(clock) if line.kind == ClockEventKind.EXTENSION]
    if granted and on < max(granted):
        raise Invalid(f"延期日期不能早于上次准予延期的日期{max(granted):%Y年%-m月%-d日}。", field="on")
    _enter(clock, ClockEventKind.EXTENSION, until=until, reason=reason, by=by, on=on, at=at)


def allow(clock: Clock, *, days: int, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """件数宽限: so many days more (working days, where the limit counts in them) for a unit that has many items."""
    _enter(clock, ClockEventKind.ALLOWANCE, days=days, reason=reason, by=by, on=on, at=at)


def correct(clock: Clock, *, start: dt.date, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """更正 of the day that a clock counts from: counted again by its own rule and calendar, extensions kept."""
    clock.start = start
    _enter(clock, ClockEventKind.CORRECTION, reason=reason, by=by, on=on, at=at)


def _enter(
    clock: Clock,
    kind: ClockEventKind,
    *,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    until: dt.date | None = None,
    days: int | None = None,
) -> None:
    lines = [*lines_of(clock), Line(kind, on, until, days or 0)]
    standing = standing_of(clock, lines=lines)
    ClockEvent.objects.create(
        clock=clock,
        kind=kind,
        until=until,
        days=days,
        due_before=clock.due,
        due_after=standing.due.day,
        reason=reason[:500],
        actor=str(by),
        happened_on=on,
        entered_at=at,
    )
    moved = standing.due.day != clock.due
    store(clock, standing)
    if moved:
        for follower in followers_of(clock):
            _enter(follower, ClockEventKind.RESTART, reason=f"随{ClockKind(clock.kind).label}期限", by=by, on=on, at=at)


def store(clock: Clock, standing: Standing) -> None:
    """Write where the clock stands by its ledger. A new epoch: the same rung before a new last day reminds anew."""
    facts = {
        "start": clock.start,
        "due": standing.due.day,
        "provisional": standing.due.provisional,
        "paused_on": standing.paused_on,
        "calendar_versions": clock.calendar_versions,
        "remind_on": clock.start,
    }
    Clock.objects.filter(pk=clock.pk).update(epoch=F("epoch") + 1, **facts)
    for name, value in facts.items():
        setattr(clock, name, value)
    clock.epoch += 1


def followers_of(clock: Clock) -> Iterable[Clock]:
    """Open clocks of the same subject that count back from this one."""
    same = Clock.objects.open().filter(subject_uid=clock.subject_uid, limit__before=clock.kind)
    return same.order_by("pk") if clock.kind in ANCHORS else ()


def lines_of(clock: Clock) -> list[Line]:
    """The ledger as replay reads it, in the order of entry."""
    events = sorted(clock.events.all(), key=lambda event: event.pk)
    return [Line(ClockEventKind(each.kind), each.happened_on, each.until, each.days or 0) for each in events]


def explain(clock: Clock, *, among: Iterable[Clock] | None = None) -> Due:
    """The due date worked out again from its rule, its calendar and its ledger, step by step.

    among: all clocks of its case, where they are at hand: what it counts back from is one of them.
    """
    return standing_of(clock, among=among).due


def standing_of(
    clock: Clock,
    *,
    lines: Iterable[Line] | None = None,
    calendar: WorkCalendar | None = None,
    among: Iterable[Clock] | None = None,
) -> Standing:
    """Where the clock stands by its ledger; by other lines or another calendar, where they are given."""
    basis = basis_of(clock, among)
    return ledger.replay(
        basis,
        lines_of(clock) if lines is None else lines,
        calendar or calendar_from(tuple(clock.calendar_versions)),
    )


def basis_of(clock: Clock, among: Iterable[Clock] | None = None) -> Basis:
    """What it counts from. Unavailable where it counts back from a deadline that is not there."""
    if clock.fixed:
        return Named(clock.start, clock.fixed)
    basis = _basis(clock.start, Limit.read(clock.limit), clock.subject_uid, among)
    if basis is None:
        raise Unavailable("所依据的期限不存在，不能推算。")
    return basis


def _basis(start: dt.date, limit: Limit, subject_uid: Any, among: Iterable[Clock] | None = None) -> Basis | None:
    """None where it counts back from a deadline that the subject does not have."""
    if not limit.before:
        return Counted(start, limit)
    if among is None:
        among = Clock.objects.filter(subject_uid=subject_uid, kind=limit.before)
    anchors = [clock for clock in among if (clock.subject_uid, clock.kind) == (subject_uid, limit.before)]
    # The running one, else the newest.
    anchor = max(anchors, key=lambda clock: (clock.closed_at is None, clock.closed_at, clock.pk), default=None)
    return CountedBack(start, limit, anchor.due) if anchor else None
