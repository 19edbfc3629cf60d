"""征询意见表: one for each proposer who is asked, with a code to scan where the office has a public address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from letters.forms import Cell, Form, Grid, Row, Tick, fields, label, room
from letters.writing import wording
from proposals.enums import Origin, ProposerKind
from proposals.models import Proposer
from proposals.printing.wording import SIGNATURE, number
from replies.enums import Mark, ReplyStatus
from replies.models import Reply
from replies.papers import who_is_asked
from replies.printing.wording import day
from workflow.printing import Document, Occasion

COLUMNS = (1.05, 1.7, 0.95, 1.8)
RATED = (Mark.SATISFIED, Mark.MOSTLY, Mark.DISSATISFIED)
NOTE = "此表由承办单位随答复一并送达。请提案人填写后直接寄送政协提案委员会；承办单位不得代填。"


def nobody_is_asked(reply: Reply) -> str:
    if not reply.is_judged:
        return f"{reply.get_kind_display()}不征询委员评价。"
    if reply.origin == Origin.IMPORTED or reply.status in (ReplyStatus.NUMBERED, ReplyStatus.SENT):
        return ""
    return "答复尚未编号。"


def feedback_forms(rows: Sequence[Reply], occasion: Occasion) -> list[Document]:
    links = dict(occasion.links)
    return [feedback_form(reply, each, links.get(each.pk, "")) for reply in rows for each in who_is_asked(reply)]


def feedback_form(reply: Reply, proposer: Proposer, link: str) -> Form:
    """Blank for its proposer: what they said before is never printed as if it were said again."""
    return Form(
        wording.FORM_NAME,
        (Grid(COLUMNS, tuple(_rows(reply, proposer, link))),),
        left=f"承办单位：{reply.issuer}",
        right=f"发文字号：{reply.doc_number}" if reply.doc_number else "",
        notes=(f"注：{NOTE}",),
    )


def _rows(reply: Reply, proposer: Proposer, link: str) -> Iterator[Row]:
    proposal = reply.proposal
    called = "提案单位" if proposer.kind == ProposerKind.BODY else "提案人"
    yield fields(("提案号", number(proposal)), ("届次", str(proposal.session)))
    yield Row((label("案由"), Cell(proposal.title, span=3)), 14)
    yield fields((called, proposer.name), ("答复日期", day(reply.sent_on or reply.signed_on)))
    yield fields(("办理结果", reply.current_grade), ("答复种类", reply.get_kind_display()))
    yield _choice("走访情况", "已走访", "本人提出不需要走访", "未走访")
    yield _choice("听取意见\n方式", "走访", "座谈", "电话", "其他", "未联系")
    yield _choice("答复是否\n针对提案", "针对", "基本针对", "未针对")
    yield _choice("对办理态度", *(mark.label for mark in RATED))
    yield _choice("对办理结果", *(mark.label for mark in RATED))
    yield room("对提案办理\n的意见或\n建议", span=3, height=46, foot=SIGNATURE)
    if link:
        words = f"也可用手机扫码，或打开下面的地址评价（仅供{proposer.name}本人使用）：\n{link}"
        yield Row((label("网上评价"), Cell(words, span=3, code=link)), 31)


def _choice(name: str, *words: Any) -> Row:
    return Row((label(name), Cell(span=3, ticks=tuple(Tick(str(each)) for each in words))), 12)
