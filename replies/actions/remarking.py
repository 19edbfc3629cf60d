"""批注: what a reader says of a passage of a draft, until it is settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from letters.differences import find_again
from replies.actions import versions
from replies.actions.editing import may_write
from replies.flows import BEFORE_SIGNING
from replies.models import Remark, Reply
from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import CaseMovedOn, Invalid, NotYours, TransitionRefused, given

# Who reads a draft before it is signed.
READERS = frozenset({Role.DRAFTER, Role.SECTION_HEAD, Role.OFFICE, Role.SIGNER, Role.COSIGNER, Role.SUPERVISOR})
LONGEST_PASSAGE = 2_000
LONGEST_REMARK = 2_000


@transaction.atomic
def remark(reply: Reply, *, start: int, end: int, words: str, by: Actor, at: dt.datetime) -> Remark:
    """Say something of the characters `start` to `end` (exclusive) of the body as it stands."""
    if reply.status not in BEFORE_SIGNING:
        raise TransitionRefused("已签发或作废的公文不再批注。")
    if not READERS & reply.roles_of(by):
        raise NotYours("只有本件的承办、审核、签发人员可以批注。")
    passage = reply.body[start:end]
    if start < 0 or not passage.strip():
        raise Invalid("请先在正文中选中要批注的文字。", field="start")
    if len(passage) > LONGEST_PASSAGE:
        raise Invalid(f"一次批注的文字不能超过{LONGEST_PASSAGE}字。", field="end")
    words = given(words, "请填写批注。", field="words")
    if len(words) > LONGEST_REMARK:
        raise Invalid(f"批注不能超过{LONGEST_REMARK}字。", field="words")
    return Remark.objects.create(
        reply=reply,
        version=versions.keep(reply, by=by, at=at),
        start=start,
        end=start + len(passage),
        quote=passage,
        words=words,
        author=by.user,
        author_key=None if by.user else by.key,
        author_name=str(by)[:80],
        created_at=at,
    )


@transaction.atomic
def settle(remark: Remark, *, by: Actor, at: dt.datetime) -> None:
    """已处理, by whoever may change the text now, or taken back by whoever made it."""
    if not (remark.made_by(by.user, by.key) or may_write(remark.reply, by)):
        raise NotYours("只有正在修改本稿的人和批注人可以了结批注。")
    settled = {"settled_at": at, "settled_by": by.user, "settled_key": None if by.user else by.key}
    if Remark.objects.open().filter(pk=remark.pk).update(**settled) != 1:
        raise CaseMovedOn


@dataclass(frozen=True, slots=True)
class Placed:
    """A remark and where its passage stands in the text of today; None where it was changed since."""

    remark: Remark
    start: int | None

    @property
    def end(self) -> int | None:
        return None if self.start is None else self.start + len(self.remark.quote)


def placed(reply: Reply) -> list[Placed]:
    """The open remarks in the order of the text; those whose passage is gone come last."""
    found = [
        Placed(each, find_again(each.quote, each.start, reply.body))
        for each in reply.remarks.open().select_related("version")
    ]
    return sorted(found, key=lambda each: (each.start is None, each.start or 0))
