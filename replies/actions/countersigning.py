"""会签: the units that were consulted agree to the draft, each once; the last agreement sends it on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from replies.actions.owing import hold_case
from replies.flows import REPLY_FLOW
from replies.models import Countersignature, Reply
from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import CaseMovedOn, Invalid, given
from workflow.models import Department
from workflow.progress import advance


def ask(reply: Reply) -> None:
    """A place for each unit's word in the round that has just begun. Call inside the transaction of the move."""
    Countersignature.objects.bulk_create(
        Countersignature(reply=reply, department=unit, round=reply.countersign_round) for unit in reply.cosigners()
    )


@transaction.atomic
def countersign(
    reply: Reply,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person: str = "",
    words: str = "",
    department: Department | None = None,
) -> Countersignature:
    """会签同意, of one unit. `department` is named where one person may speak for several."""
    # Of the last two units to agree at one moment, the second counts after the first is done.
    hold_case(reply)
    row = REPLY_FLOW.check("countersign", by, reply, on=on)
    place = place_of(reply, by, department)
    name = person.strip() or (by.user.name if by.user and not place.department.works_on_paper else "")
    name = given(name, "请填写会签人。", field="person")
    payload = {"department": place.department.name, "person": name}
    advance(reply, row, by=by, on=on, at=at, note=words.strip(), payload=payload)
    say(place, agreed=True, words=words, person=name, by=by, on=on, at=at)
    if not reply.asked().waiting().exists():
        advance(reply, REPLY_FLOW.check("countersigned", by, reply, on=on), by=by, on=on, at=at)
    return place


def place_of(reply: Reply, by: Actor, department: Department | None = None) -> Countersignature:
    """The place of the unit that this actor speaks for, still empty."""
    units = {post.unit_id for post in reply.posts_of(by) if post.role == Role.COSIGNER}
    mine = reply.asked().waiting().filter(department__in=units).select_related("department")
    places = list(mine if department is None else mine.filter(department=department))
    if department and not places:
        raise Invalid(f"“{department.name}”未被要求会签，或已经会签。", field="department")
    if len(places) != 1:
        raise Invalid("请选择会签单位。", field="department")
    place: Countersignature = places[0]
    return place


def object_to(reply: Reply, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """A unit that was asked sends the draft back: its words stand beside those of the others."""
    units = {post.unit_id: post for post in reply.posts_of(by) if post.role == Role.COSIGNER}
    for place in reply.asked().waiting().filter(department__in=units)[:1]:
        say(place, agreed=False, words=reason, person=str(by)[:80], by=by, on=on, at=at)


def say(
    place: Countersignature, *, agreed: bool, words: str, person: str, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """Fill one place, once: the second of two from one unit finds it filled."""
    facts = {
        "agreed": agreed,
        "words": words.strip(),
        "person": person,
        "happened_on": on,
        "entered_by": str(by),
        "entered_at": at,
    }
    if Countersignature.objects.waiting().filter(pk=place.pk).update(**facts) != 1:
        raise CaseMovedOn
    for name, value in facts.items():
        setattr(place, name, value)
