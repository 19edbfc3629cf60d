"""Every legal move of a proposal and of an assignment; if it is not here it cannot happen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from proposals.enums import AssignmentRole, AssignmentStatus, ProposalStatus
from workflow.enums import Role
from workflow.statemachine import NEW, StateMachine, consequence, move, route

P, A = ProposalStatus, AssignmentStatus
COMMITTEE, SUPERVISOR, OFFICE, DRAFTER = {Role.COMMITTEE}, {Role.SUPERVISOR}, {Role.OFFICE}, {Role.DRAFTER}
OPERATORS = {Role.ADMINISTRATOR, Role.SUPERVISOR}


def no_proposers(proposal: Any, _on: dt.date) -> str | None:
    return None if proposal.proposers.exists() else "提案尚无提案人。"


def replies_are_missing(proposal: Any, _on: dt.date) -> str | None:
    return "尚有承办单位未答复。" if proposal.assignments.still_to_answer().exists() else None


def feedback_is_pending(proposal: Any, on: dt.date) -> str | None:
    return "委员评价期限未满，且尚未收到评价。" if proposal.awaits_feedback(on) else None


def return_window_is_over(assignment: Any, on: dt.date) -> str | None:
    return f"申退期限已于{assignment.return_by:%Y年%-m月%-d日}届满。" if on > assignment.return_by else None


@route
def not_a_silent_assist(assignment: Any, _on: dt.date) -> str | None:
    return None if assignment.role == AssignmentRole.ASSIST else "只有会办单位可以免予会办。"


PROPOSAL_FLOW = StateMachine(
    name="proposal",
    label="提案",
    states=frozenset(P),
    ends=frozenset({P.ARCHIVED, P.REFUSED, P.MERGED, P.WITHDRAWN}),
    held_by={
        P.DRAFT: Role.COMMITTEE,
        P.SUBMITTED: Role.COMMITTEE,
        P.FILED: Role.SUPERVISOR,
        P.IN_HAND: Role.OFFICE,
        P.ANSWERED: Role.COMMITTEE,
        P.CLOSED: Role.SUPERVISOR,
    },
    rows=(
        #           move        label       from                      to           who                     unless
        move(       "register", "登记",     {NEW},                    P.DRAFT,     COMMITTEE),
        move(       "submit",   "提交审查", {P.DRAFT},                P.SUBMITTED, COMMITTEE,              no_proposers),
        move(       "file",     "立案",     {P.SUBMITTED},            P.FILED,     COMMITTEE,              no_proposers),
        move(       "refuse",   "不予立案", {P.SUBMITTED},            P.REFUSED,   COMMITTEE),
        move(       "withdraw", "撤案",     {P.SUBMITTED, P.FILED},   P.WITHDRAWN, COMMITTEE),
        move(       "assign",   "交办",     {P.FILED},                P.IN_HAND,   SUPERVISOR),
        consequence("answer",   "答复",     {P.IN_HAND},              P.ANSWERED,  OFFICE | SUPERVISOR,    replies_are_missing),
        consequence("reopen",   "重新办理", {P.ANSWERED},             P.IN_HAND,   SUPERVISOR | COMMITTEE),
        move(       "close",    "办结",     {P.ANSWERED},             P.CLOSED,    SUPERVISOR | COMMITTEE, replies_are_missing, feedback_is_pending),
        move(       "archive",  "归档",     {P.CLOSED},               P.ARCHIVED,  SUPERVISOR),
        consequence("carry_over", "结转",   {P.DRAFT, P.SUBMITTED, P.FILED, P.IN_HAND, P.ANSWERED}, None, COMMITTEE | {Role.ADMINISTRATOR}),
        consequence("record",   "补录历史件", {NEW},                  P.CLOSED,    OPERATORS),
    ),
    # 并案 is known to the database; its moves come with the whole of intake.
    reserved=frozenset({P.MERGED}),
)  # fmt: skip

ASSIGNMENT_FLOW = StateMachine(
    name="assignment",
    label="承办",
    states=frozenset(A),
    ends=frozenset({A.RETURNED, A.WAIVED}),
    held_by={A.WAITING: Role.OFFICE, A.IN_HAND: Role.DRAFTER, A.RETURNING: Role.SUPERVISOR, A.ANSWERED: Role.SUPERVISOR},
    rows=(
        #           move              label       from                      to           who                     unless
        consequence("assign",         "交办",     {NEW},                    A.WAITING,   SUPERVISOR),
        move(       "accept",         "签收",     {A.WAITING},              A.IN_HAND,   OFFICE),
        move(       "hand_to",        "分送承办人", {A.IN_HAND},            None,        OFFICE | {Role.SECTION_HEAD}),
        move(       "request_return", "申退",     {A.WAITING, A.IN_HAND},   A.RETURNING, OFFICE,                 return_window_is_over),
        move(       "approve_return", "同意退回", {A.RETURNING},            A.RETURNED,  SUPERVISOR),
        move(       "refuse_return",  "拒绝申退", {A.RETURNING},            A.IN_HAND,   SUPERVISOR),
        consequence("transfer",       "整体划转", {A.WAITING, A.IN_HAND, A.RETURNING}, None, OPERATORS),
        consequence("hand_over_work", "离岗移交", {A.WAITING, A.IN_HAND, A.RETURNING, A.ANSWERED}, None, OFFICE | {Role.ADMINISTRATOR}),
        move(       "note_contact",   "沟通登记", {A.IN_HAND},              None,        OFFICE | DRAFTER),
        move(       "waive",          "免予会办", {A.WAITING, A.IN_HAND},   A.WAIVED,    SUPERVISOR,             not_a_silent_assist),
        consequence("answer",         "答复",     {A.IN_HAND},              A.ANSWERED,  OFFICE | DRAFTER),
        consequence("reopen",         "重新办理", {A.ANSWERED},             A.IN_HAND,   SUPERVISOR | COMMITTEE),
        consequence("record",         "补录历史件", {NEW},                  A.ANSWERED,  OPERATORS),
    ),
)  # fmt: skip

FLOWS = (PROPOSAL_FLOW, ASSIGNMENT_FLOW)

# What may be edited while a proposal is in which state; elsewhere only moves change it.
EDITABLE: dict[str, frozenset[str]] = {
    P.DRAFT: frozenset({"title", "body", "category", "nature", "consents_to_publication", "is_key"}),
    P.SUBMITTED: frozenset({"title", "category", "nature", "is_key"}),
    P.FILED: frozenset({"category", "is_key"}),
}
