"""The people of a unit: deputies during leave, further roles, and what a leaver hands over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from proposals.actions.assigning import refuse_stopped
from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment
from workflow.actor import Actor, Post
from workflow.audit import next_place
from workflow.enums import UNIT_ROLES, Role
from workflow.errors import Invalid, NotYours
from workflow.models import Appointment, Department, TrailHead, User
from workflow.progress import advance, refuse_future
from workflow.standing import posts_as, tell

# Who keeps the people of a unit: its own office, and the administrator of the place.
KEEPERS = frozenset({Role.OFFICE, Role.ADMINISTRATOR})
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Handover:
    """What a leaver left behind: the cases that moved, and how many posts ended."""

    cases: list[Assignment]
    posts: int


@transaction.atomic
def deputise(
    principal: User,
    deputy: User,
    *,
    unit: Department,
    since: dt.date,
    until: dt.date | None,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
) -> list[Appointment]:
    """设置代理: meanwhile the deputy holds the principal's posts in the unit, each in the principal's name."""
    place = _begin(unit, by, on, at)
    posts = list(_posts(principal, unit).own().working(since))
    _refuse_period(principal, deputy, since, until)
    _refuse_people(principal, deputy, unit, posts, since)
    _refuse_overlap(principal, deputy, unit, since, until)
    _refuse_self_promotion(unit, deputy, {post.role for post in posts}, by)
    rows = Appointment.objects.bulk_create(
        Appointment(
            user=deputy,
            jurisdiction_id=unit.jurisdiction_id,
            department_id=post.department_id,
            role=post.role,
            since=since,
            until=until,
            deputises_for=principal,
            is_head=post.is_head,
        )
        for post in posts
    )
    period = {"since": since.isoformat(), "until": until.isoformat() if until else ""}
    payload = {"principal": principal.name, "deputy": deputy.name, **period}
    _note(unit, "deputise", payload, place=place, by=by, on=on, at=at)
    return rows


@transaction.atomic
def end_leave(principal: User, *, unit: Department, by: Actor, on: dt.date, at: dt.datetime) -> int:
    """结束代理: the principal is back on that day. Returns how many deputies' posts ended."""
    place = _begin(unit, by, on, at)
    ended = _end(Appointment.objects.of_unit(unit).filter(deputises_for=principal), on)
    if not ended:
        raise Invalid(f"{principal.name}目前没有代理人。", field="principal")
    _note(unit, "end_leave", {"principal": principal.name}, place=place, by=by, on=on, at=at)
    return ended


@transaction.atomic
def leave(leaver: User, *, unit: Department, to: User | None, by: Actor, on: dt.date, at: dt.datetime) -> Handover:
    """离岗移交: from that day the leaver has no post here, and the cases in hand are `to`'s, or the unit's alone."""
    place = _begin(unit, by, on, at)
    if to is not None:
        _refuse_heir(leaver, to, unit, on)
    _refuse_last_office(leaver, unit, _posts(leaver, unit).own().working(on), on, field="leaver")
    posts = _end(_posts(leaver, unit), on) + _end(_posts_in_stead_of(leaver, unit), on)
    cases = list(cases_of(leaver, unit).select_related("proposal__session").order_by("proposal__uid"))
    if not posts and not cases:
        raise Invalid(f"{leaver.name}在本单位没有职责，也没有在办件。", field="leaver")
    words = {"leaver": leaver.name, "officer": to.name if to else ""}
    for case in cases:
        row = ASSIGNMENT_FLOW.begin("hand_over_work", by, case, on=on)
        advance(case, row, by=by, on=on, at=at, facts={"officer": to}, payload=words)
    _note(unit, "leave", words | {"cases": len(cases)}, place=place, by=by, on=on, at=at)
    return Handover(cases, posts)


@transaction.atomic
def appoint(
    colleague: User, role: Role, *, department: Department, by: Actor, on: dt.date, at: dt.datetime
) -> Appointment:
    """增加职责: one more role of the unit for somebody who already works in it."""
    unit = department.parent or department
    place = _begin(unit, by, on, at)
    if role not in UNIT_ROLES:
        raise Invalid("只能增加本单位的职责。", field="role")
    refuse_stopped(department, on, field="department")
    _refuse_stranger_as(colleague, unit, on, field="colleague", who="该人员")
    if _posts(colleague, unit).own().lasting(on).filter(role=role, department=department).exists():
        raise Invalid(f"{colleague.name}已有“{Role(role).label}”职责。", field="role")
    _refuse_self_promotion(unit, colleague, {role}, by)
    post = Appointment.objects.create(
        user=colleague, jurisdiction_id=unit.jurisdiction_id, department=department, role=role, since=on
    )
    payload = {"colleague": colleague.name, "role": Role(role).label}
    _note(unit, "appoint", payload, place=place, by=by, on=on, at=at)
    return post


