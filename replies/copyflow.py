"""Every legal move of a copy: out, acknowledged, back, and out again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from proposals.enums import Origin
from replies.enums import CopyStatus, ReplyStatus
from workflow.actor import Actor
from workflow.enums import Role
from workflow.statemachine import NEW, StateMachine, consequence, guard, move, road
from workflow.undo import with_undo

OFFICE = {Role.OFFICE}
# Who hears that a copy has arrived or came back; the office also of the unit that gets it.
WHO_HEARS = {Role.OFFICE, Role.SUPERVISOR, Role.COMMITTEE}


@guard("答复已送达")
def letter_is_not_sent(copy: Any, _on: dt.date) -> str | None:
    return None if copy.reply.status == ReplyStatus.SENT else "答复尚未送达，抄送件随后发出。"


@guard("公文未被代替")
def letter_is_superseded(copy: Any, _on: dt.date) -> str | None:
    return "本公文已被代替，抄送件随新件发出。" if copy.reply.status == ReplyStatus.SUPERSEDED else None


@road("不是历史件")
def letter_is_of_old(copy: Any, _on: dt.date) -> str | None:
    return "历史件不登记抄送发出。" if copy.reply.origin == Origin.IMPORTED else None


@road("为发文单位", personal=True)
def it_is_the_receiver(copy: Any, _on: dt.date, by: Actor) -> str | None:
    """The unit that gets a copy may say that it has it, not send it."""
    senders = copy.reply.roles_of(by) & OFFICE
    return None if senders else "由发文单位办公室办理。"


C = CopyStatus
COPY_FLOW = StateMachine(
    name="copy",
    label="抄送",
    states=frozenset(CopyStatus),
    ends=frozenset({C.RECEIVED}),
    held_by={C.SENT: Role.OFFICE, C.RETURNED: Role.OFFICE},
    rows=with_undo(
        #           move           label       from          to          who
        consequence("go_along",    "随答复发出", {NEW},      C.SENT,     OFFICE),
        move(       "dispatch",    "发出抄送", {NEW},        C.SENT,     OFFICE,    letter_is_of_old, letter_is_superseded, letter_is_not_sent, it_is_the_receiver, outside=True, paper="复文→抄送机关"),
        move(       "acknowledge", "登记签收", {C.SENT},     C.RECEIVED, WHO_HEARS, outside=True, undoable=True),
        move(       "return",      "登记退回", {C.SENT},     C.RETURNED, WHO_HEARS, outside=True, undoable=True),
        move(       "resend",      "重新发出", {C.RETURNED}, C.SENT,     OFFICE,    letter_is_superseded, it_is_the_receiver, outside=True, paper="复文→抄送机关"),
    ),
)  # fmt: skip
