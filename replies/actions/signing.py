"""Signing freezes the letter; numbering adds the 文号 and prints it; a clearance from outside takes one form."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from celery import current_app
from django.db import transaction

from replies import papers
from replies.actions import sending
from replies.actions.numbers import numbered
from replies.actions.owing import hold_case, reached
from replies.enums import Clearance
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.errors import Invalid, given
from workflow.models import StoredFile
from workflow.progress import advance


@transaction.atomic
def sign(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """签发 here, by the person who is logged in. The day of signing is the day of the letter."""
    held = hold_case(reply)
    row = REPLY_FLOW.check("sign", by, reply, on=on)
    if by.user is None:
        raise Invalid("签发须由签发人本人进行；OA审签的结果请用“录入审签结果”。")
    # A deputy signs with their own name; for whom, the trail says.
    facts: dict[str, Any] = {"clearance": Clearance.HERE, "signer": by.user.name, "signed_by": by.user}
    facts |= signed(reply, by.user.name, on)
    advance(reply, row, by=by, on=on, at=at, note=note, facts=facts, held=held)
    reached(reply, ClockKind.DRAFT, ClockKind.REVIEW, on=on, at=at)


def signed(reply: Reply, signer: str, on: dt.date) -> dict[str, Any]:
    """The facts of a signature: the day, and the whole letter in the layout of that day, with its hash."""
    letter = papers.compose(reply, reply.copies.all(), signatory=(signer,), date=on)
    if letter.joint_with:
        letter = dataclasses.replace(letter, signatory=(signer, *joint_signers(reply)))
    return {"signed_on": on, **papers.freeze(reply, letter, on=on)}


def joint_signers(reply: Reply) -> list[str]:
    """联合行文: who agreed for each of the other units signs after this one's own."""
    agreed = reply.agreed()
    return [agreed[unit] for unit in reply.partners()]


@transaction.atomic
def enter_clearance(
    reply: Reply,
    *,
    clearance: str,
    signer: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    doc_number: str = "",
    scan: StoredFile | None = None,
    sent_on: dt.date | None = None,
    note: str = "",
) -> dict[int, str]:
    """What was cleared in the OA or on paper, in one form: signer, day, number, scan, and the day it was sent.

    Sent without a number it gets that of the unit's own series. Returns the feedback tokens of `send` where it was
    sent already.
    """
    hold_case(reply)
    row = REPLY_FLOW.check("enter_clearance", by, reply, on=on)
    if clearance not in {Clearance.OA, Clearance.PAPER}:
        raise Invalid("请选择OA审签或纸质审签。", field="clearance")
    if sent_on and not doc_number.strip() and not reply.number_series(on.year):
        raise Invalid("送达前须有文号。", field="doc_number")
    signer = given(signer, "请填写签发人。", field="signer")
    facts = {"clearance": clearance, "signer": signer, "signed_by": None, "evidence": scan}
    advance(
        reply,
        row,
        by=by,
        on=on,
        at=at,
        note=note,
        facts=facts | signed(reply, signer, on),
        payload={"signer": signer},
    )
    reached(reply, ClockKind.DRAFT, ClockKind.REVIEW, on=on, at=at)
    if doc_number.strip() or sent_on:
        number(reply, doc_number=doc_number, by=by, on=on, at=at)
    return sending.send(reply, by=by, on=sent_on, at=at) if sent_on else {}


@transaction.atomic
def number(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime, doc_number: str = "", note: str = "") -> None:
    """编号: the number given, checked for form, year and duplicates, or that of the unit's own series; then print."""
    hold_case(reply)
    row = REPLY_FLOW.check("number", by, reply, on=on)
    facts = numbered(reply, doc_number, at=at)
    payload = {"doc_number": facts["doc_number"]}
    advance(reply, row, by=by, on=on, at=at, note=note, facts=facts | {"numbered_on": on}, payload=payload)
    archive_later(reply)


def archive_later(reply: Reply) -> None:
    """Print and keep the files once this transaction stands."""
    uid = str(reply.uid)
    # Robust: with the broker down the number still stands, and `archive_missing` prints the files later.
    transaction.on_commit(lambda: current_app.send_task("replies.tasks.archive", [uid]), robust=True)