@transaction.atomic
def relieve(post: Appointment, *, unit: Department, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """取消职责: one of several of a colleague; the last one ends by 离岗移交, which asks about the cases."""
    place = _begin(unit, by, on, at)
    own = _posts(post.user, unit).own().lasting(on)
    if not own.filter(pk=post.pk).exists():
        raise Invalid(f"{post.user.name}已没有这项职责。", field="post")
    if own.count() == 1:
        raise Invalid(f"这是{post.user.name}在本单位的最后一项职责，请办理离岗移交。", field="post")
    _refuse_last_office(post.user, unit, own.filter(pk=post.pk), on, field="post")
    _end(own.filter(pk=post.pk), on)
    # A deputy holds what the principal holds: of this post nothing is left.
    _end(_posts_in_stead_of(post.user, unit).filter(role=post.role, department=post.department_id), on)
    payload = {"colleague": post.user.name, "role": Role(post.role).label}
    _note(unit, "relieve", payload, place=place, by=by, on=on, at=at)


def cases_of(officer: User, unit: Department) -> QuerySet[Assignment]:
    """What a person has in hand for the unit; answered ones too while their proposal may still come back."""
    mine: QuerySet[Assignment] = Assignment.objects.held().of_open_proposals().filter(officer=officer, department=unit)
    return mine


def _posts(user: User, unit: Department) -> Any:
    return Appointment.objects.of_unit(unit).filter(user=user)


def _posts_in_stead_of(user: User, unit: Department) -> Any:
    # Without those that the leaver holds for others: they end with the leaver's own.
    return Appointment.objects.of_unit(unit).filter(deputises_for=user).exclude(user=user)


def _end(rows: Any, on: dt.date) -> int:
    """The day before is the last one. What had not begun by then never was: the trail alone remembers it."""
    begun = rows.lasting(on).exclude(since__gte=on)
    never, _ = rows.filter(since__gte=on).delete()
    return int(begun.update(until=on - DAY)) + int(never)


def _begin(unit: Department, by: Actor, on: dt.date, at: dt.datetime) -> TrailHead:
    """Only keepers, no day to come, and one after the other: two who press at once see what the first one did."""
    if not _posts_here(unit, by, KEEPERS):
        raise NotYours("只有本单位办公室和本地区管理员可以设置人员与代理。")
    refuse_future(on, at)
    return next_place(unit.case_uid)


def _posts_here(unit: Department, by: Actor, roles: Set[Role]) -> tuple[Post, ...]:
    return posts_as(by, roles, jurisdiction_id=unit.jurisdiction_id, unit_ids=[unit.pk])


def _note(unit: Department, move: str, payload: dict[str, Any], *, by: Actor, **when: Any) -> None:
    tell(unit, move, _posts_here(unit, by, KEEPERS), by=by, payload=payload, **when)


def _refuse_period(principal: User, deputy: User, since: dt.date, until: dt.date | None) -> None:
    if principal == deputy:
        raise Invalid("不能由本人代理本人。", field="deputy")
    if until and until < since:
        raise Invalid("代理止日不能早于起日。", field="until")


def _refuse_people(principal: User, deputy: User, unit: Department, posts: list[Appointment], since: dt.date) -> None:
    if not posts:
        raise Invalid(f"{principal.name}当日在本单位没有职责。", field="principal")
    _refuse_stranger_as(deputy, unit, since, field="deputy", who="代理人")


def _refuse_stranger_as(user: User, unit: Department, on: dt.date, *, field: str, who: str) -> None:
    if not _posts(user, unit).own().working(on).exists():
        raise Invalid(f"{who}不在本单位任职。", field=field)


def _refuse_overlap(principal: User, deputy: User, unit: Department, since: dt.date, until: dt.date | None) -> None:
    """One deputy at a time; and nobody deputises who is away."""
    meanwhile = Appointment.objects.of_unit(unit).overlapping(since, until).select_related("user")
    if other := meanwhile.filter(deputises_for=principal).first():
        raise Invalid(f"{principal.name}在此期间已由{other.user.name}代理。", field="since")
    if meanwhile.filter(deputises_for=deputy).exists():
        raise Invalid(f"{deputy.name}在此期间由他人代理，不能再代理别人。", field="deputy")


def _refuse_heir(leaver: User, to: User, unit: Department, on: dt.date) -> None:
    if to == leaver:
        raise Invalid("不能移交给本人。", field="to")
    _refuse_stranger_as(to, unit, on, field="to", who="接收人")


def _refuse_last_office(user: User, unit: Department, ending: Any, on: dt.date, *, field: str) -> None:
    """Without an office nobody receives cases, and nobody of the unit is left who could set another."""
    offices = Appointment.objects.of_unit(unit).own().working(on).filter(role=Role.OFFICE)
    last = ending.filter(role=Role.OFFICE).exists() and not offices.exclude(pk__in=ending.values("pk")).exists()
    if last:
        label = Role.OFFICE.label
        raise Invalid(f"{user.name}是本单位最后一名“{label}”，请先为接替人员增加“{label}”职责。", field=field)


def _refuse_self_promotion(unit: Department, user: User, roles: set[str], by: Actor) -> None:
    """An office does not make itself the signer: that takes an administrator, or a colleague of the office."""
    # What somebody holds as a deputy is lent, and cannot be lent on or kept.
    mine = {post.role for post in _posts_here(unit, by, set(Role)) if post.on_behalf_of is None}
    if user == by.user and Role.ADMINISTRATOR not in mine and roles - mine:
        names = "、".join(Role(role).label for role in sorted(roles - mine))
        raise NotYours(f"不能给自己设置“{names}”职责，请由管理员或办公室其他人员办理。")
