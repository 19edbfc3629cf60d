"""Whether a file is the letter that was signed: by its bytes, else by what it says."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q

from letters.files import Unreadable, text_of
from letters.letter import Letter
from letters.plain import digest, to_plain
from letters.reading import read
from replies import seals
from replies.enums import ReplyStatus
from replies.models import ArchivedFile, Reply
from replies.papers import letter_of
from workflow import files

_HAN = re.compile(r"[\u3400-\u9fff]")


class Verdict(StrEnum):
    """What a file is to the office that keeps the letter."""

    SIGNED = "signed"
    SUPERSEDED = "superseded"
    VOID = "void"
    BROKEN = "broken"
    ALTERED = "altered"
    UNKNOWN = "unknown"

    @property
    def is_good(self) -> bool:
        return self is Verdict.SIGNED


@dataclass(frozen=True, slots=True)
class Verified:
    """A verdict with its reason in words, and the letter that it is about, where there is one."""

    verdict: Verdict
    message: str
    reply: Reply | None = None
    sealed_by: str = ""


# What the paper prints of each; the letterhead and the close follow from them.
COMPARED = {
    "title": "标题",
    "salutation": "称谓",
    "body": "正文",
    "attachments": "附件说明",
    "date": "成文日期",
    "sign_off": "署名",
    "cc": "抄送",
    "grade": "办理结果",
}


def verify(data: bytes, name: str, *, among: Any) -> Verified:
    """`among`: the replies that whoever asks may see."""
    sha256 = hashlib.sha256(data).hexdigest()
    kept = ArchivedFile.objects.filter(Q(file__sha256=sha256) | Q(sealed__sha256=sha256), reply__in=among)
    archived = kept.select_related("reply", "sealed").order_by("-id").first()
    if archived is None:
        return _by_words(data, name, among)
    reply = Reply.objects.for_page().get(pk=archived.reply_id)
    sealed = archived.seal if archived.sealed and archived.sealed.sha256 == sha256 else ""
    return _by_record(archived, reply, data, sealed)


def _by_record(archived: ArchivedFile, reply: Reply, data: bytes, sealed: str) -> Verified:
    named = f"{reply.doc_number or reply.title}"
    if digest(reply.frozen) != reply.frozen_hash:
        return Verified(Verdict.BROKEN, f"{named}：签发时的公文与其哈希不符，登记可能被改动。", reply, sealed)
    if archived.letter_hash != digest(to_plain(letter_of(reply))):
        return Verified(Verdict.SUPERSEDED, f"{named}：曾经制发，后经更正，已由新的文件代替。", reply, sealed)
    if reply.status == ReplyStatus.SUPERSEDED:
        newer = _in_its_place(reply)
        return Verified(Verdict.SUPERSEDED, f"{named}：曾经签发，已重新制发，由{newer}代替。", reply, sealed)
    if reply.status == ReplyStatus.VOID:
        return Verified(Verdict.VOID, f"{named}：公文已作废。", reply, sealed)
    seal = seals.in_use() if sealed else None
    if seal and seal.name == sealed and not seal.is_whole(data, fmt=archived.format):
        return Verified(Verdict.BROKEN, f"{named}：签章校验不通过。", reply, sealed)
    with_seal = f"，由“{sealed}”签章" if sealed else ""
    return Verified(Verdict.SIGNED, f"{named}：与签发归档的文件一致{with_seal}。", reply, sealed)


def _in_its_place(reply: Reply) -> str:
    newer = reply.replacement
    return newer.doc_number if newer and newer.doc_number else "新的公文"


def _by_words(data: bytes, name: str, among: Any) -> Verified:
    """A file whose bytes are in no archive: which letter it says it is, and what it says otherwise."""
    try:
        text = text_of(data, name)
        letter = read(text).letter
    except Unreadable as error:
        return Verified(Verdict.UNKNOWN, f"不是归档的文件，也不能识读：{error.message}")
    found = among.filter(doc_number=letter.doc_number).exclude(frozen=None) if letter.doc_number else among.none()
    # A number may pass on to the letter in the place of the one that bore it.
    reply = found.standing().first() or found.first()
    if reply is None:
        number = f"（文号{letter.doc_number}）" if letter.doc_number else "（没有文号）"
        return Verified(Verdict.UNKNOWN, f"不是归档的文件，也没有对应的公文{number}。")
    differ = _differences(letter, letter_of(reply))
    told = f"{'、'.join(differ)}与签发的公文不同" if differ else _told_of_the_rest(text, reply)
    since = "；该公文已被代替" if reply.status == ReplyStatus.SUPERSEDED else ""
    return Verified(Verdict.ALTERED, f"{reply.doc_number}：{told}{since}。", reply)


def _told_of_the_rest(text: str, reply: Reply) -> str:
    """A page may have been added behind a letter that says the same: then its words are more than the original's."""
    kept = reply.files.select_related("file").order_by("-id").first()
    original = files.read(kept.file) if kept and files.path_of(kept.file.sha256).exists() else b""
    if kept and original and _words(text) != _words(text_of(original, kept.file.name)):
        return "各项与签发的公文相同，但另有增减的文字，不是归档的原文件"
    return "文字与签发的公文相同，但不是归档的原文件"


def _words(text: str) -> Counter[str]:
    """How often each character stands there: programs part lines and pages in their own ways."""
    return Counter(_HAN.findall(text))


def _differences(found: Letter, signed: Letter) -> list[str]:
    return [label for name, label in COMPARED.items() if not _same(getattr(found, name), getattr(signed, name))]


def _same(found: Any, signed: Any) -> bool:
    # What the layout does not print is not there to be read.
    if found in (None, (), ""):
        return True
    if isinstance(found, str) and isinstance(signed, str):
        return _text(signed).endswith(_text(found))
    if isinstance(found, tuple):
        return [_text(each) for each in found] == [_text(each) for each in signed]
    return bool(found == signed)


def _text(part: Any) -> str:
    """Without blanks, which a page may lose between words."""
    return "".join((getattr(part, "text", None) or str(part)).split())
