"""The review queue's verbs: a person puts right what was read, and says whose a letter is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from letters.letter import Letter
from letters.plain import to_plain
from replies.actions.recording import record_letter
from replies.enums import IncomingStatus
from replies.importing.settling import OURS, day_of, suggestion, unit_called
from replies.models import IncomingLetter, Reply
from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Department, DepartmentAlias

KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


@transaction.atomic
def correct(
    incoming: IncomingLetter, *, letter: Letter, label: dict[str, Any], by: Actor, at: dt.datetime
) -> IncomingLetter:
    """Keep the label that a person made beside what was read; from here on it is what counts.

    label: as `as_label` writes it, of `letter`. A letter that became a case stays as it is there.
    """
    incoming = _held(incoming, by)
    if incoming.status in {IncomingStatus.MADE, IncomingStatus.POLICY}:
        raise TransitionRefused("该公文已建历史件，请在该件上更正。")
    if incoming.status == IncomingStatus.UNREAD:
        raise TransitionRefused("该文件尚未识读，无法更正。")
    incoming.correction = label | {"letter": to_plain(letter)}
    incoming.corrected_by, incoming.corrected_at = str(by)[:80], at
    incoming.kind, incoming.suggested_unit = letter.kind, suggestion(letter)
    incoming.status = IncomingStatus.WAITING if letter.kind in OURS else IncomingStatus.REJECTED
    incoming.save(update_fields=["correction", "corrected_by", "corrected_at", "kind", "suggested_unit", "status"])
    return incoming


@transaction.atomic
def confirm(incoming: IncomingLetter, *, department: Department, by: Actor, at: dt.datetime) -> Reply:
    """A person says which unit wrote a waiting letter: the name is remembered, the 历史件 is made."""
    incoming = _held(incoming, by)
    if incoming.status != IncomingStatus.WAITING:
        raise TransitionRefused("该公文已处理。")
    if department.jurisdiction_id != incoming.jurisdiction_id or department.parent_id:
        raise Invalid("该单位不是本地区的承办单位。", field="department")
    letter = incoming.letter
    if letter.issuer and unit_called(letter.issuer, incoming.jurisdiction) is None:
        DepartmentAlias.objects.get_or_create(
            jurisdiction=incoming.jurisdiction, name=letter.issuer[:80], defaults={"department": department}
        )
    reply = record_letter(letter, department=department, by=by, on=day_of(letter, at), at=at)
    incoming.department, incoming.reply, incoming.status, incoming.remark = department, reply, IncomingStatus.MADE, ""
    incoming.save(update_fields=["department", "reply", "status", "remark"])
    return reply


def _held(incoming: IncomingLetter, by: Actor) -> IncomingLetter:
    if not any(post.jurisdiction_id == incoming.jurisdiction_id and post.role in KEEPERS for post in by.posts):
        raise NotYours("您没有本地区导入公文的权限。")
    held: IncomingLetter = IncomingLetter.objects.select_for_update().get(pk=incoming.pk)
    return held
