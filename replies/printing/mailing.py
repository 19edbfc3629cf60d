"""What goes to the post: a letter for each signer, with form and receipt, and the labels of the envelopes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from letters.body import pages_of
from letters.forms import Align, Cell, Form, Grid, Labels, Row, Sticker, Tick, fields, label, room
from letters.writing.wording import FORM
from proposals.printing.wording import BLANK_DAY
from replies.copies import PRINTED, prints_of
from replies.enums import ReplyStatus
from replies.models import Reply
from replies.papers import letter_of, profile_of, who_is_asked
from replies.printing.feedback import feedback_form, nobody_is_asked
from replies.printing.wording import Addressee, addressees, day
from workflow.printing import Document, Occasion, Posted

COLUMNS = (1.0, 1.75, 1.0, 1.75)
LIST_HEADS = ("序号", "收件人", "发文字号", "文件", "份数", "方式", "日期")
LIST_COLUMNS = (1.1, 2.8, 4.0, 4.4, 1.1, 1.4, 1.7)


def not_numbered(reply: Reply) -> str:
    return "" if reply.status in (ReplyStatus.NUMBERED, ReplyStatus.SENT) else "答复尚未编号。"


def mailing(rows: Sequence[Reply], occasion: Occasion) -> list[Document]:
    """What is to be put into which envelope; for each signer letter, 征询意见表 and 送达回执; the labels of all."""
    documents = [document for reply in rows for document in _mailing(reply, occasion)]
    return [_checklist(rows), *documents, *labels(rows, occasion)]


def _checklist(rows: Sequence[Reply]) -> Form:
    """寄发清单: every recipient with what goes to them and how many, to be ticked off at the post."""
    lines = [line for reply in rows for line in _recipients(reply)]
    count = sum(copies for *_, copies in lines)
    body = (
        Row((*(Cell(str(text), align=Align.CENTRE) for text in (place, *line)), Cell(), Cell()))
        for place, line in enumerate(lines, start=1)
    )
    grid = Grid(LIST_COLUMNS, (Row(tuple(map(label, LIST_HEADS))), *body), head=1, size=10.5)
    return Form("寄发清单", (grid,), right=f"共{len(lines)}处，答复{count}份")


def _recipients(reply: Reply) -> Iterator[tuple[str, str, str, int]]:
    """Who, which letter, what goes along, how many."""
    asked, apart = _asked(reply), _apart(reply)
    for each in addressees(reply):
        form = [FORM] if each.proposer and each.proposer.pk in asked else []
        yield each.name, reply.doc_number, "、".join(["答复", *apart, *form, "回执"]), 1
    for copy in reply.copies.all():
        if copy.channel in PRINTED:
            yield copy.name, reply.doc_number, "、".join(["抄送件", *apart]), copy.copies or 1
    if kept := prints_of(reply).file:
        yield "存档", reply.doc_number, "", kept


def _asked(reply: Reply) -> set[int]:
    """Whose envelope holds 征询意见表: nobody's, where it is recorded that none lay with the letter."""
    nobody = nobody_is_asked(reply) or reply.form_enclosed is False
    return set() if nobody else {each.pk for each in who_is_asked(reply)}


def _apart(reply: Reply) -> list[str]:
    """附件 that are named and not printed with the letter; the form has a place of its own."""
    letter = letter_of(reply)
    printed = {title for _, title, _ in pages_of(letter.enclosed)}
    return [name for name in letter.attachments if name not in printed and FORM not in name]


def _mailing(reply: Reply, occasion: Occasion) -> Iterator[Document]:
    links = dict(occasion.links)
    asked = _asked(reply)
    for each in addressees(reply):
        yield letter_to(each, reply, occasion)
        if each.proposer and each.proposer.pk in asked:
            yield feedback_form(reply, each.proposer, links.get(each.proposer.pk, ""))
        yield _receipt(reply, each, asked)


def letter_to(addressee: Addressee, reply: Reply, occasion: Occasion) -> Posted:
    """The letter as it was signed; where each signer gets one, with their own salutation and nothing else changed.

    The salutation is not what was decided: the frozen letter, whose hash stands in the reply, names all of them.
    """
    letter, profile = letter_of(reply), profile_of(reply, on=occasion.on)
    if reply.rules.switch("letter_per_signer") and addressee.proposer:
        letter = dataclasses.replace(letter, salutation=addressee.salutation(profile))
    return Posted(letter, profile)


def receipts(rows: Sequence[Reply], _occasion: Occasion) -> list[Document]:
    return [_receipt(reply, each, asked) for reply in rows for asked in [_asked(reply)] for each in addressees(reply)]


def _receipt(reply: Reply, addressee: Addressee, asked: set[int]) -> Form:
    enclosed = f"{FORM}1份" if addressee.proposer and addressee.proposer.pk in asked else ""
    ways = tuple(Tick(way) for way in ("当面送达", "邮寄", "电子送达", "其他"))
    rows = (
        Row((label("文件标题"), Cell(reply.title, span=3)), 18),
        fields(("发文字号", reply.doc_number), ("成文日期", day(reply.signed_on))),
        fields(("发文单位", reply.issuer), ("份数及附件", f"答复1份\n{enclosed}")),
        Row((label("收件人"), Cell(addressee.name, span=3)), 13),
        Row((label("送达方式"), Cell(span=3, ticks=ways)), 12),
        fields(("送达人", ""), ("送达日期", day(reply.sent_on))),
        room("收件人签收", span=3, height=34, foot=f"签名（盖章）：　　　　　　　　{BLANK_DAY}"),
        room("备注", span=3, height=22),
    )
    notes = ("注：请收件人签收后将本回执退回发文单位。",)
    return Form("送达回执", (Grid(COLUMNS, rows),), issuer=reply.issuer, notes=notes)


def labels(rows: Sequence[Reply], _occasion: Occasion) -> list[Document]:
    """Addressees first, in their order, then who gets a copy on paper; several letters on one sheet."""
    return [Labels("信封标签", tuple(sticker for reply in rows for sticker in _stickers(reply)))]


def _stickers(reply: Reply) -> Iterator[Sticker]:
    for each in addressees(reply):
        yield Sticker(each.on_envelope, each.address, _enclosed(reply, 1))
    for copy in reply.copies.all():
        if copy.channel in PRINTED:
            yield Sticker(f"{copy.name}　收", "", _enclosed(reply, copy.copies or 1))


def _enclosed(reply: Reply, count: int) -> tuple[str, str]:
    return f"内件：{reply.doc_number or reply.title}　{count}份", f"{reply.issuer}"
