"""record(): the only writer of the trail; verify(): whether a chain still holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from workflow.actor import Actor
from workflow.models import AuditEvent, TrailHead

# What the hash covers, in this order for good: a changed list would break every chain there is.
SEALED = (
    "case_uid",
    "seq",
    "jurisdiction_id",
    "subject_kind",
    "subject_uid",
    "move",
    "from_status",
    "to_status",
    "actor",
    "actor_uid",
    "role",
    "source",
    "request_id",
    "reason",
    "payload",
    "happened_on",
    "entered_at",
    "prev_hash",
)
START = (0, "")  # place and hash before the first event of a chain


def record(
    case: Any,
    move: str,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    source: str = "",
    target: str = "",
    role: str = "",
    note: str = "",
    payload: dict[str, Any] | None = None,
    place: TrailHead | None = None,
) -> AuditEvent:
    """Append one event to the trail of `case.case_uid`. Call inside the transaction of the move itself.

    place: what `next_place` gave to a verb that had to take the trail's lock before the row's.
    """
    head = place or next_place(case.case_uid)
    event = _event(case, move, head, by=by, on=on, at=at, from_status=source, to_status=target, role=role, reason=note)
    event.payload = payload or {}
    event.hash = seal(event)
    event.save(force_insert=True)
    TrailHead.objects.filter(pk=head.pk).update(last_hash=event.hash)
    return event


def record_first(cases: Sequence[Any], move: str, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The first event of many new cases at once. Each must be its own case and have no trail yet."""
    heads = [TrailHead(case_uid=case.case_uid, length=1) for case in cases]
    events = [
        _event(case, move, head, by=by, on=on, at=at, to_status=case.status)
        for case, head in zip(cases, heads, strict=True)
    ]
    for head, event in zip(heads, events, strict=True):
        event.prev_hash = ""
        head.last_hash = event.hash = seal(event)
    TrailHead.objects.bulk_create(heads)
    AuditEvent.objects.bulk_create(events)


@dataclass(frozen=True, slots=True)
class Told:
    """One event to be: what `record` is told of one case."""

    case: Any
    move: str
    by: Actor
    on: dt.date
    facts: dict[str, Any] = field(default_factory=dict)


def record_all(told: Iterable[Told], *, heads: dict[uuid.UUID, TrailHead], at: dt.datetime) -> None:
    """Events on many trails, several on one where it is told so, in this order. heads: as `hold_many` gave them."""
    events = []
    for each in told:
        head = heads[each.case.case_uid]
        head.length += 1
        event = _event(each.case, each.move, head, by=each.by, on=each.on, at=at, **each.facts)
        head.last_hash = event.hash = seal(event)
        events.append(event)
    AuditEvent.objects.bulk_create(events)
    written = {event.case_uid: heads[event.case_uid] for event in events}
    TrailHead.objects.bulk_create(
        written.values(), update_conflicts=True, unique_fields=["case_uid"], update_fields=["length", "last_hash"]
    )


def record_each(
    told: Sequence[tuple[Any, dict[str, Any]]],
    move: str,
    *,
    heads: dict[uuid.UUID, TrailHead],
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
) -> None:
    """One event on the trail of each of these cases, with its payload. heads: as `hold_many` gave them."""
    events = [Told(case, move, by, on, {"reason": note, "payload": payload}) for case, payload in told]
    record_all(events, heads=heads, at=at)


def _event(
    case: Any, move: str, head: TrailHead, *, by: Actor, on: dt.date, at: dt.datetime, **facts: Any
) -> AuditEvent:
    return AuditEvent(
        case_uid=case.case_uid,
        seq=head.length,
        jurisdiction_id=case.jurisdiction_id,
        subject_kind=case._meta.model_name,
        subject_uid=case.uid,
        move=move,
        actor=str(by),
        actor_uid=by.uid,
        source=by.source,
        request_id=by.request_id,
        happened_on=on,
        entered_at=at,
        prev_hash=head.last_hash,
        **facts,
    )


