"""任职: posts that the administrator of a place enters: a newcomer's first, and those of the place itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from proposals.actions.assigning import refuse_stopped
from workflow.actor import Actor, Post
from workflow.audit import next_place
from workflow.enums import Role
from workflow.errors import Invalid, NotYours
from workflow.models import Appointment, Department, User
from workflow.progress import refuse_future, words_of
from workflow.standing import posts_as, tell

# What may be put right; whoever gets another role or goes to another unit gets another post.
OF_THE_PLACE = frozenset({"since", "until", "hands_over_for"})
# In a unit it begins and ends by the verbs of its people, which ask about the cases.
IN_A_UNIT = frozenset({"is_head"})


@transaction.atomic
def give_post(post: Appointment, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """登记任职: enter a post that no unit could give, on the trail of its unit, or of the place."""
    keepers = _begin(post, by, on, at)
    refuse_impossible(post, on)
    place = next_place(_seat(post).case_uid)
    post.save(force_insert=True)
    days = {name: day.isoformat() for name in ("since", "until") if (day := getattr(post, name))}
    principal = {"principal": post.deputises_for.name} if post.deputises_for else {}
    tell(_seat(post), "give_post", keepers, by=by, on=on, at=at, place=place, payload=_named(post) | days | principal)


@transaction.atomic
def correct_post(post: Appointment, *, changes: Mapping[str, Any], by: Actor, on: dt.date, at: dt.datetime) -> None:
    """更正任职: the days of a post of the place, who is the head of a unit, whose units a supervisor hands over."""
    keepers = _begin(post, by, on, at)
    place = next_place(_seat(post).case_uid)
    post.refresh_from_db()
    facts = {name: value for name, value in changes.items() if getattr(post, name) != value}
    if not facts:
        raise Invalid("没有需要更正的内容。")
    if fixed := facts.keys() - open_fields(post):
        raise Invalid(
            f"不能更正“{words_of(Appointment, fixed)}”：单位人员的任职请在“人员与代理”中增加、取消或移交。",
            field=min(fixed),
        )
    told = [_said(post, name, value) for name, value in facts.items()]
    for name, value in facts.items():
        setattr(post, name, value)
    post.save(update_fields=list(facts))
    payload = _named(post) | {"changes": told}
    tell(_seat(post), "correct_post", keepers, by=by, on=on, at=at, place=place, payload=payload)


def open_fields(post: Appointment) -> frozenset[str]:
    return IN_A_UNIT if post.department_id else OF_THE_PLACE


def refuse_impossible(post: Appointment, on: dt.date) -> None:
    """What no post can be: a deputy in a unit or of oneself, or in a unit that is not there on its first day."""
    refuse_lent_unit(post.department, post.deputises_for)
    if post.deputises_for_id and post.deputises_for_id == post.user_id:
        raise Invalid("不能代行本人的职责。", field="deputises_for")
    if post.department:
        refuse_stopped(post.department, max(on, post.since or on), field="department")


def refuse_lent_unit(department: Department | None, principal: User | None) -> None:
    """In a unit a deputy holds all posts of the principal, for a time and not on top of another's."""
    if department and principal:
        raise Invalid("单位人员的代理请在“人员与代理”中设置。", field="deputises_for")


def _begin(post: Appointment, by: Actor, on: dt.date, at: dt.datetime) -> tuple[Post, ...]:
    """As what they act; a superuser, who sets up a place before it has an administrator, as nothing."""
    keepers = posts_as(by, {Role.ADMINISTRATOR}, jurisdiction_id=post.jurisdiction_id)
    if not keepers and not (by.user and by.user.is_superuser):
        raise NotYours("只有本地区管理员可以登记任职。")
    refuse_future(on, at)
    return keepers


def _seat(post: Appointment) -> Any:
    """Whose trail it stands on: that of the unit where its people are kept, else that of the place."""
    return (post.department.parent or post.department) if post.department else post.jurisdiction


def _named(post: Appointment) -> dict[str, Any]:
    return {"colleague": post.user.name, "role": Role(post.role).label}


def _said(post: Appointment, name: str, value: Any) -> str:
    words = {True: "是", False: "否", None: "无"}
    before, after = (
        words.get(each) if isinstance(each, bool | None) else each for each in (getattr(post, name), value)
    )
    return f"{words_of(Appointment, [name])}：{before} → {after}"
