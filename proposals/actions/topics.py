"""Topics 专题: gathering proposals of many units and years under one name."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from proposals.models import Proposal, Topic
from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import Invalid, NotYours, given
from workflow.models import Jurisdiction
from workflow.progress import refuse_future
from workflow.standing import posts_as, tell

KEEPERS = frozenset({Role.SUPERVISOR, Role.COMMITTEE})
LONGEST_NAME = 60


@transaction.atomic
def begin(*, jurisdiction: Jurisdiction, name: str, by: Actor, note: str = "") -> Topic:
    """建立专题. Its name is taken once in the place."""
    _refuse_stranger(jurisdiction.pk, by)
    name = _new_name(jurisdiction.pk, name)
    return Topic.objects.create(jurisdiction=jurisdiction, name=name, note=note.strip())


@transaction.atomic
def rename(topic: Topic, *, name: str, note: str, by: Actor) -> None:
    _refuse_stranger(topic.jurisdiction_id, by)
    topic.name, topic.note = _new_name(topic.jurisdiction_id, name, besides=topic), note.strip()
    topic.save(update_fields=["name", "note"])


@transaction.atomic
def gather(topic: Topic, proposals: Sequence[Proposal], *, by: Actor, on: dt.date, at: dt.datetime) -> list[Proposal]:
    """加入专题: those that are in it already stay untouched. Returns the others."""
    _refuse_stranger(topic.jurisdiction_id, by)
    refuse_future(on, at)
    if any(proposal.jurisdiction_id != topic.jurisdiction_id for proposal in proposals):
        raise Invalid("只能加入本地区的提案。", field="proposals")
    known = set(topic.proposals.filter(pk__in=[each.pk for each in proposals]).values_list("pk", flat=True))
    # In the order of their trails, so that two who gather at once never wait for each other.
    new = sorted({each for each in proposals if each.pk not in known}, key=lambda each: each.uid)
    topic.proposals.add(*new)
    _note("add_topic", topic, new, by=by, on=on, at=at)
    return new


@transaction.atomic
def drop(topic: Topic, proposals: Sequence[Proposal], *, by: Actor, on: dt.date, at: dt.datetime) -> list[Proposal]:
    """移出专题. Returns those that were in it."""
    _refuse_stranger(topic.jurisdiction_id, by)
    refuse_future(on, at)
    known = list(topic.proposals.filter(pk__in=[each.pk for each in proposals]).order_by("uid"))
    topic.proposals.remove(*known)
    _note("remove_topic", topic, known, by=by, on=on, at=at)
    return known


@dataclass(frozen=True, slots=True)
class _Placing:
    """A proposal in a topic, as the trail of the case names it: the topic is the subject, for no move was made."""

    case_uid: uuid.UUID
    jurisdiction_id: int
    uid: uuid.UUID
    _meta: Any = Topic._meta


def _note(move: str, topic: Topic, proposals: Sequence[Proposal], *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    posts = posts_as(by, KEEPERS, jurisdiction_id=topic.jurisdiction_id)
    for proposal in proposals:
        subject = _Placing(proposal.case_uid, topic.jurisdiction_id, topic.uid)
        tell(subject, move, posts, by=by, on=on, at=at, payload={"topic": topic.name})


def _new_name(jurisdiction_id: int, name: str, besides: Topic | None = None) -> str:
    name = given(name, "请填写专题名称。", field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"专题名称不能超过{LONGEST_NAME}字。", field="name")
    # The lock makes two who choose one name at once meet here, not at the constraint.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction_id)
    others = Topic.objects.filter(jurisdiction=jurisdiction_id, name=name)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        raise Invalid(f"已有专题“{name}”。", field="name")
    return name


def _refuse_stranger(jurisdiction_id: int, by: Actor) -> None:
    if not posts_as(by, KEEPERS, jurisdiction_id=jurisdiction_id):
        raise NotYours("只有督查和提案委可以设置专题。")
