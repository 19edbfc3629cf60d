"""The sweep: obligations to remind, made once, claimed once, gathered into one message a person and channel."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import uuid
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from workflow import clocks, outbox
from workflow.calendar import WorkCalendar
from workflow.enums import JURISDICTION_ROLES, Channel, ClockKind, Role
from workflow.ladder import rung_due
from workflow.models import Appointment, Clock, Department, Obligation, SweepRun, User
from workflow.switches import EARLIEST

log = logging.getLogger(__name__)

DIARY = dt.timedelta(days=30)  # how long past sweeps are remembered
# Who is reminded of what, unless the jurisdiction's rules say otherwise.
RECIPIENTS: dict[str, tuple[Role, ...]] = {
    ClockKind.FEEDBACK: (Role.COMMITTEE,),
    ClockKind.RECEIPT: (Role.OFFICE,),
}
# What comes of reading rules that are not of the form that RuleVersion.problems() asks for.
MISWRITTEN = (AttributeError, LookupError, OverflowError, TypeError, ValueError)
USUAL_RECIPIENTS = (Role.OFFICE, Role.DRAFTER)


def sweep(at: dt.datetime) -> SweepRun:
    """Make the obligations due at this moment and hand their messages to the outbox. Twice in a row changes nothing."""
    on = timezone.localdate(at)
    with transaction.atomic():
        Obligation.objects.bulk_create(obligations(on, at), ignore_conflicts=True, batch_size=500)
        token = claim()
        gather(token, at)
    made = Obligation.objects.filter(claim=token).count()
    SweepRun.objects.filter(started_at__lt=at - DIARY).delete()
    return SweepRun.objects.create(started_at=at, finished_at=timezone.now(), made=made)


def claim() -> uuid.UUID:
    """Take every obligation that nobody has taken. A second sweep waits for the row and then finds it taken."""
    token = uuid.uuid4()
    Obligation.objects.filter(claim__isnull=True).update(claim=token)
    return token


def obligations(on: dt.date, at: dt.datetime) -> Iterator[Obligation]:
    """What is due today by every milestone that is late or next."""
    horizon = on + dt.timedelta(days=EARLIEST + 15)
    due = Clock.objects.to_remind(on=on).filter(due__lte=horizon).select_related("rule", "holder")
    people = _Recipients(on)
    for jurisdiction_id, group in itertools.groupby(
        due.order_by("jurisdiction_id", "due", "id"), lambda clock: clock.jurisdiction_id
    ):
        calendar = clocks.calendar_of(jurisdiction_id)
        # Reminders are for working days; what falls between is shifted onto one by rung_due.
        if calendar.works(on):
            yield from _readable(jurisdiction_id, _of_clocks(group, calendar, people, on, at))


def _readable(jurisdiction_id: int, due: Iterable[Obligation]) -> list[Obligation]:
    try:
        return list(due)
    except MISWRITTEN:
        # What one place wrote into its rules must not silence the others; it is told again once they are put right.
        log.exception("no reminders for jurisdiction %s: its rules cannot be read", jurisdiction_id)
        return []


def _of_clocks(
    group: Iterable[Clock], calendar: WorkCalendar, people: _Recipients, on: dt.date, at: dt.datetime
) -> Iterator[Obligation]:
    for clock in group:
        rung = rung_due(clock.start, clock.due, on, calendar, clock.rule.switch("ladder"))
        if rung is not None:
            channels = [Channel(name) for name in clock.rule.switch("channels")]
            for user, channel in itertools.product(people.of(clock), channels):
                yield Obligation(clock=clock, epoch=clock.epoch, rung=rung, recipient=user, channel=channel, made_at=at)


class _Recipients:
    """The people to tell, looked up once for the whole sweep; always in one order, so that two sweeps never cross."""

    def __init__(self, on: dt.date) -> None:
        self._units: dict[tuple[int, str], dict[int, User]] = {}
        self._jurisdictions: dict[tuple[int, str], dict[int, User]] = {}
        for post in Appointment.objects.working(on).select_related("user", "department").order_by("id"):
            if post.role in JURISDICTION_ROLES:
                self._jurisdictions.setdefault((post.jurisdiction_id, post.role), {})[post.user_id] = post.user
            else:
                for department_id in {post.department_id, post.department.unit_id}:
                    self._units.setdefault((department_id, post.role), {})[post.user_id] = post.user

    def of(self, clock: Clock) -> list[User]:
        found: dict[int, User] = {}
        for role in RECIPIENTS.get(clock.kind, USUAL_RECIPIENTS):
            if role in JURISDICTION_ROLES:
                found |= self._jurisdictions.get((clock.jurisdiction_id, role), {})
            elif clock.holder:
                found |= self._of_department(clock.holder, role)
        return list(found.values())

    def _of_department(self, department: Department, role: str) -> dict[int, User]:
        """The people of a section; where it has none of its own, those of its unit."""
        own = self._units.get((department.pk, role), {})
        return own or self._units.get((department.unit_id, role), {})


def gather(token: uuid.UUID, at: dt.datetime) -> None:
    """One message a person and channel from the obligations claimed with `token`."""
    mine = (
        Obligation.objects.filter(claim=token)
        .select_related("clock", "recipient")
        .order_by("recipient_id", "channel", "clock__due", "id")
    )
    for (_, channel), group in itertools.groupby(mine, lambda each: (each.recipient_id, each.channel)):
        each = list(group)
        subject, body = words(each)
        dispatch = outbox.enqueue(each[0].recipient, Channel(channel), subject=subject, body=body, at=at)
        Obligation.objects.filter(pk__in=[one.pk for one in each]).update(dispatch=dispatch)


def words(each: list[Obligation]) -> tuple[str, str]:
    """Subject and text of a digest. The office knows clocks, not proposals: titles come with `Clock.subject_line`."""
    late = sum(one.rung < 0 for one in each)
    subject = f"办理期限提醒：{len(each)}项" + (f"，其中已超期{late}项" if late else "")
    return subject, "\n".join(_line(one) for one in each)


def _line(one: Obligation) -> str:
    clock = one.clock
    when = (
        f"已超期{-one.rung}天"
        if one.rung < 0
        else "今日到期"
        if one.rung == 0
        else f"还有{(clock.due - timezone.localdate(one.made_at)).days}天"
    )
    return f"· {clock.subject_line}：{clock.get_kind_display()}应于{clock.due:%Y年%-m月%-d日}前完成，{when}"
