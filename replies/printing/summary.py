"""办理情况汇总表: a line a proposal, as the list is printed and as it is opened as a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from letters.forms import Align, Cell, Form, Grid, Row, label
from proposals.enums import AssignmentRole
from proposals.models import Assignment, Proposal
from proposals.models.assignment import ANSWER_CLOCKS
from proposals.printing.wording import leading, units
from replies.enums import PromiseStatus, ReplyKind, ReplyStatus
from replies.models import Reply
from workflow.actor import Actor
from workflow.models import Clock
from workflow.printing import Document, Listing, Occasion
from workflow.tables.writing import Column


class Line(NamedTuple):
    """What stands in a line: a proposal with what this person sees of its parts and replies."""

    place: int
    proposal: Proposal
    parts: Sequence[Assignment]
    replies: Sequence[Reply]


def summary(rows: Sequence[Proposal], occasion: Occasion) -> list[Document]:
    """As much of each case as the person sees who prints it: of another unit what it sent."""
    parts, replies = _parts(rows, occasion.actor), _replies(rows, occasion.actor)
    lines = [
        Line(place, proposal, parts.get(proposal.pk, ()), replies.get(proposal.pk, ()))
        for place, proposal in enumerate(rows, start=1)
    ]
    table = tuple(tuple(say(line) for say in COLUMNS.values()) for line in lines)
    heads = tuple(Column(name, WIDTHS.get(name, 12)) for name in COLUMNS)
    return [Listing(_form(lines, on=occasion.on), heads, table)]


def _parts(rows: Sequence[Proposal], actor: Actor) -> Mapping[int, Sequence[Assignment]]:
    seen = Assignment.objects.visible_to(actor).held().filter(proposal__in=rows).order_by("id")
    found = list(seen.select_related("department", "section", "officer").prefetch_related("contacts"))
    known = {row.uid: row for row in found}
    # The newest one counts: the second handling has a day of its own, and what was met stays in the list.
    for clock in Clock.objects.filter(subject_uid__in=known, kind__in=ANSWER_CLOCKS).order_by("id"):
        known[clock.subject_uid].due_day = clock.due
    return _grouped(found)


def _replies(rows: Sequence[Proposal], actor: Actor) -> Mapping[int, Sequence[Reply]]:
    seen = Reply.objects.visible_to(actor).filter(proposal__in=rows, status=ReplyStatus.SENT).order_by("id")
    related = seen.select_related("assignment__department").defer("frozen", "body")
    return _grouped(related.prefetch_related("feedback__proposer", "grade_changes", "promises"))


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.proposal_id, []).append(row)
    return found


# One function a column.


def _proposers(line: Line) -> str:
    return "、".join(
        each.name + (f"（{of}）" if each.member and (of := each.member.party or each.member.sector) else "")
        for each in line.proposal.proposers.all()
    )


def _contacts(line: Line) -> str:
    noted = {contact.pk: contact for part in line.parts for contact in part.contacts.all()}
    ordered = sorted(noted.values(), key=lambda each: (each.happened_on, each.pk))
    return "；".join(f"{each.get_way_display()}{_day(each.happened_on)}" for each in ordered)


def _opinions_in(line: Line) -> str:
    """The day on which the last one came; empty while one is still out, of those that are seen here."""
    days = [reply.sent_on for reply in line.replies if reply.kind == ReplyKind.OPINION]
    asked = [part for part in line.proposal.assignments.all() if part.role == AssignmentRole.ASSIST]
    in_hand = [part for part in asked if part.status in ("waiting", "in_hand", "returning")]
    return _day(max(filter(None, days), default=None)) if not in_hand else ""


def _answers(line: Line) -> list[Reply]:
    return [reply for reply in line.replies if reply.is_judged]


def _of_answers(say: Callable[[Reply], str]) -> Callable[[Line], str]:
    return lambda line: "；".join(filter(None, map(say, _answers(line))))


def _marks(reply: Reply) -> str:
    newest = {each.proposer_id: each for each in sorted(reply.feedback.all(), key=lambda each: each.revision)}
    return "；".join(f"{each.get_attitude_display()}/{each.get_result_display()}" for each in newest.values())


def _promises(line: Line) -> list[Any]:
    return [promise for reply in line.replies for promise in reply.promises.all()]


def _kept(line: Line) -> str:
    kept = [promise.kept_on for promise in _promises(line) if promise.status == PromiseStatus.KEPT]
    return "；".join(map(_day, kept))


def _handlers(say: Callable[[Assignment], str]) -> Callable[[Line], str]:
    return lambda line: "、".join(dict.fromkeys(filter(None, map(say, line.parts))))


def _due(line: Line) -> str:
    """The last day of the units that write to the proposer."""
    days = [getattr(part, "due_day", None) for part in line.parts if part.answers_the_proposer]
    return _day(max(filter(None, days), default=None))


def _again(line: Line) -> str:
    times = max((reply.round for reply in _answers(line)), default=1) - 1
    return f"{times}次" if times else ""


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


COLUMNS: dict[str, Callable[[Line], str]] = {
    "序号": lambda line: str(line.place),
    "届次": lambda line: str(line.proposal.session),
    "提案号": lambda line: line.proposal.number or "",
    "案由": lambda line: line.proposal.title,
    "提案者": _proposers,
    "主办单位": lambda line: leading(line.proposal),
    "会办单位": lambda line: units(line.proposal, AssignmentRole.ASSIST),
    "承办科室": _handlers(lambda part: part.section.name if part.section else ""),
    "承办人": _handlers(lambda part: part.officer.name if part.officer else ""),
    "交办日期": lambda line: _day(line.proposal.assigned_on),
    "办理期限": _due,
    "沟通情况": _contacts,
    "会办意见收齐日期": _opinions_in,
    "答复日期": _of_answers(lambda reply: _day(reply.sent_on)),
    "文号": _of_answers(lambda reply: reply.doc_number),
    "办理结果": _of_answers(lambda reply: reply.current_grade),
    "公开属性": _of_answers(lambda reply: reply.get_publicity_display()),
    "委员评价（态度/结果）": _of_answers(_marks),
    "重新办理": _again,
    "落实事项": lambda line: "；".join(promise.text for promise in _promises(line)),
    "落实日期": _kept,
}
MOST_NAMED = 5
WIDTHS = {
    "序号": 6,
    "届次": 22,
    "案由": 44,
    "提案者": 24,
    "主办单位": 24,
    "会办单位": 24,
    "沟通情况": 24,
    "文号": 24,
    "落实事项": 40,
}
# On paper columns that belong together share one, and the promises are counted.
PRINTED: dict[str, tuple[float, Callable[[Line], str]]] = {
    "序号": (0.8, COLUMNS["序号"]),
    "提案号": (1.2, COLUMNS["提案号"]),
    "案由": (4.0, COLUMNS["案由"]),
    "提案者": (2.2, lambda line: _few(_proposers(line))),
    "主办单位": (2.2, COLUMNS["主办单位"]),
    "会办单位": (2.2, COLUMNS["会办单位"]),
    "承办科室\n承办人": (1.6, lambda line: _lines(COLUMNS["承办科室"](line), COLUMNS["承办人"](line))),
    "交办日期\n办理期限": (1.8, lambda line: _lines(COLUMNS["交办日期"](line), _due(line))),
    "沟通情况": (1.8, _contacts),
    "答复日期\n文号": (2.4, lambda line: _lines(COLUMNS["答复日期"](line), COLUMNS["文号"](line))),
    "办理\n结果": (1.0, COLUMNS["办理结果"]),
    "公开\n属性": (1.1, COLUMNS["公开属性"]),
    "委员评价\n态度/结果": (1.7, COLUMNS["委员评价（态度/结果）"]),
    "落实\n事项": (1.0, lambda line: f"{len(found)}项" if (found := _promises(line)) else ""),
}


def _few(names: str) -> str:
    """A narrow column names the first of many; the spreadsheet has them all."""
    each = names.split("、")
    return names if len(each) <= MOST_NAMED else f"{'、'.join(each[:MOST_NAMED])}等{len(each)}名"


def _lines(*words: str) -> str:
    return "\n".join(filter(None, words))


def _form(lines: Sequence[Line], *, on: dt.date) -> Form:
    sessions = list(dict.fromkeys(str(line.proposal.session) for line in lines))
    wide = {"案由", "提案者", "主办单位", "会办单位"}
    rows = (
        Row(
            tuple(
                Cell(say(line), align=Align.LEFT if name in wide else Align.CENTRE)
                for name, (_, say) in PRINTED.items()
            )
        )
        for line in lines
    )
    head = Row(tuple(map(label, PRINTED)), 12)
    grid = Grid(tuple(share for share, _ in PRINTED.values()), (head, *rows), head=1, size=9.0)
    return Form(
        "提案办理情况汇总表",
        (grid,),
        left="、".join(sessions),
        right=f"共{len(lines)}件　制表日期：{on.year}年{on.month}月{on.day}日",
        landscape=True,
    )
