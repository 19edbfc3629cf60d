"""办理规则: an edition is begun, revised until it is right, and published; then it never changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from workflow import editions
from workflow.actor import Actor
from workflow.errors import Invalid
from workflow.models import CaseKind, Jurisdiction, RuleVersion
from workflow.presets import USUAL, presets

WHAT = "办理规则"
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
    editions.refuse_others(jurisdiction.pk, by, what=WHAT)
    number = editions.next_number(RuleVersion.objects.filter(jurisdiction=jurisdiction, kind=kind), jurisdiction)
    rule = RuleVersion(jurisdiction=jurisdiction, kind=kind, content=content, valid_from=valid_from, number=number)
    _refuse_wrong(rule)
    rule.save(force_insert=True)
    return rule


@transaction.atomic
def revise(rule: RuleVersion, *, content: dict[str, Any], valid_from: dt.date, by: Actor) -> None:
    """Other limits and switches in an edition that is not published. What was seen last is written over."""
    editions.refuse_others(rule.jurisdiction_id, by, what=WHAT)
    editions.refuse_published(rule)
    rule.content, rule.valid_from = content, valid_from
    _refuse_wrong(rule)
    editions.write(rule, content=content, valid_from=valid_from)


def as_written(rule: RuleVersion, *, content: dict[str, Any], valid_from: dt.date, by: Actor) -> RuleVersion:
    """What `revise` would keep, checked alike and not kept: for a trial."""
    editions.refuse_others(rule.jurisdiction_id, by, what=WHAT)
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
    editions.refuse_others(rule.jurisdiction_id, by, what=WHAT)
    editions.refuse_published(rule)
    _refuse_wrong(rule)
    if not rule.has_limits:
        raise Invalid("规则没有设置任何期限，发布后没有期限可以计算，不能发布。")
    if not confirmed and (warnings := rule.warnings()):
        raise Invalid(f"{''.join(warnings)}确要这样发布的，请勾选确认后再发布。", field="confirmed")
    own = RuleVersion.objects.filter(jurisdiction=rule.jurisdiction_id, kind=rule.kind_id)
    editions.refuse_earlier(rule.valid_from, own)
    editions.write(rule, published_at=at)


def _refuse_wrong(rule: RuleVersion) -> None:
    if problems := rule.problems():
        raise Invalid("".join(problems))
