"""A new calendar proposes to move open deadlines; a supervisor decides once; then they move, case by case.

Nothing moves before the decision. What is carried out is counted anew at that moment: a deadline that was extended,
paused or met since the proposal goes by where it stands then. A run that is cut off goes on where it stopped.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator, Sequence
from typing import TypeVar

from celery import current_app
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from workflow import clocks, outbox
from workflow.actor import Actor
from workflow.audit import hold_many, record_each
from workflow.enums import Channel, ClockEventKind, ClockKind, Role, ShiftStatus, Source
from workflow.errors import Invalid, NotYours, given
from workflow.models import (
    Appointment,
    CalendarVersion,
    Clock,
    ClockEvent,
    Jurisdiction,
    Shift,
    ShiftLine,
    User,
)
from workflow.recounting import Recount, Recounting

CHUNK = 500  # rows at a time: memory stays flat, however many deadlines a place has
PAGE = 20_000  # keys named by one question
SHOWN = 20  # deadlines named in one message
SYSTEM = "系统"
NO_CASE = uuid.UUID(int=0)
K = TypeVar("K", int, uuid.UUID)


def propose_missing(at: dt.datetime) -> list[Shift]:
    """A proposal for each place whose open deadlines rest on older calendars and that was not asked yet."""
    places = Jurisdiction.objects.order_by("pk")
    return [shift for place in places if (shift := propose(place, at=at))]


@transaction.atomic
def propose(place: Jurisdiction, *, at: dt.datetime) -> Shift | None:
    """What the newest calendar would move; None where nothing rests on an older one or it was proposed before."""
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=place.pk)
    newest = CalendarVersion.objects.of_place(place.pk).order_by("-pk").first()
    calendar = clocks.calendar_of(place.pk)
    behind = _counted(place.pk).exclude(calendar_versions=list(calendar.versions))
    if newest is None or Shift.objects.filter(jurisdiction=place, version=newest).exists() or not behind.exists():
        return None
    Shift.objects.waiting().filter(jurisdiction=place).update(
        status=ShiftStatus.DROPPED, decided_at=at, decided_by=SYSTEM, note="已由更新的日历重新提出。"
    )
    shift = Shift.objects.create(jurisdiction=place, version=newest, made_at=at)
    count = sum(_write_lines(shift, found, Recounting(calendar)) for found in _chunks(place.pk))
    if count:
        _tell_supervisors(shift, count, at)
    else:
        # Nobody has to decide that nothing moves; all deadlines go over to the calendar that says so.
        Shift.objects.filter(pk=shift.pk).update(decided_at=at, decided_by=SYSTEM, note="没有需要调整的期限。")
        shift.refresh_from_db()
        _carry_out_later()
    return shift


def _write_lines(shift: Shift, found: Sequence[Clock], recounting: Recounting) -> int:
    lines = [
        ShiftLine(
            shift=shift,
            clock=each.clock,
            epoch=each.clock.epoch,
            due_before=each.clock.due,
            due_after=each.standing.due.day,
            why=each.why,
        )
        for each in recounting.of(found)
        if each.changes
    ]
    ShiftLine.objects.bulk_create(lines, batch_size=CHUNK)
    return len(lines)


def _counted(place_id: int) -> QuerySet[Clock]:
    """Open deadlines that a rule counts; a day that a person named stays."""
    rows: QuerySet[Clock] = Clock.objects.open().filter(jurisdiction=place_id, fixed=None)
    return rows


def _chunks(place_id: int) -> Iterator[list[Clock]]:
    for keys in _slices(_counted(place_id), "pk", 0):
        yield list(Clock.objects.open().filter(pk__in=keys, fixed=None).order_by("pk"))


def _slices(rows: QuerySet[Clock], column: str, last: K) -> Iterator[list[K]]:
    """The values of a column above `last`, CHUNK by CHUNK: a question sorts all that are open, so it names a PAGE."""
    values = rows.order_by(column).values_list(column, flat=True).distinct()
    while found := list(values.filter(**{f"{column}__gt": last})[:PAGE]):
        last = found[-1]
        yield from (found[start : start + CHUNK] for start in range(0, len(found), CHUNK))


@transaction.atomic
def approve(shift: Shift, *, by: Actor, at: dt.datetime, note: str = "") -> None:
    """批准: the deadlines move right after the commit, by the calendar that was proposed and no newer one."""
    newest = CalendarVersion.objects.of_place(shift.jurisdiction_id).order_by("-pk").first()
    if shift.is_waiting and newest != shift.version:
        raise Invalid("工作日历又有新版，请待新的调整建议生成后再决定。")
    _decide(shift, by=by, decided_at=at, decided_by=str(by)[:120], note=note.strip()[:500])
    _carry_out_later()


@transaction.atomic
def drop(shift: Shift, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """不予调整: the deadlines stay on the calendars that they were counted by."""
    why = given(reason, "请填写不予调整的理由。", field="note")
    _decide(shift, by=by, status=ShiftStatus.DROPPED, decided_at=at, decided_by=str(by)[:120], note=why[:500])


def _decide(shift: Shift, *, by: Actor, **facts: object) -> None:
    if by.source != Source.COMMAND and not decides(by, shift):
        raise NotYours("期限调整由该地区的督查决定。")
    if Shift.objects.waiting().filter(pk=shift.pk).update(**facts) != 1:
        shift.refresh_from_db()
        raise Invalid(f"该建议已由{shift.decided_by}决定，请刷新后查看。")
    shift.refresh_from_db()


def decides(by: Actor, shift: Shift) -> bool:
    return any(post.role == Role.SUPERVISOR and post.jurisdiction_id == shift.jurisdiction_id for post in by.posts)


def _carry_out_later() -> None:
    transaction.on_commit(lambda: current_app.send_task("workflow.tasks.keep_calendars"), robust=True)


def carry_out_decided() -> int:
    """Carry out, or go on carrying out, what was approved. Returns how many deadlines moved."""
    decided = [*Shift.objects.under_way().order_by("pk"), *_left_behind()]
    return sum(carry_out(shift) for shift in decided)


def _left_behind() -> Iterator[Shift]:
    """Carried out and still the newest of their place, while a deadline that was closed then runs again."""
    for shift in Shift.objects.filter(status=ShiftStatus.APPLIED).select_related("version").order_by("pk"):
        newest = CalendarVersion.objects.of_place(shift.jurisdiction_id).order_by("-pk").first()
        versions = list(clocks.calendar_as_of(shift.version, shift.jurisdiction_id).versions)
        if newest == shift.version and _counted(shift.jurisdiction_id).exclude(calendar_versions=versions).exists():
            yield shift


def carry_out(shift: Shift) -> int:
    """Move what the calendar moves that was decided on, case by case. Twice, or again after a break, is as once."""
    recounting = Recounting(clocks.calendar_as_of(shift.version, shift.jurisdiction_id))
    chunks = _slices(_counted(shift.jurisdiction_id), "case_uid", NO_CASE)
    moved = sum(_carry_out_cases(shift, cases, recounting) for cases in chunks)
    _finish(shift)
    return moved


@transaction.atomic
def _carry_out_cases(shift: Shift, cases: Sequence[uuid.UUID], recounting: Recounting) -> int:
    # With these trails held nobody else moves anything of the cases until the commit.
    heads = hold_many(cases)
    # Asked by case alone: with the place named too, SQLite goes through all that are open there for each chunk.
    rows = Clock.objects.open().filter(case_uid__in=cases, fixed=None)
    versions = list(recounting.calendar.versions)
    changed, same = list[Recount](), list[int]()
    for each in recounting.of(list(rows.order_by("case_uid", "pk"))):
        if each.changes:
            changed.append(each)
        elif each.clock.calendar_versions != versions:
            same.append(each.clock.pk)
    # Counted from here on by the calendar that says the same of it, so that a later pause goes by that one.
    Clock.objects.filter(pk__in=same).update(calendar_versions=versions)
    _move(changed, versions)
    on, at, by = _when(shift)
    _write_ledger(changed, shift, on=on, at=at)
    moved = [each for each in changed if each.moves]
    told = [(group[0].clock, _payload(group)) for group in _by_case(moved)]
    record_each(told, "shift", heads=heads, by=by, on=on, at=at, note=_note(shift))
    return len(moved)


def _move(changed: Sequence[Recount], versions: list[int]) -> None:
    """One statement for all that end on one day. A new last day is a new epoch; a settled one reminds nobody anew."""
    groups: dict[tuple[dt.date, bool, bool], list[int]] = {}
    for each in changed:
        key = (each.standing.due.day, each.standing.due.provisional, each.moves)
        groups.setdefault(key, []).append(each.clock.pk)
    for (due, provisional, moves), found in groups.items():
        anew = {"epoch": F("epoch") + 1, "remind_on": F("start")} if moves else {}
        Clock.objects.filter(pk__in=found).update(due=due, provisional=provisional, calendar_versions=versions, **anew)


def _write_ledger(changed: Sequence[Recount], shift: Shift, *, on: dt.date, at: dt.datetime) -> None:
    ClockEvent.objects.bulk_create(
        ClockEvent(
            clock=each.clock,
            kind=ClockEventKind.CALENDAR,
            due_before=each.clock.due,
            due_after=each.standing.due.day,
            reason=each.why,
            actor=shift.decided_by,
            happened_on=on,
            entered_at=at,
        )
        for each in changed
    )


def _by_case(moved: Sequence[Recount]) -> Iterator[list[Recount]]:
    return (list(group) for _, group in itertools.groupby(moved, lambda each: each.clock.case_uid))


def _payload(group: Sequence[Recount]) -> dict[str, list[str]]:
    return {
        "deadlines": [
            deadline_moved(each.clock.kind, each.clock.due, each.standing.due.day)
            for each in sorted(group, key=lambda each: each.clock.due)
        ],
        "why": sorted({each.why for each in group}),
    }


def deadline_moved(kind: str, before: dt.date, after: dt.date) -> str:
    """As the trail of its case says it."""
    return f"{ClockKind(kind).label}期限由{before:%Y-%m-%d}调整为{after:%Y-%m-%d}"


def _when(shift: Shift) -> tuple[dt.date, dt.datetime, Actor]:
    """The moment of the decision, whenever it is carried out; then it is the rule that acts."""
    at = shift.decided_at or shift.made_at
    return timezone.localdate(at), at, Actor(source=Source.RULE)


def _note(shift: Shift) -> str:
    return f"{shift.decided_by}批准按新日历调整。{shift.note}"


@transaction.atomic
def _finish(shift: Shift) -> None:
    """The last step, once: the decision is carried out, and everybody concerned is told with one message."""
    if Shift.objects.under_way().filter(pk=shift.pk).update(status=ShiftStatus.APPLIED) != 1:
        return
    on, at, _ = _when(shift)
    moved = ClockEvent.objects.filter(kind=ClockEventKind.CALENDAR, entered_at=at).exclude(due_after=F("due_before"))
    people = _near_to(shift.jurisdiction_id, on)
    for user in User.objects.filter(pk__in=people).order_by("pk"):
        mine = moved.filter(people[user.pk], clock__jurisdiction=shift.jurisdiction_id)
        if count := mine.count():
            subject = f"办理期限调整：{count}项"
            outbox.enqueue(user, Channel.INBOX, subject=subject, body=_words(mine, count), at=at)


def _near_to(place_id: int, on: dt.date) -> dict[int, Q]:
    """Who hears of which deadlines: the office of the holder's unit, the people of the holder, else the committee."""
    posts = Appointment.objects.working(on).filter(jurisdiction=place_id).select_related("department")
    people: dict[int, Q] = {}
    for post in posts.filter(role__in=(Role.OFFICE, Role.DRAFTER, Role.COMMITTEE)).order_by("pk"):
        near = Q(clock__holder=None)
        if unit := post.department:
            near = Q(clock__holder__in=[unit.pk, unit.unit_id])
        if unit and post.role == Role.OFFICE:
            near |= Q(clock__holder__parent=unit.unit_id)
        people[post.user_id] = people[post.user_id] | near if post.user_id in people else near
    return people


def _words(mine: QuerySet[ClockEvent], count: int) -> str:
    lines = [
        f"· {each.clock.subject_line}：{ClockKind(each.clock.kind).label}期限由{each.due_before:%Y年%-m月%-d日}"
        f"调整为{each.due_after:%Y年%-m月%-d日}（{each.reason}）"
        for each in mine.select_related("clock").order_by("due_after", "pk")[:SHOWN]
    ]
    rest = [f"另有{count - SHOWN}项，请在“我的待办”中查看。"] if count > SHOWN else []
    return "\n".join([*lines, *rest])


def _tell_supervisors(shift: Shift, count: int, at: dt.datetime) -> None:
    posts = Appointment.objects.working(timezone.localdate(at)).filter(
        jurisdiction=shift.jurisdiction_id, role=Role.SUPERVISOR
    )
    for user in User.objects.filter(pk__in=posts.values("user")).order_by("pk"):
        subject = f"期限调整建议：{count}项待批准"
        body = f"{shift.version}第{shift.version.number}版工作日历涉及{count}项在办期限，请在“期限调整建议”中决定。"
        outbox.enqueue(user, Channel.INBOX, subject=subject, body=body, at=at)
