"""The head of page 1: number, grade, signer, publicity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from letters.letter import DocNumber
from letters.lint.model import Fault, Fix, Place, Severity
from letters.lint.subject import Subject
from letters.profiles import GradePlace, PublicityPlace, SignerPlace

_RIGHT: Final = re.compile(r"[\u4e00-\u9fff]{2,12}〔20\d\d〕[1-9]\d*号")
_YEAR: Final = re.compile(r"(?P<open>[〔\[【（(﹝［])\s*(?P<year>(?:19|20)\d\d)\s*(?P<close>[〕\]】）)﹞］])")
_ORDINAL: Final = re.compile(r"(?<=[〕\]】）)﹞］])\s*第(?=\s*\d)")
_ZEROS: Final = re.compile(r"(?<=[〕\]】）)﹞］第])0+(?=[1-9]\d*号)")
_CODE: Final = re.compile(r"[\u4e00-\u9fff]{2,12}(?=〔)")
_BLANKS: Final = re.compile(r"[\s\u3000]+")
_PUBLICITY: Final = ("主动公开", "依申请公开", "不予公开")
_JANUARY: Final = 1


def doc_number(subject: Subject) -> Iterator[Fault]:
    text = subject.letter.doc_number
    if not text:
        if subject.facts.issued:
            yield Fault("没有发文字号。", Place("doc_number"), lack=True)
        return
    if not _RIGHT.fullmatch(text):
        slips = list(_slips(text))
        yield from slips
        if not slips:
            told = f"发文字号“{text}”不合机关代字、六角括号中的年份、序号的形式，如“宛卫字〔2024〕24号”。"
            yield Fault(told, subject.whole("doc_number"))
    yield from _strange_code(subject, text)
    if subject.facts.number_used_by:
        told = f"发文字号{text}已用于{subject.facts.number_used_by}。"
        yield Fault(told, subject.whole("doc_number"))


def _strange_code(subject: Subject, text: str) -> Iterator[Fault]:
    """The layout may say how the 机关代字 of replies end; who wrote otherwise may have taken another paper's number."""
    words = subject.profile.number_words
    found = _CODE.match(text)
    if words and found and not subject.is_opinion and not found.group().endswith(words):
        told = f"按公文版式，答复的机关代字以“{'”“'.join(words)}”结尾，现为“{found.group()}”。"
        yield Fault(told, Place("doc_number", *found.span()), severity=Severity.WARNING)


def _slips(text: str) -> Iterator[Fault]:
    """What can be put right without knowing the series."""
    year = _YEAR.search(text)
    if year and (year["open"], year["close"]) != ("〔", "〕"):
        told = f"年份应用六角括号〔〕，现为{year['open']}{year['close']}。"
        yield Fault(told, Place("doc_number", *year.span()), Fix("改为六角括号", f"〔{year['year']}〕"))
    ordinal = _ORDINAL.search(text)
    if ordinal:
        yield Fault("序号前不加“第”。", Place("doc_number", *ordinal.span()), Fix("删去“第”", ""))
    zeros = _ZEROS.search(text)
    if zeros:
        yield Fault("序号不编虚位（不在前面加0）。", Place("doc_number", *zeros.span()), Fix("删去前面的0", ""))
    covered = year.span() if year else (0, 0)
    for blank in _BLANKS.finditer(text):
        if not covered[0] <= blank.start() < covered[1]:
            yield Fault("发文字号中有空格。", Place("doc_number", *blank.span()), Fix("删去空格", ""))


def doc_number_year(subject: Subject) -> Iterator[Fault]:
    day, text = subject.letter.date, subject.letter.doc_number
    try:
        stated = DocNumber.parse(text or "").year
    except ValueError:
        return
    if day is None or stated == day.year:
        return
    start = (text or "").index("〔") + 1
    # In January the books of the old year may still be open.
    overlap = day.month == _JANUARY and stated == day.year - 1
    told = f"发文字号的年份是{stated}年，成文日期在{day.year}年。"
    yield Fault(told, Place("doc_number", start, start + 4), severity=Severity.WARNING if overlap else None)


def grade_present(subject: Subject) -> Iterator[Fault]:
    letter, scheme = subject.letter, subject.facts.grades
    raw = (letter.grade_raw or letter.grade or "").strip()
    place = subject.whole("grade_raw")
    if subject.is_opinion:
        if raw:
            yield Fault(f"会办意见不标办理结果，现标有“{raw}”。", place)
    elif not raw:
        if subject.profile.grade is not GradePlace.NOT_PRINTED and not subject.facts.interim:
            yield Fault("没有标明办理结果。", Place("grade_raw"), lack=True)
    elif scheme and letter.grade not in scheme.codes and raw not in scheme.codes:
        yield Fault(f"办理结果“{raw}”不在本地区的分类（{'、'.join(scheme.codes)}）之内。", place)
    elif len(set(re.findall("[A-D]", raw))) > 1:
        yield Fault(f"办理结果只能有一类，现标有“{raw}”。", place)


def signer(subject: Subject) -> Iterator[Fault]:
    facts = subject.facts
    if facts.issued and subject.profile.signer is not SignerPlace.NOT_PRINTED and not subject.letter.signatory:
        yield Fault("没有标明签发人。", Place("signatory"), lack=True)
    if facts.signer_posts and facts.signer_post and facts.signer_post not in facts.signer_posts:
        told = f"本件应由{'或'.join(facts.signer_posts)}签发，签发人的职务是{facts.signer_post}。"
        yield Fault(told, Place("signatory"))


def publicity(subject: Subject) -> Iterator[Fault]:
    said, facts = subject.letter.publicity, subject.facts
    place = subject.whole("publicity")
    if not said:
        if subject.profile.publicity is not PublicityPlace.NOT_PRINTED and not subject.is_opinion:
            yield Fault("没有标明公开属性。", place, lack=True)
    elif said not in _PUBLICITY:
        yield Fault(f"公开属性应为{'、'.join(_PUBLICITY)}之一，现为“{said}”。", place)
    elif said == "不予公开" and facts.publicity_reason == "":
        yield Fault("公开属性为不予公开，没有写明理由。", place)
    elif said == "主动公开" and facts.consent is False:
        yield Fault("提案者不同意公开，公开属性却为主动公开。", place)
