"""The report of an import: a row per file, kept with what became of it, and the same as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from letters.letter import Kind
from replies.enums import IncomingStatus
from replies.importing.settling import Outcome
from replies.models import ImportedFile, IncomingLetter
from workflow.tables.writing import Column, Value, xlsx

KINDS = {Kind.REPLY: "答复", Kind.CO_OPINION: "会办意见", Kind.NPC_REPLY: "人大建议答复", Kind.OTHER: "其他公文"}
COLUMNS = (
    Column("序号", 6),
    Column("文件", 48),
    Column("结果", 14),
    Column("本次", 8),
    Column("种类", 14),
    Column("提案", 56),
    Column("提案来源", 10),
    Column("承办单位", 28),
    Column("文号", 24),
    Column("识读提示数", 11),
    Column("识读提示", 60),
    Column("说明", 40),
)
TITLE = "导入结果"


def row_of(outcome: Outcome, position: int, **facts: Any) -> ImportedFile:
    """A row of the report, not saved yet. position counts from 1."""
    incoming = outcome.incoming
    status = IncomingStatus(incoming.status) if incoming else IncomingStatus.UNREAD
    made = incoming is not None and status == IncomingStatus.MADE
    return ImportedFile(
        position=position,
        name=outcome.name[-300:],
        outcome=status,
        changed=outcome.changed,
        kind=incoming.kind if incoming and status != IncomingStatus.UNREAD else "",
        incoming=incoming,
        reply=incoming.reply if incoming and made else None,
        makes_case=outcome.makes_case if made else None,
        findings=len(findings_of(incoming)),
        remark=remark_of(outcome)[:300],
        **facts,
    )


def remark_of(outcome: Outcome) -> str:
    """Why it did not become a case, if it did not."""
    if outcome.remark or outcome.incoming is None or outcome.incoming.reply_id:
        return outcome.remark
    return outcome.incoming.remark or outcome.incoming.reason


def findings_of(incoming: IncomingLetter | None) -> list[str]:
    return [each["message"] for each in incoming.reading.get("findings", ())] if incoming else []


def kind_of(kind: str) -> str:
    return KINDS[Kind(kind)] if kind in KINDS else kind


def line_of(row: ImportedFile) -> tuple[Value, ...]:
    """A row as the spreadsheet shows it, in the order of COLUMNS."""
    reply = row.reply
    return (
        row.position,
        row.name,
        IncomingStatus(row.outcome).label,
        "新增" if row.changed else "未变",
        kind_of(row.kind),
        reply.line if reply else None,
        source_of(row),
        reply.assignment.department.name if reply else None,
        reply.doc_number or None if reply else None,
        row.findings,
        "；".join(findings_of(row.incoming)) or None,
        row.remark or None,
    )


def source_of(row: ImportedFile) -> str | None:
    return None if row.makes_case is None else "新建" if row.makes_case else "已有"


def report_of(lines: Iterable[tuple[Value, ...]]) -> bytes:
    """The lines as an XLSX."""
    return xlsx(COLUMNS, lines, title=TITLE)
