"""抄送件: sent out, acknowledged, returned and sent again; and its office told once of what nobody acknowledges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from replies.copyflow import COPY_FLOW
from replies.enums import CopyChannel, CopyStatus
from replies.models import CopyRecipient, Reply
from workflow import clocks, outbox, quiet
from workflow.actor import Actor
from workflow.case import know_calendars
from workflow.enums import Channel, Role
from workflow.errors import Invalid, given
from workflow.models import Appointment, User
from workflow.progress import advance, advance_each, take_back

MOST_TOLD = 30  # lines of one message: the ledger has them all


def go_with(reply: Reply, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """Every copy that is not out yet goes with the letter."""
    copies = list(reply.copies.filter(status=""))
    for copy in copies:
        copy.reply = reply  # as it is now
    if copies:
        row = COPY_FLOW.follow("go_along", by, copies[0], on=on)
        advance_each(copies, row, by=by, on=on, at=at, facts={"sent_on": on})


@transaction.atomic
def dispatch(
    copy: CopyRecipient, *, by: Actor, on: dt.date, at: dt.datetime, channel: str = "", note: str = ""
) -> None:
    """发出抄送: a copy that did not go with its letter, by this way."""
    row = COPY_FLOW.begin("dispatch", by, copy, on=on)
    _send(copy, row, {}, channel, by=by, on=on, at=at, note=note)


@transaction.atomic
def resend(copy: CopyRecipient, *, by: Actor, on: dt.date, at: dt.datetime, channel: str = "", note: str = "") -> None:
    """重新发出: what came back goes out again, perhaps by another way, and is waited for anew."""
    row = COPY_FLOW.begin("resend", by, copy, on=on)
    back = {"returned_on": None, "return_reason": "", "reminded_on": None, "resent": copy.resent + 1}
    _send(copy, row, back, channel, by=by, on=on, at=at, note=note)


def _send(copy: CopyRecipient, row: Any, facts: dict[str, Any], channel: str, *, on: dt.date, **when: Any) -> None:
    way = channel or copy.channel
    if way not in CopyChannel.values:
        raise Invalid("请选择抄送方式。", field="channel")
    advance(copy, row, on=on, facts=facts | {"sent_on": on, "channel": way}, payload={"way": way}, **when)


@transaction.atomic
def acknowledge(copy: CopyRecipient, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """登记签收: the body has had it since this day; told by its receipt, or by its own system."""
    row = COPY_FLOW.begin("acknowledge", by, copy, on=on)
    advance(copy, row, by=by, on=on, at=at, note=note, facts={"received_on": on})


@transaction.atomic
def return_copy(copy: CopyRecipient, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """登记退回: it came back on this day, and why."""
    row = COPY_FLOW.begin("return", by, copy, on=on)
    reason = given(reason, "请填写退回原因。", field="reason")
    advance(copy, row, by=by, on=on, at=at, note=reason, facts={"returned_on": on, "return_reason": reason[:200]})


@transaction.atomic
def undo(copy: CopyRecipient, move: str, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """Take back that it was acknowledged or came back."""
    take_back(copy, COPY_FLOW.begin(move, by, copy, on=on), by=by, on=on, at=at, note=note)


def remind(at: dt.datetime) -> int:
    """Tell each office once of copies that nobody acknowledged within `copy_receipt_within`. Returns how many.

    Only where people may be reminded at this moment. Twice in a row tells nothing twice.
    """
    on, told = timezone.localdate(at), 0
    for place in quiet.awake(at):
        silent = list(_unacknowledged(place))
        know_calendars(silent)
        late = [copy for copy in silent if overdue(copy, on)]
        for unit in sorted({copy.reply.writer.pk for copy in late}):
            told += _tell_office(unit, [copy for copy in late if copy.reply.writer.pk == unit], on=on, at=at)
    return told


def overdue(copy: CopyRecipient, on: dt.date) -> bool:
    """Whether the time in which a copy should be acknowledged is over, by the rules of its case."""
    if copy.sent_on is None or not copy.rules.switch("copy_receipt_within"):
        return False
    span = copy.rules.span("copy_receipt_within")
    return on > clocks.due_of(span, copy.sent_on, copy.calendar).day


def _unacknowledged(place: int) -> Iterable[CopyRecipient]:
    rows = CopyRecipient.objects.to_remind_of().filter(jurisdiction=place).for_move()
    return rows.select_related("reply__assignment__department__successor").order_by("sent_on", "pk")


@transaction.atomic
def _tell_office(unit: int, late: list[CopyRecipient], *, on: dt.date, at: dt.datetime) -> int:
    """One message a person and way; a unit without an office has its supervisors told.

    Of two sweeps at once the one that marks a copy tells of it.
    """
    posts = Appointment.objects.working(on)
    office = posts.filter(role=Role.OFFICE, department=unit)
    watching = posts.filter(role=Role.SUPERVISOR, jurisdiction=late[0].jurisdiction_id)
    people = list(User.objects.filter(pk__in=(office if office.exists() else watching).values("user")).order_by("pk"))
    # By its own columns alone: of two that meet here the second looks at the row anew, but not at one joined to it.
    unmarked = CopyRecipient.objects.filter(status=CopyStatus.SENT, reminded_on=None)
    mine = [copy for copy in late if people and unmarked.filter(pk=copy.pk).update(reminded_on=on)]
    if not mine:
        return 0
    place = mine[0].jurisdiction_id
    channels = dict.fromkeys(Channel(name) for copy in mine for name in copy.rules.switch("channels"))
    for user in people:
        for channel in channels:
            outbox.enqueue(user, channel, subject=f"抄送待签收：{len(mine)}件", body=_words(mine), at=at, place=place)
    return len(mine)


def _words(late: list[CopyRecipient]) -> str:
    lines = [
        f"· {copy.line}：{copy.reply.doc_number}抄送{copy.name}，{copy.sent_on:%Y年%-m月%-d日}发出，尚未签收"
        for copy in late[:MOST_TOLD]
    ]
    more = [f"另有{len(late) - MOST_TOLD}件，详见“发文台账”。"] if len(late) > MOST_TOLD else []
    return "\n".join([*lines, *more])
