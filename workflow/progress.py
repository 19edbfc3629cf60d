"""advance() and enter(): the only writers of a status, each with its row on the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from workflow.actor import Actor
from workflow.audit import record, record_first
from workflow.errors import CaseMovedOn, Invalid
from workflow.statemachine import Transition


def advance(
    case: Any,
    row: Transition,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
    facts: dict[str, Any] | None = None,
    payload: dict[str, Any] | None = None,
) -> None:
    """Move `case` along `row`, or raise CaseMovedOn if somebody moved it since it was read. Call inside a transaction.

    `facts` are columns that belong to the new state: they are written in the same statement, so that no
    constraint ever sees one without the other. `payload` goes on the trail.
    """
    refuse_future(on, at)
    source = case.status
    target = row.target or source
    mine = type(case)._base_manager.filter(pk=case.pk, status=source)
    if row.target is None:
        # A move that stays changes nothing two people could contend for; it only must still be in this state.
        changed = mine.update(status=source, **facts or {})
    else:
        changed = mine.filter(version=case.version).update(status=target, version=F("version") + 1, **facts or {})
    if changed != 1:
        raise CaseMovedOn
    case.status, case.version = target, case.version + (row.target is not None)
    for name, value in (facts or {}).items():
        setattr(case, name, value)
    role = min(row.who & case.roles_of(by), default="")
    record(
        case,
        row.name,
        source=source,
        target=target,
        by=by,
        on=on,
        at=at,
        role=role,
        note=note,
        payload=payload,
    )


def enter(
    case: Any,
    row: Transition,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
    payload: dict[str, Any] | None = None,
) -> None:
    """Save a new case in the first state that `row` gives it, with its trail row. Call inside a transaction."""
    refuse_future(on, at)
    case.status = row.target
    case.save(force_insert=True)
    role = min(row.who & case.roles_of(by), default="")
    record(case, row.name, target=case.status, by=by, on=on, at=at, role=role, note=note, payload=payload)


def enter_many(cases: Sequence[Any], *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """Save many new cases at once, each in the state that it already names: for loads, where no verb was made.

    The trail gets one `load` event for each proposal; rows below one, such as assignments, are on its trail by that.
    """
    refuse_future(on, at)
    type(cases[0])._base_manager.bulk_create(cases, batch_size=1000)
    if cases[0].case_uid == cases[0].uid:
        record_first(cases, "load", by=by, on=on, at=at)


def edit(case: Any, *, version: int, **fields: Any) -> None:
    """Write `fields` if `case` still has this version and state, else CaseMovedOn. The caller asks its table."""
    mine = type(case)._base_manager.filter(pk=case.pk, status=case.status, version=version)
    if mine.update(version=F("version") + 1, **fields) != 1:
        raise CaseMovedOn
    case.version = version + 1
    for name, value in fields.items():
        setattr(case, name, value)


def refuse_future(on: dt.date, at: dt.datetime) -> None:
    if on > timezone.localdate(at):
        raise Invalid("发生日期不能晚于今天。", field="on")
