"""Who has a draft open to change it, and what they typed and did not save yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from replies.flows import EDITABLE
from replies.models import Editing, Reply, UnsavedText
from workflow.actor import Actor
from workflow.errors import CaseMovedOn, Invalid, NotYours, OfficeError
from workflow.models import User

# A page gives a sign of life every half minute; after this silence the draft is free.
SILENCE = dt.timedelta(minutes=3)
# What is kept of a form between two saves: its own fields, each as long as any text may be.
LONGEST_FORM = 300_000


class SomebodyWrites(OfficeError):
    """Another person has the draft open and gave a sign of life just now."""

    code = "somebody_writes"

    def __init__(self, other: Editing, by: Actor) -> None:
        # A program is nobody whom the other could talk to: it does not take over.
        then = "请接手后再保存" if by.user else f"请待保存，或在{SILENCE.seconds // 60}分钟没有动静后再提交"
        super().__init__(f"{other.user.name}正在修改本稿，{then}。")


def begin(reply: Reply, *, by: Actor, at: dt.datetime) -> Editing | None:
    """Open a draft to change it; None where it is now one's own, else who has it open."""
    user = _writer(reply, by)
    try:
        with transaction.atomic():
            Editing.objects.create(reply=reply, user=user, since=at, seen_at=at)
    except IntegrityError:
        return _take_if_free(reply, user, at=at)
    return None


def take_over(reply: Reply, *, by: Actor, at: dt.datetime) -> None:
    """接手: the other one is told at their next sign of life; what they typed stays with them."""
    user = _writer(reply, by)
    Editing.objects.update_or_create(reply=reply, defaults={"user": user, "since": at, "seen_at": at})


@transaction.atomic
def autosave(reply: Reply, fields: Mapping[str, Any], *, based_on: int, by: Actor, at: dt.datetime) -> Editing | None:
    """Keep what stands in somebody's form, and hold the draft for them. Who has taken it over meanwhile is returned."""
    user = _writer(reply, by)
    if sum(len(str(value)) for value in fields.values()) > LONGEST_FORM:
        raise Invalid("文字过长，未能自动保存，请精简后保存。")
    kept = {"fields": dict(fields), "based_on": based_on, "at": at}
    UnsavedText.objects.update_or_create(reply=reply, user=user, defaults=kept)
    return begin(reply, by=by, at=at)


def discard(reply: Reply, *, by: Actor) -> None:
    """Forget what this person typed and did not save."""
    reply.unsaved.filter(user=by.user).delete()


def finish(reply: Reply, *, by: Actor) -> None:
    """What was typed is saved: nothing is left over, and the draft is free for the next."""
    discard(reply, by=by)
    Editing.objects.filter(reply=reply, user=by.user).delete()


def refuse_while_another_writes(reply: Reply, *, by: Actor, at: dt.datetime) -> None:
    if other := writing_now(reply, at=at).exclude(user=by.user).select_related("user").first():
        raise SomebodyWrites(other, by)


def writing_now(reply: Reply, *, at: dt.datetime) -> Any:
    return Editing.objects.filter(reply=reply, seen_at__gt=at - SILENCE)


def unsaved_of(reply: Reply, *, by: Actor) -> UnsavedText | None:
    """What this person typed and did not save; a text that says what is saved anyway is none."""
    found = reply.unsaved.filter(user=by.user).first() if by.user else None
    # A save from another window made it the text that stands.
    return found if found and _says_otherwise(found, reply) else None


def _says_otherwise(unsaved: UnsavedText, reply: Reply) -> bool:
    return any(getattr(reply, name, value) != value for name, value in unsaved.fields.items())


def _take_if_free(reply: Reply, user: User, *, at: dt.datetime) -> Editing | None:
    mine = Editing.objects.filter(reply=reply, user=user)
    # Two windows of one person may tell the time in the wrong order.
    if mine.filter(since__lte=at).update(seen_at=at):
        return None
    stale = Editing.objects.filter(reply=reply, seen_at__lte=at - SILENCE)
    if stale.update(user=user, since=at, seen_at=at):
        return None
    return Editing.objects.filter(reply=reply).exclude(user=user).select_related("user").first()


def may_write(reply: Reply, by: Actor) -> bool:
    """Whether the table of what may be edited gives the text of this draft into their hands now."""
    _, roles = EDITABLE.get(reply.status, (frozenset(), frozenset()))
    return bool(roles & reply.roles_of(by))


def refuse_strangers(reply: Reply, by: Actor) -> None:
    if not may_write(reply, by):
        raise NotYours("当前环节您不能修改本稿。")


def _writer(reply: Reply, by: Actor) -> User:
    refuse_strangers(reply, by)
    if by.user is None:
        raise CaseMovedOn
    return by.user
