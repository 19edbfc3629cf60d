"""The trail as a history that people read: who, acting as what, did what, when it happened and when it was entered."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from proposals.enums import (
    AssignmentStatus,
    ContactWay,
    Decision,
    MaterialStatus,
    PlanWish,
    ProposalStatus,
    RefusalGround,
    RefusalOutcome,
)
from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from replies.copyflow import COPY_FLOW
from replies.enums import CopyChannel, CopyStatus, Extent, FeedbackWay, Mark, PromiseStatus, ReplyStatus
from replies.flows import PROMISE_FLOW, REPLY_FLOW
from workflow.enums import Role, Source
from workflow.models import AuditEvent

FLOWS = {
    "proposal": PROPOSAL_FLOW,
    "assignment": ASSIGNMENT_FLOW,
    "material": MATERIAL_FLOW,
    "reply": REPLY_FLOW,
    "promise": PROMISE_FLOW,
    "copyrecipient": COPY_FLOW,
}
STATES = {
    "proposal": ProposalStatus,
    "assignment": AssignmentStatus,
    "material": MaterialStatus,
    "reply": ReplyStatus,
    "promise": PromiseStatus,
    "copyrecipient": CopyStatus,
}
# Where the trail calls a row otherwise than its flow.
SUBJECTS = {"copy": "copyrecipient"}
# What a later undo needs of an event; people read the rest.
MACHINERY = {"before", "undone", "version"}
OTHER_MOVES = {
    "take_feedback": "委员网上评价",
    "load": "压测数据",
    "deputise": "设置代理",
    "end_leave": "结束代理",
    "leave": "离岗移交",
    "appoint": "增加职责",
    "relieve": "取消职责",
    "give_post": "登记任职",
    "correct_post": "更正任职",
    "read_phone": "查看联系电话",
    "enrol": "登记入册",
    "correct_member": "更正委员信息",
    "succeed": "整体划转",
    "follow": "划转遗留件",
    "add_topic": "加入专题",
    "remove_topic": "移出专题",
    "shift": "期限调整",
    "open_series": "启用文号代字",
    "start_year": "设定起始号",
    "close_series": "停用文号代字",
    "reserve": "预留文号",
    "claim": "登记已用号",
    "use": "登记文号使用",
    "void": "作废文号",
}
WORDS = {
    "shares": "承办单位",
    "number": "提案号",
    "refusal_ground": "理由",
    "refusal_outcome": "去向",
    "into": "并入第几号",
    "extent": "公开方式",
    "text": "落实事项",
    "owner": "责任单位",
    "due": "完成期限",
    "old": "原办理结果",
    "new": "现办理结果",
    "until": "至",
    "wish": "意见",
    "decision": "处理",
    "leader": "同意的领导",
    "late": "逾期申退",
    "person": "意见人",
    "reply_by": "回复期限",
    "led_by": "领办领导",
    "supervised_by": "督办领导",
    "committee": "协助专委会",
    "mode": "督办方式",
    "entered_for": "代录职责",
    "contents": "卷内目录",
    "changes": "更正内容",
    "officer": "承办人",
    "section": "承办科室",
    "suggested": "建议改由",
    "department": "改由",
    "way": "方式",
    "people": "参加人员",
    "session": "结转至",
    "topic": "专题",
    "old_unit": "原单位",
    "withdrawn_extension": "撤销未决的延期申请，申请延至",
    "from_day": "划转日期",
    "moved_posts": "转移任职",
    "leaver": "离岗人员",
    "principal": "被代理人",
    "deputy": "代理人",
    "since": "自",
    "cases": "件数",
    "along": "一并划转的未了事项",
    "colleague": "人员",
    "role": "职责",
    "signer": "签发人",
    "doc_number": "发文字号",
    "voided_number": "作废预留文号",
    "code": "机关代字",
    "papers": "用于",
    "year": "年份",
    "first": "起始号",
    "purpose": "用途",
    "proposer": "提案人",
    "deadlines": "调整",
    "why": "原因",
    "attitude": "对办理态度",
    "result": "对办理结果",
}
VALUES = {
    "way": dict(FeedbackWay.choices) | dict(ContactWay.choices) | dict(CopyChannel.choices),
    "attitude": dict(Mark.choices),
    "result": dict(Mark.choices),
    "refusal_ground": dict(RefusalGround.choices),
    "refusal_outcome": dict(RefusalOutcome.choices),
    "extent": dict(Extent.choices),
    "wish": dict(PlanWish.choices),
    "decision": dict(Decision.choices),
    "entered_for": dict(Role.choices),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `late`: entered on a later day than it happened, 补录."""

    what: str
    who: str
    role: str
    source: str
    subject: str
    change: str
    reason: str
    details: tuple[tuple[str, str], ...]
    happened_on: dt.date
    entered_at: dt.datetime
    late: bool


def entry_of(event: AuditEvent, names: dict[uuid.UUID, str]) -> Entry:
    """`names` says of which unit each subject is."""
    return Entry(
        what=label_of(event),
        who=event.actor,
        role=Role(event.role).label if event.role in Role.values else "",
        source="" if event.source == Source.ADMIN else Source(event.source).label,
        subject=names.get(event.subject_uid, ""),
        change=change_of(event),
        reason=event.reason,
        details=tuple(details_of(event)),
        happened_on=event.happened_on,
        entered_at=event.entered_at,
        late=timezone.localdate(event.entered_at) > event.happened_on,
    )


def label_of(event: AuditEvent) -> str:
    flow = FLOWS.get(event.subject_kind)
    known = flow and event.move in flow.moves
    return flow.label_of(event.move) if flow and known else OTHER_MOVES.get(event.move, event.move)


def change_of(event: AuditEvent) -> str:
    states = dict(STATES[event.subject_kind].choices) if event.subject_kind in STATES else {}
    if not event.to_status or event.from_status == event.to_status:
        return ""
    before, after = (states.get(status, status) for status in (event.from_status, event.to_status))
    return f"{before} → {after}" if before else ""


def details_of(event: AuditEvent) -> list[tuple[str, str]]:
    return [
        (WORDS.get(key, key), "、".join(map(str, value)) if isinstance(value, list) else said(key, value))
        for key, value in event.payload.items()
        if value and key not in MACHINERY
    ]


def said(key: str, value: Any) -> str:
    return VALUES.get(key, {}).get(value, str(value))
