"""advance(), enter() and take_back(): the only writers of a status, each with its row on the trail."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from workflow import clocks
from workflow.actor import Actor
from workflow.audit import Told, hold, next_place, record, record_all, record_first
from workflow.enums import Role, Source
from workflow.errors import CaseMovedOn, Invalid
from workflow.models import AuditEvent, TrailHead
from workflow.statemachine import NEW, Transition


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
    held: TrailHead | None = None,
) -> None:
    """Move `case` along `row`, or raise CaseMovedOn if somebody moved it since it was read. Call inside a transaction.

    `facts` are columns that belong to the new state: they are written in the same statement, so that no
    constraint ever sees one without the other. `payload` goes on the trail. `held`: its head, where a verb has it.
    """
    refuse_impossible(case, on, at)
    refuse_too_late(case, row, by=by, on=on, at=at, note=note)
    # The trail first, then the row: every verb of a case takes its locks in this order.
    place = next_place(case.case_uid, held or case.__dict__.pop("held", None))
    source, facts = case.status, facts or {}
    target = row.target or source
    before = columns_of(case, facts) if row.undoable else {}
    mine = type(case)._base_manager.filter(pk=case.pk, status=source)
    contended = row.target is not None or bool(facts)
    if not contended:
        # A move that stays and sets nothing only must still be in this state: two people cannot contend for it.
        changed = mine.update(status=source)
    else:
        changed = mine.filter(version=case.version).update(status=target, version=F("version") + 1, **facts)
    if changed != 1:
        raise CaseMovedOn
    case.status, case.version = target, case.version + int(contended)
    for name, value in facts.items():
        setattr(case, name, value)
    inscribe(
        case, row, place=place, source=source, by=by, on=on, at=at, note=note,
        payload=(payload or {}) | ({"before": before} if before else {}),
    )  # fmt: skip


def inscribe(case: Any, row: Transition, *, by: Actor, payload: dict[str, Any], **event: Any) -> None:
    """The move's row on the trail, in the post that its maker acted in."""
    by, role, payload = in_post(case, row, by, payload)
    record(case, row.name, target=case.status, by=by, role=role, payload=payload, **event)
    # What the row remembers of its surroundings is read anew after a move.
    case.forget()


def in_post(case: Any, row: Transition, by: Actor, payload: dict[str, Any]) -> tuple[Actor, str, dict[str, Any]]:
    """Who moves, as what, and what the trail keeps of it where that is somebody else's place."""
    post = min((post for post in case.posts_of(by) if post.role in row.who), key=lambda post: post.rank, default=None)
    role = "" if post is None else Role.SUPERVISOR if post.proxy else post.role
    if post and post.proxy:
        # 代录: the supervisor enters it in the place of a unit that works on paper.
        payload = payload | {"entered_for": Role(post.role).value}
    if post and post.on_behalf_of:
        by = dataclasses.replace(by, acting_for=post.on_behalf_of)
    return by, role, payload


def columns_of(case: Any, facts: Iterable[str]) -> dict[str, Any]:
    """What stands in these columns now, as JSON can keep it: what an undo writes back."""
    columns = [case._meta.get_field(name).attname for name in facts]
    return {name: value.isoformat() if isinstance(value := getattr(case, name), dt.date) else value for name in columns}


def take_back(case: Any, row: Transition, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> AuditEvent:
    """Undo the last move along `row`: its columns get back what they held, its clocks run as before.

    Returns the event that was taken back. Call inside a transaction.
    """
    undone: AuditEvent = case.last_move
    fields = [case._meta.get_field(name) for name in undone.payload.get("before", {})]
    facts = {field.attname: field.to_python(undone.payload["before"][field.attname]) for field in fields}
    advance(case, row, by=by, on=on, at=at, note=note, facts=facts, payload={"undone": undone.seq})
    clocks.restore(case, undone.entered_at, by=by, on=on, now=at)
    for field in fields:
        # A relation that was read before still holds the row that is no longer meant.
        field.delete_cached_value(case) if field.is_relation and field.is_cached(case) else None
    return undone


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
    refuse_impossible(case, on, at)
    refuse_too_late(case, row, by=by, on=on, at=at, note=note)
    case.status = row.target
    case.save(force_insert=True)
    inscribe(case, row, source=NEW, by=by, on=on, at=at, note=note, payload=payload or {})


def enter_each(
    entries: Sequence[tuple[Any, Transition, dt.date]],
    *,
    heads: dict[uuid.UUID, TrailHead],
    by: Actor,
    at: dt.datetime,
) -> None:
    """`enter` for many new rows of one kind at once, each along its own row of the law and on its own day.

    heads: the trails that they stand on, as `hold_many` gave them. Call inside a transaction.
    """
    told = []
    for case, row, on in entries:
        refuse_impossible(case, on, at)
        refuse_too_late(case, row, by=by, on=on, at=at, note="")
        case.status = row.target
        maker, role, payload = in_post(case, row, by, {})
        facts = {"from_status": NEW, "to_status": case.status, "role": role, "payload": payload}
        told.append(Told(case, row.name, maker, on, facts))
    if told:
        type(entries[0][0])._base_manager.bulk_create([case for case, _, _ in entries])
        record_all(told, heads=heads, at=at)
    for case, _, _ in entries:
        case.forget()


def advance_each(
    cases: Sequence[Any], row: Transition, *, by: Actor, on: dt.date, at: dt.datetime, facts: dict[str, Any]
) -> None:
    """`advance` for rows of one kind and one case that move alike, in one statement: all of them, or CaseMovedOn."""
    for case in cases:
        refuse_impossible(case, on, at)
    source, target = cases[0].status, row.target or cases[0].status
    held = cases[0].__dict__.pop("held", None) or hold(cases[0].case_uid)
    mine = type(cases[0])._base_manager.filter(pk__in=[case.pk for case in cases], status=source)
    if mine.update(status=target, version=F("version") + 1, **facts) != len(cases):
        raise CaseMovedOn
    told = []
    for case in cases:
        maker, role, payload = in_post(case, row, by, {})
        event = {"from_status": source, "to_status": target, "role": role, "payload": payload}
        told.append(Told(case, row.name, maker, on, event))
    record_all(told, heads={held.case_uid: held}, at=at)


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


# A list of last year's proposals and a consequence of a rule are not entered late by anybody.
NEVER_LATE = frozenset({Source.IMPORT, Source.RULE})


def refuse_too_late(case: Any, row: Transition, *, by: Actor, on: dt.date, at: dt.datetime, note: str) -> None:
    """补录 within the limit of the rules and with its reason; what is older is the supervisor's to enter."""
    today = timezone.localdate(at)
    if on >= today or not row.offered or by.source in NEVER_LATE:
        return
    if Role.SUPERVISOR not in case.roles_of(by) and today > (last_day := case.enter_until(on)):
        raise Invalid(f"{on:%Y年%-m月%-d日}的事项应在{last_day:%Y年%-m月%-d日}前补录；逾期请督查补录。", field="on")
    if not (note.strip() or row.outside):
        raise Invalid("补录须在备注中说明理由。", field="note")


def words_of(model: Any, columns: Iterable[str]) -> str:
    """Columns as people know them."""
    return "、".join(str(model._meta.get_field(name).verbose_name) for name in sorted(columns))


def refuse_future(on: dt.date, at: dt.datetime) -> None:
    if on > timezone.localdate(at):
        raise Invalid("发生日期不能晚于今天。", field="on")
