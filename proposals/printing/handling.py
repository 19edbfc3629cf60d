"""承办单 and 收文处理笺: the two papers that go with a case through a unit."""

from __future__ import annotations

from collections.abc import Iterator

from letters.forms import Cell, Form, Grid, Prose, Row, fields, label, room
from proposals.enums import AssignmentRole, NoteKind
from proposals.models import Assignment
from proposals.printing.wording import about, day, leading, limits, number, said, units
from workflow.printing import Document

COLUMNS = (1.0, 1.75, 1.0, 1.75)


def handling_sheet(assignment: Assignment, _known: None) -> Iterator[Document]:
    """承办单: what the case is, who handles it by when, what was said about it, and the proposal's own text."""
    proposal = assignment.proposal
    parts: list[Grid | Prose] = [Grid(COLUMNS, tuple(_rows(assignment)))]
    if text := tuple(line.strip() for line in proposal.body.splitlines() if line.strip()):
        parts.append(Prose(proposal.title, text, new_page=True))
    if asks := tuple(f"{ask.number}．{ask.text}" for ask in proposal.asks.all()):
        parts.append(Prose("具体建议", asks, new_page=not text))
    left, right = f"承办单位：{assignment.department.name}", f"交办日期：{day(assignment.assigned_on)}"
    yield Form(f"{proposal.kind.name}承办单", tuple(parts), left=left, right=right)


def _rows(assignment: Assignment) -> Iterator[Row]:
    proposal, notes = assignment.proposal, list(assignment.notes.all())
    yield from about(proposal)
    yield fields(("提案性质", proposal.get_nature_display()), ("提案分类", proposal.category))
    yield fields(("承办方式", assignment.get_role_display()), ("重点提案", "是" if proposal.is_key else "否"))
    yield Row((label("主办单位"), Cell(leading(proposal), span=3)))
    if assisting := units(proposal, AssignmentRole.ASSIST):
        yield Row((label("会办单位"), Cell(assisting, span=3)))
    if merged := "、".join(f"{number(each)}《{each.title}》" for each in proposal.merged.all()):
        yield Row((label("并案办理"), Cell(merged, span=3)))
    yield fields(("签收日期", day(assignment.accepted_on)), ("申退截止", day(assignment.return_by)))
    yield Row((label("办理期限"), Cell(limits(assignment), span=3)))
    section = assignment.section.name if assignment.section else ""
    yield fields(("承办科室", section), ("承办人", assignment.officer.name if assignment.officer else ""))
    yield room("拟办意见", span=3, height=24, text=said(notes, NoteKind.PROPOSED))
    yield room("领导批示", span=3, height=28, text=said(notes, NoteKind.INSTRUCTION))
    yield room("沟通情况", span=3, height=18, text=_contacts(assignment))
    yield room("办理结果", span=3, height=18)


def _contacts(assignment: Assignment) -> str:
    noted = sorted(assignment.contacts.all(), key=lambda each: (each.happened_on, each.pk))
    return "\n".join(f"{day(each.happened_on)}，{each.get_way_display()}，{each.people}" for each in noted)


def receipt_slip(assignment: Assignment, _known: None) -> Iterator[Document]:
    """收文处理笺: received when, proposed, instructed, carried out; what is not yet said is room for a pen."""
    proposal, notes = assignment.proposal, list(assignment.notes.all())
    office = assignment.department.handing_office
    section = assignment.section.name if assignment.section else ""
    due = next((clock.due for clock in reversed(assignment.answer_clocks)), None)
    rows = (
        fields(("来文单位", office.name if office else ""), ("收文日期", day(assignment.accepted_on))),
        fields(("来文字号", ""), ("收文编号", "")),
        Row((label("文件标题"), Cell(f"{proposal.session}{number(proposal)}提案《{proposal.title}》", span=3)), 16),
        fields(("承办方式", assignment.get_role_display()), ("办理期限", day(due))),
        room("拟办意见", span=3, height=45, text=said(notes, NoteKind.PROPOSED)),
        room("领导批示", span=3, height=50, text=said(notes, NoteKind.INSTRUCTION)),
        fields(("承办科室", section), ("承办人", assignment.officer.name if assignment.officer else "")),
        room("办理情况", span=3, height=40),
    )
    yield Form("收文处理笺", (Grid(COLUMNS, rows),), issuer=assignment.department.name)
