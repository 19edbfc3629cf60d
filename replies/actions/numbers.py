"""The 文号 of a reply: reserved before it is signed, void where it will not be used, taken or given out at 编号."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from replies.actions.owing import hold_case
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow import issuing, numbering
from workflow.actor import Actor
from workflow.enums import NumberStatus
from workflow.errors import CaseMovedOn, Invalid, given
from workflow.models import IssuedNumber
from workflow.progress import advance


@transaction.atomic
def reserve_number(
    reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, n: int | None = None, note: str = ""
) -> IssuedNumber:
    """预留文号: the next number of the unit's series, or `n`, which the paper bears already (the note says why)."""
    hold_case(reply)
    row = REPLY_FLOW.check("reserve_number", by, reply, on=on)
    year = (reply.signed_on or on).year
    series = reply.number_series(year)
    if series is None:
        raise CaseMovedOn  # closed a moment ago
    facts: dict[str, Any] = {"at": at, "status": NumberStatus.RESERVED, "subject_uid": reply.uid}
    if n is None:
        number = issuing.draw(series, year, **facts)
    else:
        purpose = given(note, "登记纸上已用的号，须在备注中说明理由。", field="note")[:200]
        number = issuing.claim(series, year, n, purpose=purpose, **facts)
    advance(reply, row, by=by, on=on, at=at, note=note, payload={"doc_number": str(number)})
    return number


@transaction.atomic
def void_number(reply: Reply, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """作废预留文号: nothing will bear it. The reply may have another one reserved, or gets the next at 编号."""
    hold_case(reply)
    row = REPLY_FLOW.check("void_number", by, reply, on=on)
    reason = given(reason, "请填写作废原因。", field="reason")
    number = void_reserved(reply, reason)
    advance(reply, row, by=by, on=on, at=at, note=reason, payload={"doc_number": str(number)})


def void_reserved(reply: Reply, reason: str) -> IssuedNumber | None:
    """The number that was reserved for a reply which will not bear it, if any. It stays void for good."""
    number = issuing.reserved_for(reply.uid)
    if number:
        issuing.settle(number, NumberStatus.VOID, reason=reason[:200])
    return number


def numbered(reply: Reply, doc_number: str, *, at: dt.datetime, used_because: str = "") -> dict[str, Any]:
    """The facts of a number, of the year of the letter: typed in, or where none is given, from the unit's own series.

    used_because: why a number of an owned series may be typed that was not reserved; the paper bears it.
    """
    issued = _typed(reply, doc_number, at, used_because) if doc_number.strip() else _given_out(reply, at)
    if reply.signed_on and issued.year != reply.signed_on.year:
        raise Invalid(f"文号年份（{issued.year}）与成文日期（{reply.signed_on.year}年）不一致。", field="doc_number")
    return {"doc_number": str(issued), "issued": issued}


def _typed(reply: Reply, doc_number: str, at: dt.datetime, used_because: str) -> IssuedNumber:
    issued = numbering.take(
        doc_number.strip(),
        jurisdiction_id=reply.jurisdiction_id,
        subject_uid=reply.uid,
        at=at,
        used_because=used_because,
    )
    # One that was reserved beside it will not be used.
    void_reserved(reply, f"该件已编{issued}。")
    return issued


def _given_out(reply: Reply, at: dt.datetime) -> IssuedNumber:
    series = reply.signed_on and reply.number_series(reply.signed_on.year)
    if not series or not reply.signed_on:
        raise Invalid("请填写发文字号。", field="doc_number")
    # A letter signed in December and numbered in January bears a number of the old year.
    return issuing.issue(series, reply.signed_on.year, subject_uid=reply.uid, at=at)
