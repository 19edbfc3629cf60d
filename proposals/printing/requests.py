"""What a unit fills in: 退办（改办）, 延期, 面商; from what was entered here, or blank for a pen."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence

from letters.forms import Cell, Form, Grid, Row, Tick, fields, label, room
from proposals.enums import AssignmentStatus, ContactWay, Decision
from proposals.models import Assignment, Contact, Extension
from proposals.printing.handling import COLUMNS
from proposals.printing.wording import SIGNATURE, STAMP, about, day, part_of
from workflow.models import AuditEvent
from workflow.printing import Document, Occasion

BEFORE_ANSWER = (AssignmentStatus.WAITING, AssignmentStatus.IN_HAND)


def nothing_to_return(assignment: Assignment) -> str:
    """A blank one while the unit may still ask, a filled one since."""
    known = (*BEFORE_ANSWER, AssignmentStatus.RETURNING, AssignmentStatus.RETURNED)
    return "" if assignment.status in known else "本件已不能申退。"


def return_form(assignment: Assignment, requests: Mapping[uuid.UUID, AuditEvent]) -> Iterator[Document]:
    """退办（改办）申请表: the request as it was entered, or room for it; the decisions are for a pen."""
    asked = assignment.status in (AssignmentStatus.RETURNING, AssignmentStatus.RETURNED)
    event = requests.get(assignment.uid) if asked else None
    reason = event.reason if event else ""
    leader = event.payload.get("leader", "") if event else ""
    suggested = assignment.suggested.name if asked and assignment.suggested else ""
    kinds = (Tick("退回", asked and not suggested), Tick("改由其他单位承办", asked and bool(suggested)))
    rows = (
        *about(assignment.proposal),
        part_of(assignment),
        fields(("交办日期", day(assignment.assigned_on)), ("申退截止", day(assignment.return_by))),
        Row((label("申请事项"), Cell(span=3, ticks=(*kinds, Tick("增加承办单位"), Tick("调整主办、会办"))))),
        room("申请理由及\n职责依据", span=3, height=42, text=reason),
        Row((label("建议\n承办单位"), Cell(suggested, span=3)), 13),
        room("申请单位\n意见", span=3, height=24, text=f"经{leader}同意。" if leader else "", foot=STAMP),
        room("建议承办\n单位意见", span=3, height=24, foot=STAMP),
        room("交办机关\n意见", span=3, height=28, foot=STAMP),
    )
    right = f"申请日期：{day(event.happened_on)}" if event else "申请日期：　　　　年　　月　　日"
    yield Form("提案退办（改办）申请表", (Grid(COLUMNS, rows),), right=right)


def last_requests(rows: Sequence[Assignment], _occasion: Occasion) -> dict[uuid.UUID, AuditEvent]:
    """What each unit asked for last, as the trail has it."""
    asked = AuditEvent.objects.filter(subject_uid__in=[row.uid for row in rows], move="request_return")
    return {event.subject_uid: event for event in asked.order_by("entered_at", "seq")}


def nothing_to_extend(assignment: Assignment) -> str:
    open_still = assignment.status in BEFORE_ANSWER
    return "" if open_still or list(assignment.extensions.all()) else "本件没有延期申请。"


def extension_form(assignment: Assignment, _known: None) -> Iterator[Document]:
    """延期申请表: the newest request with its decision, or a blank one."""
    asked = next(reversed(list(assignment.extensions.all())), None)
    due = assignment.due_to_answer()
    rows = (
        *about(assignment.proposal),
        part_of(assignment),
        fields(("交办日期", day(assignment.assigned_on)), ("现办理期限", day(due))),
        Row((label("申请延至"), Cell(day(asked.asked_until) if asked else "", span=3))),
        room("延期理由", span=3, height=40, text=asked.reason if asked else ""),
        room("已开展的\n工作", span=3, height=34),
        room("与提案人\n沟通情况", span=3, height=26),
        room("承办单位\n意见", span=3, height=22, foot=STAMP),
        room("交办机关\n意见", span=3, height=26, text=_decision(asked), foot=STAMP),
    )
    right = f"申请日期：{day(asked.asked_on) if asked else '　　　　年　　月　　日'}"
    yield Form("提案延期办理申请表", (Grid(COLUMNS, rows),), right=right)


def _decision(asked: Extension | None) -> str:
    if asked is None or asked.decision == Decision.ASKED:
        return ""
    until = f"，延至{day(asked.until)}" if asked.until else ""
    return f"{asked.get_decision_display()}{until}。{asked.words}"


def contact_records(assignment: Assignment, _known: None) -> Iterator[Document]:
    """面商记录表: one for each contact that was noted, in order; a blank one where none was."""
    noted = sorted(assignment.contacts.all(), key=lambda each: (each.happened_on, each.pk))
    yield from (_contact_record(assignment, contact) for contact in noted)
    if not noted:
        yield _contact_record(assignment, None)


def _contact_record(assignment: Assignment, contact: Contact | None) -> Form:
    ways = tuple(Tick(way.label, contact is not None and contact.way == way) for way in ContactWay)
    rows = (
        *about(assignment.proposal),
        part_of(assignment),
        fields(("沟通日期", day(contact.happened_on) if contact else ""), ("地点", "")),
        Row((label("沟通方式"), Cell(span=3, ticks=ways))),
        Row((label("参加人员"), Cell(contact.people if contact else "", span=3)), 16),
        room("沟通情况", span=3, height=62, text=contact.outcome if contact else ""),
        room("提案人意见", span=3, height=34, foot=SIGNATURE),
        room("承办单位", span=3, height=20, foot=f"记录人：　　　　　　　　负责人：{'　' * 8}"),
    )
    return Form("提案办理面商记录表", (Grid(COLUMNS, rows),))
