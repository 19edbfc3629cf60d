"""办理规则: an edition is begun, revised until it is right, and published; then it never changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from workflow.actor import Actor
from workflow.enums import Role, Source
from workflow.errors import CaseMovedOn, Invalid, NotYours
from workflow.models import CaseKind, Jurisdiction, RuleVersion
from workflow.presets import USUAL, presets

KEEPERS = (Role.ADMINISTRATOR,)
IN_FORCE = "in_force"


def content_of(source: str, jurisdiction: Jurisdiction, *, kind: CaseKind, on: dt.date) -> dict[str, Any]:
    """What a new edition starts from: a preset, or what is in force; the usual preset where nothing is yet."""
    if source == IN_FORCE:
        now = RuleVersion.objects.in_force(on).filter(jurisdiction=jurisdiction, kind=kind).first()
        return dict(now.content if now else presets()[USUAL].content)
    return presets()[source].content


@transaction.atomic
def begin(
    jurisdiction: Jurisdiction, *, kind: CaseKind, content: dict[str, Any], valid_from: dt.date, by: Actor
) -> RuleVersion:
    """A new edition that does not count yet."""
    _refuse_others(jurisdiction.pk, by)
    # The place's row puts those who begin at once in a queue, so that a number is taken once.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    last = RuleVersion.objects.filter(jurisdiction=jurisdiction, kind=kind).aggregate(last=Max("number"))["last"]
    rule = RuleVersion(
        jurisdiction=jurisdiction, kind=kind, content=content, valid_from=valid_from, number=(last or 0) + 1
    )
    _refuse_wrong(rule)
    rule.save(force_insert=True)
    return rule


@transaction.atomic
def revise(rule: RuleVersion, *, content: dict[str, Any], valid_from: dt.date, by: Actor) -> None:
    """Other limits and switches in an edition that is not published. What was seen last is written over."""
    _refuse_others(rule.jurisdiction_id, by)
    _refuse_published(rule)
    rule.content, rule.valid_from = content, valid_from
    _refuse_wrong(rule)
    _write(rule, content=content, valid_from=valid_from)


def as_written(rule: RuleVersion, *, content: dict[str, Any], valid_from: dt.date, by: Actor) -> RuleVersion:
    """What `revise` would keep, checked alike and not kept: for a trial."""
    _refuse_others(rule.jurisdiction_id, by)
    written = RuleVersion(
        jurisdiction_id=rule.jurisdiction_id,
        kind_id=rule.kind_id,
        number=rule.number,
        content=content,
        valid_from=valid_from,
    )
    _refuse_wrong(written)
    return written


@transaction.atomic
def publish(rule: RuleVersion, *, by: Actor, at: dt.datetime, confirmed: bool = False) -> None:
    """From its first day on it counts for what is handed over; what was handed over before keeps its own edition.

    confirmed: its warnings were read, and it is meant so.
    """
    _refuse_others(rule.jurisdiction_id, by)
    _refuse_published(rule)
    _refuse_wrong(rule)
    if not rule.has_limits:
        raise Invalid("规则没有设置任何期限，发布后没有期限可以计算，不能发布。")
    if not confirmed and (warnings := rule.warnings()):
        raise Invalid(f"{''.join(warnings)}确要这样发布的，请勾选确认后再发布。", field="confirmed")
    published = RuleVersion.objects.published().filter(jurisdiction=rule.jurisdiction_id, kind=rule.kind_id)
    newest = published.aggregate(newest=Max("valid_from"))["newest"]
    if newest and rule.valid_from < newest:
        raise Invalid(f"生效日期不能早于已发布规则的生效日期{newest:%Y年%-m月%-d日}。", field="valid_from")
    _write(rule, published_at=at)


def _write(rule: RuleVersion, **facts: Any) -> None:
    mine = RuleVersion.objects.filter(pk=rule.pk, published_at=None)
    if mine.update(**facts) != 1:
        raise CaseMovedOn
    for name, value in facts.items():
        setattr(rule, name, value)


def _refuse_others(jurisdiction_id: int, by: Actor) -> None:
    keeps = any(post.role in KEEPERS and post.jurisdiction_id == jurisdiction_id for post in by.posts)
    if by.source != Source.COMMAND and not keeps:
        raise NotYours("办理规则由该地区的管理员设置。")


def _refuse_published(rule: RuleVersion) -> None:
    if rule.published_at:
        raise Invalid("已发布的规则不再修改，请另建新版。")


def _refuse_wrong(rule: RuleVersion) -> None:
    if problems := rule.problems():
        raise Invalid("".join(problems))