def hold(case_uid: uuid.UUID) -> TrailHead:
    """Take the lock of a case's trail before reading what the verb is going to count; until commit it is ours."""
    head: TrailHead = TrailHead.objects.select_for_update(no_key=True).get(pk=case_uid)
    return head


def hold_many(case_uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, TrailHead]:
    """The trails of many cases, their locks taken in the order in which every verb takes them."""
    wanted = sorted(case_uids)
    heads = TrailHead.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    found = {head.case_uid: head for head in heads}
    return {uid: found.get(uid) or TrailHead(case_uid=uid) for uid in wanted}


def length_of(case: Any) -> int:
    """How many events the trail of a case has now."""
    length: int | None = TrailHead.objects.filter(pk=case.case_uid).values_list("length", flat=True).first()
    return length or 0


def next_place(case_uid: uuid.UUID, held: TrailHead | None = None) -> TrailHead:
    """Take the next number of a case's trail, and with it the lock that puts its writers in a queue.

    held: the head as `hold` gave it; it saves a look where nothing was written on this trail since.
    """
    if held is not None and held.case_uid == case_uid:
        mine = TrailHead.objects.filter(pk=case_uid, length=held.length)
        if mine.update(length=held.length + 1):
            held.length += 1
            return held
    # The update takes the head's row lock until commit: two moves of one case write one after the other.
    if not TrailHead.objects.filter(pk=case_uid).update(length=F("length") + 1):
        TrailHead.objects.bulk_create([TrailHead(case_uid=case_uid)], ignore_conflicts=True)
        TrailHead.objects.filter(pk=case_uid).update(length=F("length") + 1)
    return TrailHead.objects.get(pk=case_uid)


def seal(event: AuditEvent) -> str:
    """SHA-256 over the event and the hash before it."""
    values = {name: getattr(event, name) for name in SEALED}
    values["entered_at"] = event.entered_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def broken_rows() -> Iterator[str]:
    """The first broken place of each chain, in words; nothing where every chain holds."""
    for case_uid in _suspects():
        # The office goes on working: a move between the two reads looks like a break until the case is read again.
        if fault := _fault_of(case_uid):
            yield f"件 {case_uid} {fault}"


def _suspects() -> list[uuid.UUID]:
    """The cases whose chain does not hold or does not end where its head says, by one read of each table."""
    heads = {head.case_uid: (head.length, head.last_hash) for head in TrailHead.objects.iterator()}
    seen: dict[uuid.UUID, tuple[int, str]] = {}
    broken: dict[uuid.UUID, None] = {}
    for event in AuditEvent.objects.order_by("case_uid", "seq").iterator(chunk_size=2000):
        if not _follows(event, *seen.get(event.case_uid, START)):
            broken[event.case_uid] = None
        seen[event.case_uid] = (event.seq, event.hash)
    unequal = {case_uid for case_uid in heads.keys() | seen.keys() if heads.get(case_uid) != seen.get(case_uid, START)}
    return [*broken, *sorted(unequal - broken.keys())]


@transaction.atomic
def _fault_of(case_uid: uuid.UUID) -> str | None:
    # Under the head's lock, as a move takes it: head and rows are of one moment.
    head = TrailHead.objects.select_for_update().filter(pk=case_uid).first()
    last = START
    for event in AuditEvent.objects.filter(case_uid=case_uid).order_by("seq"):
        if not _follows(event, *last):
            return f"第{event.seq}条"
        last = (event.seq, event.hash)
    if head is None:
        return "缺链首" if last != START else None
    return f"末尾缺第{last[0] + 1}条" if last != (head.length, head.last_hash) else None


def _follows(event: AuditEvent, seq: int, last_hash: str) -> bool:
    return (event.seq, event.prev_hash) == (seq + 1, last_hash) and event.hash == seal(event)
