"""Letters of those who watch over the case: 交办通知 with its 任务分解表, 催办函, 督办函."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from letters.forms import Align, Cell, Form, Grid, Row, label
from letters.letter import Block, BodyLevel, Kind, Letter
from letters.profiles import Profile
from proposals.enums import NoteKind
from proposals.models import Assignment, HandlingNote, Session
from proposals.printing.wording import called, day, know_deadlines, number, proposers
from workflow import layouts
from workflow.models import Department, HandingOffice, Jurisdiction
from workflow.printing import Document, Listing, Occasion, Posted
from workflow.tables.writing import Column

DUTIES = (
    Block("二、办理时限", 1),
    Block(
        "请在附件所列期限内办结。认为不属于本单位职责的，请在申退截止日期前书面说明理由，"
        "并提出改由何单位承办的建议，不得自行转办。"
    ),
    Block("三、办理质量", 1),
    Block(
        "答复应当逐条回应提案所提建议，写明已经做的工作、下一步的措施和完成时间，经单位负责人审签后正式行文。"
        "会办单位应当在期限内将会办意见送主办单位，不直接答复提案人。"
    ),
    Block("四、沟通协商", 1),
    Block("请在办理前、办理中、答复后主动与提案人联系，当面听取意见，并做好记录。"),
    Block("五、答复报送", 1),
    Block("答复应当连同征询意见表一并送交提案人，并按规定份数抄送有关机关。"),
)
COLUMNS = (0.6, 1.1, 3.4, 1.5, 2.3, 0.9, 1.6, 1.6)
WIDTHS = {"案由": 44, "提案人": 24, "承办单位": 24}
HEADS = ("序号", "提案号", "案由", "提案人", "承办单位", "方式", "申退截止", "办理期限")


def not_handed_over(assignment: Assignment) -> str:
    return "" if assignment.assigned_on else "本件没有交办日期。"


def assigning_notice(rows: Sequence[Assignment], occasion: Occasion) -> list[Document]:
    """交办通知: one letter to each unit, with its cases of each session in the table that follows."""
    found: list[Document] = []
    offices = letterheads(rows, occasion)
    ordered = sorted(rows, key=lambda row: (row.department_id, row.proposal.session_id, row.pk))
    for _, group in itertools.groupby(ordered, key=lambda row: (row.department_id, row.proposal.session_id)):
        mine = list(group)
        found += [_notice(mine, offices), _tasks(mine)]
    return found


def _notice(rows: Sequence[Assignment], offices: Offices) -> Posted:
    first = rows[0]
    session = first.proposal.session
    by_role = itertools.groupby(sorted(row.get_role_display() for row in rows))
    shares = "，".join(f"{role}{len(list(found))}件" for role, found in by_role)
    body = (
        Block(f"现将{session}提案{len(rows)}件交你单位办理，有关事项通知如下："),
        Block("一、任务分解", 1),
        Block(f"交你单位办理的提案共{len(rows)}件，其中{shares}。具体任务见附件。"),
        *DUTIES,
    )
    letter = _letter(
        first,
        f"关于交办{session}提案的通知",
        body,
        on=max((row.assigned_on for row in rows if row.assigned_on), default=None),
    )
    return _posted(letter, first, offices, ("提案办理任务分解表",))


def task_lists(rows: Sequence[Assignment], _occasion: Occasion) -> list[Document]:
    """任务分解表 by itself: of all rows one list, on paper and as a spreadsheet."""
    know_deadlines(rows)
    heads = tuple(Column(name, WIDTHS.get(name, 12)) for name in HEADS)
    lines = (_task(place, row) for place, row in enumerate(rows, start=1))
    return [Listing(_tasks(rows), heads, tuple(tuple(cell.text for cell in line.cells) for line in lines))]


def _tasks(rows: Sequence[Assignment]) -> Form:
    """Landscape, its head repeated on every page. 承办单位 stands above it where it is one alone."""
    lines = tuple(_task(place, row) for place, row in enumerate(rows, start=1))
    head = Row(tuple(label(name) for name in HEADS))
    sessions, units = ({str(of(row)): None for row in rows} for of in (_session, _unit))
    title = f"{next(iter(sessions)) if len(sessions) == 1 else ''}提案办理任务分解表"
    left = f"承办单位：{next(iter(units))}" if len(units) == 1 else ""
    grid = Grid(COLUMNS, (head, *lines), head=1, size=10.5)
    return Form(title, (grid,), left=left, right=f"共{len(rows)}件", landscape=True)


def _session(row: Assignment) -> Session:
    session: Session = row.proposal.session
    return session


def _unit(row: Assignment) -> Department:
    return row.department


def _task(place: int, row: Assignment) -> Row:
    words = (row.proposal.title, proposers(row.proposal), row.department.name)
    centred = (str(place), number(row.proposal)), (row.get_role_display(), day(row.return_by), day(row.due_to_answer()))
    before, after = (tuple(Cell(text, align=Align.CENTRE) for text in texts) for texts in centred)
    return Row((*before, *map(Cell, words), *after))


def nobody_was_urged(assignment: Assignment) -> str:
    return "" if _last(assignment, NoteKind.URGING) else "本件没有催办。"


def nobody_was_supervised(assignment: Assignment) -> str:
    return "" if _last(assignment, NoteKind.SUPERVISING) else "本件没有督办。"


def urging_letter(assignment: Assignment, offices: Offices) -> Iterator[Document]:
    yield from _pressing(assignment, NoteKind.URGING, "关于催办{session}{case}的函", offices)


def supervising_letter(assignment: Assignment, offices: Offices) -> Iterator[Document]:
    yield from _pressing(assignment, NoteKind.SUPERVISING, "关于督办{session}{case}的函", offices)


def _pressing(assignment: Assignment, kind: NoteKind, form: str, offices: Offices) -> Iterator[Document]:
    """The newest one: what is due since when, in whose words it is asked for, and by when an answer is expected."""
    note, proposal = _last(assignment, kind), assignment.proposal
    if note is None:
        return
    title = form.format(session=proposal.session, case=f"{number(proposal)}提案")
    asked = f"请于{day(note.reply_by)}前将办理情况书面报送我单位。" if note.reply_by else ""
    opening = f"{day(assignment.assigned_on)}交你单位{assignment.get_role_display()}的{called(proposal)}，"
    body = (opening + _standing(assignment, note), *note.text.splitlines(), asked)
    blocks = tuple(Block(line) for line in body if line.strip())
    letter = _letter(assignment, title, blocks, on=note.happened_on)
    yield _posted(letter, assignment, offices)


def _standing(assignment: Assignment, note: HandlingNote) -> str:
    """How far it was on the day of the letter; a paused deadline is neither near nor late."""
    clock = assignment.answer_clock
    if clock is None:
        return "现就办理工作函告如下："
    late = (note.happened_on - clock.due).days
    if late > 0:
        return f"办理期限为{day(clock.due)}，已超期{late}天，尚未答复。现函告如下："
    return f"办理期限为{day(clock.due)}，尚未答复。现函告如下："


def _last(assignment: Assignment, kind: NoteKind) -> HandlingNote | None:
    return next((note for note in reversed(list(assignment.notes.all())) if note.kind == kind), None)


def _letter(assignment: Assignment, title: str, body: tuple[Block, ...], *, on: dt.date | None) -> Letter:
    session: Session = assignment.proposal.session
    return Letter(
        kind=Kind.OTHER,
        title=title,
        body_level=BodyLevel(session.level),
        session=session.ref,
        proposal_number=assignment.proposal.number,
        body=body,
        date=on,
    )


def _posted(letter: Letter, assignment: Assignment, offices: Offices, attachments: tuple[str, ...] = ()) -> Posted:
    """From the 交办机关 of the unit, in the layout of the place; a number is given where the letter is registered."""
    unit, office = assignment.department, offices[assignment.jurisdiction_id]
    name = unit.handing_office.name if unit.handing_office else office.name
    facts: dict[str, Any] = {
        "issuer": name,
        "sign_off": name,
        "salutation": f"{unit.name}：",
        "attachments": attachments,
    }
    return Posted(dataclasses.replace(letter, **facts), office.profile)


class Office(NamedTuple):
    """What a place's own letters are headed with: its only 交办机关, where it has just one, and its layout."""

    name: str | None
    profile: Profile


Offices = Mapping[int, Office]


def letterheads(rows: Sequence[Assignment], occasion: Occasion) -> Offices:
    """Of each place once. With it the deadlines that the letters name are read."""
    know_deadlines(rows)
    places = {row.jurisdiction_id: row.jurisdiction for row in rows}
    return {pk: _office(place, on=occasion.on) for pk, place in places.items()}


def _office(place: Jurisdiction, *, on: dt.date) -> Office:
    # Of several the unit says which is its own; nobody is made up.
    names = list(HandingOffice.objects.filter(jurisdiction=place).values_list("name", flat=True)[:2])
    return Office(names[0] if len(names) == 1 else None, layouts.profile_of(layouts.in_force(place, None, on=on)))
