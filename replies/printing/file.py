"""卷内目录 and 卷内备考表: what lies in the file of a case, by the moves that made it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from letters.forms import Align, Cell, Form, Grid, Row, label, room
from proposals.models import Assignment, Material, Proposal
from proposals.papers import papers_of_moves
from proposals.printing.wording import number
from replies.models import Promise, Reply
from workflow.actor import Actor
from workflow.enums import Role
from workflow.models import AuditEvent
from workflow.printing import Document, Occasion

HEADS = ("顺序号", "责任者", "文号", "题名", "日期", "页号", "备注")
COLUMNS = (0.9, 2.0, 2.5, 4.2, 1.7, 0.8, 0.8)
# What a sent letter leaves in every file that it reaches; what came before stays in the file of its unit.
LETTER_MOVES = {"give_opinion", "number", "send"}
SIGNERS = ("立卷人", "检查人", "立卷时间")


class Item(NamedTuple):
    """One paper: who answers for it, its number, its title, its day."""

    author: str
    doc_number: str
    title: str
    day: str


Contents = Mapping[uuid.UUID, Sequence[Item]]


def contents_of(rows: Sequence[Proposal], occasion: Occasion) -> Contents:
    """The papers of each case and of what was merged into it, in the order in which they were made.

    For a unit its own and what was sent: how another unit came to its reply lies in that unit's file.
    """
    families = {proposal.uid: [proposal, *proposal.merged.all()] for proposal in rows}
    cases = {case.uid: case for family in families.values() for case in family}
    authors = _authors(list(cases.values()), occasion.actor)
    events: dict[uuid.UUID, list[AuditEvent]] = {uid: [] for uid in cases}
    for event in AuditEvent.objects.filter(case_uid__in=cases).order_by("case_uid", "seq"):
        events[event.case_uid].append(event)
    return {
        uid: [item for case in family for item in _items(case, events[case.uid], authors)]
        for uid, family in families.items()
    }


class Author(NamedTuple):
    """Whose a row is, its 文号, and whether the person who prints sees how it came about."""

    unit: str = ""
    doc_number: str = ""
    inside: bool = True


def _authors(cases: Sequence[Proposal], actor: Actor) -> dict[uuid.UUID, Author]:
    """Of each row that this person sees."""
    parts = Assignment.objects.visible_to(actor).filter(proposal__in=cases).select_related("department")
    asked = Material.objects.visible_to(actor).filter(assignment__proposal__in=cases)
    replies = Reply.objects.visible_to(actor).filter(proposal__in=cases)
    replies = replies.select_related("assignment__department__successor").defer("body")
    kept = Promise.objects.visible_to(actor).filter(reply__proposal__in=cases).select_related("owner")
    return (
        {case.uid: Author() for case in cases}
        | {part.uid: Author(part.department.name) for part in parts}
        | {each.uid: Author(each.assignment.department.name) for each in asked.select_related("assignment__department")}
        | {each.uid: Author(each.issuer, each.doc_number, bool(each.roles_of(actor))) for each in replies}
        | {each.uid: Author(each.owner.name) for each in kept}
    )


def _items(case: Proposal, events: Iterable[AuditEvent], authors: Mapping[uuid.UUID, Author]) -> Iterator[Item]:
    proposers = case.proposers.all()
    lead = f"{proposers[0].name}{'等' if len(proposers) > 1 else ''}" if proposers else ""
    yield Item(lead, "", f"{number(case)}提案《{case.title}》", case.filed_on.isoformat() if case.filed_on else "")
    for event, paper in papers_of_moves(events):
        author, is_letter = authors.get(event.subject_uid), event.move in LETTER_MOVES
        if author and (author.inside or is_letter):
            role = Role(event.role).label if event.role in Role.values else event.actor
            doc_number = author.doc_number if is_letter else ""
            yield Item(author.unit or role, doc_number, paper, event.happened_on.isoformat())


def file_list(proposal: Proposal, contents: Contents) -> Iterator[Document]:
    """卷内目录: the pages are numbered by whoever binds the file."""
    lines = tuple(_line(place, item) for place, item in enumerate(contents[proposal.uid], start=1))
    grid = Grid(COLUMNS, (Row(tuple(map(label, HEADS)), 10), *lines), head=1, size=10.5)
    yield Form("卷内目录", (grid,), left=f"案卷题名：{proposal.line}", right=f"共{len(lines)}件")


def _line(place: int, item: Item) -> Row:
    def centred(text: Any) -> Cell:
        return Cell(str(text), align=Align.CENTRE)

    words = (centred(item.author), centred(item.doc_number), Cell(item.title), centred(item.day))
    return Row((centred(place), *words, Cell(), Cell()))


def file_note(proposal: Proposal, contents: Contents) -> Iterator[Document]:
    """卷内备考表: what the file holds in numbers; the rest is for those who bind and check it."""
    held = contents[proposal.uid]
    numbered = [item.doc_number for item in held if item.doc_number]
    words = f"本卷为{proposal.line}办理材料，共有文件材料{len(held)}件，共　　　页。"
    if numbered:
        words += f"\n其中正式行文：{'、'.join(dict.fromkeys(numbered))}。"
    rows = (
        room("本卷情况\n说明", span=1, height=120, text=words),
        *(room(name, span=1, height=14) for name in SIGNERS),
    )
    yield Form("卷内备考表", (Grid((1.0, 4.6), rows),))
