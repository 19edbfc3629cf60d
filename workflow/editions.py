"""Numbered editions of what a place decided: begun, revised until published, and never changed again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet

from workflow.actor import Actor
from workflow.enums import Role, Source
from workflow.errors import CaseMovedOn, Invalid, NotYours
from workflow.models import Jurisdiction

KEEPERS = (Role.ADMINISTRATOR,)


def next_number(editions: QuerySet[Any], jurisdiction: Jurisdiction) -> int:
    """The number after the last one. The place's row puts those who begin at once in a queue."""
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    return (editions.aggregate(last=Max("number"))["last"] or 0) + 1


def write(edition: Any, **facts: Any) -> None:
    """Change an edition that nobody published meanwhile; CaseMovedOn where somebody did."""
    mine = type(edition)._default_manager.filter(pk=edition.pk, published_at=None)
    if mine.update(**facts) != 1:
        raise CaseMovedOn
    for name, value in facts.items():
        setattr(edition, name, value)


def refuse_others(jurisdiction_id: int, by: Actor, *, what: str) -> None:
    keeps = any(post.role in KEEPERS and post.jurisdiction_id == jurisdiction_id for post in by.posts)
    if by.source != Source.COMMAND and not keeps:
        raise NotYours(f"{what}由该地区的管理员设置。")


def refuse_published(edition: Any) -> None:
    if edition.published_at:
        raise Invalid(f"已发布的{edition._meta.verbose_name}不再修改，请另建新版。")


def refuse_earlier(valid_from: dt.date, editions: QuerySet[Any]) -> None:
    """What counts on a day that has passed stays as it was."""
    newest = editions.published().aggregate(newest=Max("valid_from"))["newest"]  # type: ignore[attr-defined]
    if newest and valid_from < newest:
        raise Invalid(f"生效日期不能早于已发布版本的生效日期{newest:%Y年%-m月%-d日}。", field="valid_from")
