"""How papers of the case say what they have in common: days, people, units, limits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from letters.forms import Cell, Row, fields, label
from letters.writing.wording import day as day_in_words
from proposals.enums import AssignmentRole, AssignmentStatus, ProposerKind
from proposals.models import Assignment, Proposal
from proposals.models.assignment import ANSWER_CLOCKS
from workflow.models import Clock
from workflow.printing import Occasion

BLANK_DAY = "　　　　年　　月　　日"
SIGNATURE = f"签名：　　　　　　{BLANK_DAY}"
STAMP = f"负责人签名（盖章）：　　　{BLANK_DAY}"


def day(date: dt.date | None) -> str:
    return day_in_words(date) if date else ""


def number(proposal: Proposal) -> str:
    return f"第{proposal.number}号" if proposal.number else "未编号"


def called(proposal: Proposal) -> str:
    """How a letter names it: 第35号提案《…》."""
    return f"{number(proposal)}提案《{proposal.title}》"


def proposers(proposal: Proposal) -> str:
    """Every one of them, the first one first; a body is marked as one."""
    marks = {ProposerKind.BODY: "（集体）"}
    return "、".join(each.name + marks.get(each.kind, "") for each in proposal.proposers.all())


def units(proposal: Proposal, *roles: AssignmentRole) -> str:
    """Who has a part in these roles, those that handed it back left out."""
    held = (each for each in proposal.assignments.all() if each.status != AssignmentStatus.RETURNED)
    return "、".join(each.department.name for each in sorted(held, key=lambda each: each.pk) if each.role in roles)


def leading(proposal: Proposal) -> str:
    return units(proposal, AssignmentRole.SOLE, AssignmentRole.LEAD, AssignmentRole.SEPARATE)


def know_deadlines(rows: Sequence[Assignment], _occasion: Occasion | None = None) -> None:
    """Read the deadlines of many parts at once, for papers that name them."""
    found: dict[uuid.UUID, list[Clock]] = {row.uid: [] for row in rows}
    for clock in Clock.objects.filter(subject_uid__in=found, cancelled=False).order_by("due", "id"):
        found[clock.subject_uid].append(clock)
    for row in rows:
        row.__dict__["open_clocks"] = [clock for clock in found[row.uid] if clock.closed_at is None]
        row.__dict__["answer_clocks"] = [clock for clock in found[row.uid] if clock.kind in ANSWER_CLOCKS]


def limits(assignment: Assignment) -> str:
    """What is still to be met; once it is answered, by when that was due."""
    clocks = assignment.open_clocks or assignment.answer_clocks[-1:]
    return "；".join(f"{clock.get_kind_display()}：{day(clock.due)}" for clock in clocks)


def about(proposal: Proposal) -> list[Row]:
    """The head of every form of a case: number, session, title, proposers. Four columns."""
    return [
        fields(("提案号", number(proposal)), ("届次", str(proposal.session))),
        Row((label("案由"), Cell(proposal.title, span=3))),
        Row((label("提案人"), Cell(proposers(proposal), span=3))),
    ]


def part_of(assignment: Assignment) -> Row:
    return fields(("承办单位", assignment.department.name), ("承办方式", assignment.get_role_display()))


def said(notes: Iterable[Any], *kinds: str) -> str:
    """Opinions and instructions, each with whose it is and of which day."""
    return "\n".join(f"{note.text}\n　　{note.person}　{day(note.happened_on)}" for note in notes if note.kind in kinds)
