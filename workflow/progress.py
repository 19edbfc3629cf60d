"""advance() and enter(): the only writers of a status, each with its row on the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from workflow.actor import Actor
from workflow.audit import next_place, record, record_first
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
    refuse_impossible(case, on, at)
    # The trail first, then the row: every verb of a case takes its locks in this order.
    place = next_place(case.case_uid)
    source = case.status
    target = row.target or source
    mine = type(case)._base_manager.filter(pk=case.pk, status=source)
    contended = row.target is not None or bool(facts)
    if not contended:
        # A move that stays and sets nothing only must still be in this state: two people cannot contend for it.
        changed = mine.update(status=source)
    else:
        changed = mine.filter(version=case.version).update(status=target, version=F("version") + 1, **facts or {})
    if changed != 1:
        raise CaseMovedOn
    case.status, case.version = target, case.version + int(contended)
    for name, value in (facts or {}).items():
        setattr(case, name, value)
    role = min(row.who & case.roles_of(by), default="")
    record(
        case,
        row.name,
        place=place,
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


def refuse_impossible(case: Any, on: dt.date, at: dt.datetime) -> None:
    """A move happens neither tomorrow nor before the case came to where it is."""
    refuse_future(on, at)
    if case.earliest and on < case.earliest:
        raise Invalid(f"发生日期不能早于{case.earliest:%Y年%-m月%-d日}。", field="on")


def words_of(model: Any, columns: Iterable[str]) -> str:
    """Columns as people know them."""
    return "、".join(str(model._meta.get_field(name).verbose_name) for name in sorted(columns))


def refuse_future(on: dt.date, at: dt.datetime) -> None:
    if on > timezone.localdate(at):
        raise Invalid("发生日期不能晚于今天。", field="on")
