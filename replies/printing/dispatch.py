"""发文稿纸: what goes with a draft from hand to hand, with the names and days that the trail has already."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence

from letters.forms import Cell, Form, Grid, Row, fields, label, room
from letters.writing import wording
from proposals.printing.wording import BLANK_DAY
from replies.copies import prints_of
from replies.enums import Publicity
from replies.models import Reply
from replies.papers import letter_of
from replies.printing.wording import day
from workflow.models import AuditEvent
from workflow.printing import Document, Occasion

COLUMNS = (0.8, 1.75, 0.8, 1.75)
Trail = Sequence[AuditEvent]


def trails_of(rows: Sequence[Reply], _occasion: Occasion) -> Mapping[uuid.UUID, Trail]:
    """The moves of each reply that still stand, oldest first."""
    found: dict[uuid.UUID, list[AuditEvent]] = {row.uid: [] for row in rows}
    for event in AuditEvent.objects.filter(subject_uid__in=found).order_by("case_uid", "seq"):
        found[event.subject_uid].append(event)
    return {uid: _standing(events) for uid, events in found.items()}


def _standing(events: Trail) -> Trail:
    """Without what was taken back, and without what stood before the draft last went back to its drafter."""
    undone = {event.payload["undone"] for event in events if "undone" in event.payload}
    kept = [event for event in events if event.seq not in undone and "undone" not in event.payload]
    last_return = max((event.seq for event in kept if event.move == "send_back"), default=0)
    return [event for event in kept if event.seq > last_return or event.move == "draft"]


def dispatch_sheet(reply: Reply, trails: Mapping[uuid.UUID, Trail]) -> Iterator[Document]:
    trail = trails[reply.uid]
    rows = (
        room("签发", span=3, height=32, text=_signed(reply, trail), foot=BLANK_DAY if not reply.signer else ""),
        room("会签", span=3, height=26, text=_countersigned(reply)),
        fields(("核稿", _who(trail, "pass", "office")), ("科室审核", _who(trail, "pass", "section")), height=16),
        fields(("拟稿", _drafted(reply, trail)), ("承办科室", _section(reply)), height=16),
        fields(("发文字号", reply.doc_number), ("公开属性", _publicity(reply))),
        fields(("密级", ""), ("缓急", "")),
        Row((label("标题"), Cell(reply.title, span=3)), 18),
        Row((label("主送"), Cell(reply.addressees.rstrip("：:"), span=3)), 14),
        Row((label("抄送"), Cell(_copies(reply), span=3)), 14),
        fields(("办理结果", reply.grade), ("印数", _count(reply))),
        fields(("联系人", reply.contact_person), ("联系电话", reply.contact_phone)),
        Row((label("附注"), Cell(f"{reply.proposal.line}{reply.get_kind_display()}", span=3))),
    )
    yield Form(f"{reply.issuer}发文稿纸", (Grid(COLUMNS, rows),), right=f"审签方式：{reply.get_clearance_display()}")


def _publicity(reply: Reply) -> str:
    withheld = reply.publicity == Publicity.CLOSED and reply.publicity_ground
    return f"{reply.get_publicity_display()}：{reply.publicity_ground}" if withheld else reply.get_publicity_display()


def _signed(reply: Reply, trail: Trail) -> str:
    if not reply.signer:
        return ""
    event = next((each for each in reversed(trail) if each.move in {"sign", "enter_clearance"}), None)
    words = event.reason if event and event.reason else "同意签发。"
    return f"{words}\n{reply.signer}　{day(reply.signed_on)}"


def _countersigned(reply: Reply) -> str:
    """Of the last round: what was said of an earlier text is not about the one that is signed."""
    asked = [each for each in reply.countersignatures.all() if each.round == reply.countersign_round]
    return "\n".join(
        f"{each.department.name}：{_view(each.agreed, each.words)}"
        + (f"（{each.person}，{day(each.happened_on)}）" if each.person else "")
        for each in asked
    )


def _view(agreed: bool | None, words: str) -> str:  # noqa: FBT001 - three-valued, as the row has it
    view = {True: "同意", False: "不同意", None: ""}[agreed]
    return "。".join(filter(None, (view, words)))


def _who(trail: Trail, move: str, source: str) -> str:
    event = next((each for each in reversed(trail) if each.move == move and each.from_status == source), None)
    return f"{event.actor}\n{day(event.happened_on)}" if event else ""


def _drafted(reply: Reply, trail: Trail) -> str:
    event = next((each for each in reversed(trail) if each.move in {"submit", "draft"}), None)
    name = reply.drafted_by.name if reply.drafted_by else event.actor if event else ""
    return f"{name}\n{day(event.happened_on)}" if event else name


def _section(reply: Reply) -> str:
    return reply.assignment.section.name if reply.assignment.section else reply.contact_unit


def _copies(reply: Reply) -> str:
    return "".join(wording.copies(letter_of(reply).cc))


def _count(reply: Reply) -> str:
    prints = prints_of(reply)
    return f"共{prints.total}份（送{prints.addressees}、抄{prints.copies}、存{prints.file}）"
