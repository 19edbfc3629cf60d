"""Taking a calendar: every year of a place is a numbered edition, and an edition never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from celery import current_app
from django.db import IntegrityError, transaction

from workflow.actor import Actor
from workflow.enums import DayKind, Role, Source
from workflow.errors import Invalid, NotYours
from workflow.models import CalendarDay, CalendarVersion, Jurisdiction
from workflow.notices import Special, faults_of

# Who keeps the days of a place itself; the national calendar is the operator's.
KEEPERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


@transaction.atomic
def take(
    year: int,
    days: Iterable[Special],
    *,
    jurisdiction: Jurisdiction | None,
    published: bool,
    notice: str,
    source: str,
    by: Actor,
    at: dt.datetime,
) -> CalendarVersion:
    """A new edition of a year: national, or a jurisdiction's own days on top. Open deadlines wait for a decision."""
    refuse_others(jurisdiction, by)
    special = sorted(days)
    if problems := faults_of(year, special, whole=jurisdiction is None):
        raise Invalid("".join(problems))
    before = newest_of(year, jurisdiction)
    _refuse_step_back(before, special, published=published, notice=notice)
    try:
        with transaction.atomic():
            version = CalendarVersion.objects.create(
                jurisdiction=jurisdiction,
                year=year,
                number=before.number + 1 if before else 1,
                published=published,
                notice=notice.strip()[:60],
                source=source[:120],
                loaded_at=at,
            )
    except IntegrityError as error:
        raise Invalid("他人刚载入了这一年的日历，请刷新后核对。") from error
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, day=each.day, kind=DayKind.WORK if each.works else DayKind.OFF, name=each.name)
        for each in special
    )
    transaction.on_commit(lambda: current_app.send_task("workflow.tasks.keep_calendars"), robust=True)
    return version


def refuse_others(jurisdiction: Jurisdiction | None, by: Actor) -> None:
    if by.source == Source.COMMAND or (by.user and by.user.is_superuser):
        return
    if jurisdiction is None:
        raise NotYours("全国工作日历由系统管理员统一载入。")
    if not any(post.role in KEEPERS and post.jurisdiction_id == jurisdiction.pk for post in by.posts):
        raise NotYours("本地日历由该地区的管理员或督查载入。")


def newest_of(year: int, jurisdiction: Jurisdiction | None) -> CalendarVersion | None:
    """The edition of a year that counts now."""
    editions = CalendarVersion.objects.filter(year=year, jurisdiction=jurisdiction)
    newest: CalendarVersion | None = editions.order_by("-number").first()
    return newest


def _refuse_step_back(before: CalendarVersion | None, special: list[Special], *, published: bool, notice: str) -> None:
    """An edition that says nothing new, or less than the one before it."""
    if before is None:
        return
    if before.published and not published:
        raise Invalid(f"{before.year}年放假安排已正式公布，不能再载入暂定安排。", field="published")
    days = {(day.day, day.kind == DayKind.WORK, day.name) for day in before.days.all()}
    same = days == {(each.day, each.works, each.name) for each in special}
    if same and (before.published, before.notice) == (published, notice.strip()):
        raise Invalid(f"与现行第{before.number}版完全相同，无需载入。")
