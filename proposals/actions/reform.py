"""Reform of units 机构改革: one unit takes over all that another has in hand; what was done keeps its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from proposals.actions.along import take_along
from proposals.actions.going_along import shared_plans, told
from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment
from proposals.querysets import STILL_TO_ANSWER
from workflow.actor import Actor
from workflow.audit import next_place
from workflow.enums import Role
from workflow.errors import Invalid, NotYours
from workflow.models import Appointment, Clock, Department, DepartmentAlias
from workflow.progress import advance, refuse_future
from workflow.standing import posts_as, tell

REFORMERS = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Succession:
    """What went over: the cases, how much besides, how many appointments, and by which names the successor is known."""

    cases: list[Assignment]
    along: int
    appointments: int
    aliases: list[str]


@transaction.atomic
def succeed(
    old: Department,
    *,
    successor: Department,
    from_day: dt.date,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    with_people: bool = False,
) -> Succession:
    """整体划转: from that day the successor has every case that the old unit had not answered, and all that waits."""
    posts = posts_as(by, REFORMERS, jurisdiction_id=old.jurisdiction_id)
    if not posts:
        raise NotYours("只有督查和管理员可以办理机构划转。")
    refuse_future(on, at)
    # Two reforms of one unit at once come here one after the other.
    place = next_place(old.case_uid)
    old.refresh_from_db()
    successor.refresh_from_db()
    refuse_wrong_successor(old, successor, from_day, on)
    _refuse_shared(old, successor)
    old.until, old.successor = from_day - DAY, successor
    old.save(update_fields=["until", "successor"])
    # Those that the old unit had taken over have the same heir: `successor` is who stands in a unit's place today.
    Department.objects.filter(successor=old).update(successor=successor)
    people = _move_people(old, successor, from_day) if with_people else 0
    when: dict[str, Any] = {"by": by, "on": on, "at": at}
    cases, along = _move_all(old, successor, with_people=with_people, **when)
    names = _take_over_names(old, successor)
    payload = {
        "department": successor.name,
        "from_day": from_day.isoformat(),
        "cases": len(cases),
        "along": along,
        "moved_posts": people,
    }
    tell(old, "succeed", posts, place=place, payload=payload, **when)
    return Succession(cases, along, people, names)


@transaction.atomic
def follow(old: Department, *, by: Actor, on: dt.date, at: dt.datetime) -> list[Assignment]:
    """划转遗留件: what came back to a unit after its reform (重新办理) goes to whoever stands in its place now."""
    posts = posts_as(by, REFORMERS, jurisdiction_id=old.jurisdiction_id)
    if not posts:
        raise NotYours("只有督查和管理员可以办理机构划转。")
    refuse_future(on, at)
    place = next_place(old.case_uid)
    heir = heir_of(old)
    if heir is None:
        raise Invalid(f"{old.name}尚未划转。", field="old")
    _refuse_shared(old, heir)
    when: dict[str, Any] = {"by": by, "on": on, "at": at}
    cases, _ = _move_all(old, heir, with_people=False, **when)
    if not cases:
        raise Invalid(f"{old.name}没有遗留的件。", field="old")
    tell(old, "follow", posts, place=place, payload={"department": heir.name, "cases": len(cases)}, **when)
    return cases


def heir_of(old: Department) -> Department | None:
    """The unit at the end of the line of successors, which is there today."""
    heir, seen = old.successor, {old.pk}
    while heir and heir.successor and heir.pk not in seen:
        seen.add(heir.pk)
        heir = heir.successor
    return heir


def left_behind(jurisdiction_ids: Iterable[int]) -> QuerySet[Department]:
    """Units that were taken over and have something in hand again, with how many."""
    open_now = Count("assignments", filter=Q(assignments__status__in=STILL_TO_ANSWER))
    gone = Department.objects.filter(jurisdiction__in=jurisdiction_ids, successor__isnull=False)
    units: QuerySet[Department] = gone.select_related("successor").annotate(count=open_now).filter(count__gt=0)
    return units.order_by("name")


def cases_to_move(old: Department) -> QuerySet[Assignment]:
    """What the unit has in hand; answered ones stay where they were answered."""
    mine: QuerySet[Assignment] = Assignment.objects.still_to_answer().filter(department=old)
    return mine.select_related("proposal__session", "officer").order_by("id")


def shared_cases(old: Department, successor: Department) -> QuerySet[Assignment]:
    """Cases that both have: as one unit they would stand twice on them, which is for the supervisor to settle first."""
    theirs = Assignment.objects.held().filter(department=successor)
    return cases_to_move(old).filter(proposal__in=theirs.values("proposal"))


def refuse_wrong_successor(old: Department, successor: Department, from_day: dt.date, on: dt.date) -> None:
    if successor.jurisdiction_id != old.jurisdiction_id:
        raise Invalid("承继单位应为本地区的单位。", field="successor")
    if old.parent_id or successor.parent_id:
        raise Invalid("科室随所属单位划转，请选择单位。", field="successor")
    if successor == old:
        raise Invalid("不能划转给本单位。", field="successor")
    if old.successor_id:
        raise Invalid(f"{old.name}已划转。", field="old")
    if _leads_to(successor, old):
        raise Invalid(f"{successor.name}是由{old.name}承继的，不能互相承继。", field="successor")
    if successor.until or successor.successor_id:
        raise Invalid(f"{successor.name}已停用或已划转。", field="successor")
    if successor.since and successor.since > from_day:
        raise Invalid(f"{successor.name}自{successor.since:%Y年%-m月%-d日}起启用。", field="from_day")
    _refuse_wrong_day(old, from_day, on)


def _refuse_wrong_day(old: Department, from_day: dt.date, on: dt.date) -> None:
    if from_day > on:
        raise Invalid("划转日期不能晚于今天。", field="from_day")
    newest = old.assignments.order_by("-assigned_on").values_list("assigned_on", flat=True).first()
    if newest and from_day < newest:
        raise Invalid(f"原单位{newest:%Y年%-m月%-d日}仍接受交办，划转日期不能早于该日。", field="from_day")
    if (old.since and from_day <= old.since) or (old.until and old.until < from_day - DAY):
        raise Invalid("划转日期应在原单位启用之后、停用之前。", field="from_day")


def _leads_to(unit: Department, goal: Department) -> bool:
    seen: set[int] = set()
    following: Department | None = unit.successor
    while following and following.pk not in seen:
        if following == goal:
            return True
        seen.add(following.pk)
        following = following.successor
    return False


def _refuse_shared(old: Department, successor: Department) -> None:
    """All of them in one refusal, so that nobody settles the cases only to hear of the plans."""
    both_have = (
        ("承继单位已承办下列提案", [each.proposal.number for each in shared_cases(old, successor)]),
        ("承继单位与原单位同在下列提案的预交办中", [each.number for each in shared_plans(old, successor)]),
    )
    if said := [
        f"{what}，请先调整：{'、'.join(f'第{each}号' for each in numbers)}。" for what, numbers in both_have if numbers
    ]:
        raise Invalid("".join(said), field="successor")


def _move_all(
    old: Department, successor: Department, *, with_people: bool, **when: Any
) -> tuple[list[Assignment], int]:
    """The cases in hand, and how many rows of other kinds waited for the old unit."""
    move_case = partial(_move_case, with_people=with_people)
    moved = take_along(old, successor, beside=lambda: [(case, move_case) for case in cases_to_move(old)], **when)
    cases = [case for case in moved if isinstance(case, Assignment)]
    return cases, len(moved) - len(cases)


def _move_case(
    case: Assignment,
    old: Department,
    successor: Department,
    *,
    with_people: bool,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
) -> None:
    row = ASSIGNMENT_FLOW.begin("transfer", by, case, on=on)
    # The old unit's section is not the successor's; the officer stays where the people come along.
    facts = {"department": successor, "section": None, "officer": case.officer if with_people else None}
    advance(case, row, by=by, on=on, at=at, facts=facts, payload=told(old, successor))
    Clock.objects.open().filter(subject_uid=case.uid, holder=old).update(holder=successor)


def _move_people(old: Department, successor: Department, from_day: dt.date) -> int:
    """Everybody's posts end with the old unit and begin in the successor the next day, as they were."""
    posts = list(Appointment.objects.of_unit(old).lasting(from_day))
    for post in posts:
        since = max(filter(None, (post.since, from_day)))
        Appointment.objects.create(**_like(post) | {"department": successor, "since": since})
    begun = Appointment.objects.filter(pk__in=[post.pk for post in posts]).exclude(since__gte=from_day)
    begun.update(until=from_day - DAY)
    Appointment.objects.filter(pk__in=[post.pk for post in posts], since__gte=from_day).delete()
    return len(posts)


def _like(post: Appointment) -> dict[str, Any]:
    """Every column of a post but its names in the database."""
    columns = [field for field in Appointment._meta.concrete_fields if field.name not in {"id", "uid"}]
    return {column.name: getattr(post, column.name) for column in columns}


def _take_over_names(old: Department, successor: Department) -> list[str]:
    """Lists of later years may still call the old names; only those that call nobody else."""
    taken = []
    for name in dict.fromkeys(filter(None, (old.name, old.short_name))):
        others = Department.objects.units().filter(jurisdiction=old.jurisdiction_id).called(name)
        if not others.exclude(pk=old.pk).exists() and not _is_alias(old.jurisdiction_id, name):
            DepartmentAlias.objects.create(jurisdiction_id=old.jurisdiction_id, department=successor, name=name)
            taken.append(name)
    return taken


def _is_alias(jurisdiction_id: int, name: str) -> bool:
    return DepartmentAlias.objects.filter(jurisdiction=jurisdiction_id, name=name).exists()
