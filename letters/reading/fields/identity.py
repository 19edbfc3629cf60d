"""Fields of the head: issuer, number, signatory, result, publicity, title, salutation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from letters.reading.found import Found
from letters.reading.labelled import Labelled, begins_with_label, labelled
from letters.reading.names import apart, persons_in, pieces
from letters.reading.normalise import Line
from letters.reading.shapes import is_body_name, signing_in, without_stamp
from letters.reading.vocabulary import RESULTS, any_of
from letters.reading.zones import Page

# 代字〔年〕n号 in whatever brackets, 第 or 协 before the number where printed.
_NUMBER: Final = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{2,16}?):?[〔\[(【](?P<year>(?:19|20)\d\d)[〕\])】](?P<rest>[\u4e00-\u9fff]{0,3}\d{1,5})号"
)
# 文号：某函〔2024〕7号: the label is no part of the code.
_BEFORE_NUMBER: Final = re.compile(r".*(?:文号|编号|字号|文件)")
_LETTERHEAD: Final = re.compile(r"(?P<name>[\u4e00-\u9fff()·]{3,60})文件")
# 某局关于…, 某局对市政协…: the agency that a title begins with.
_AGENCY: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff()·]{3,40}?)(?=关于|对(?:政协|[\u4e00-\u9fff]{1,8}政协|[^话]{1,12}届))"
)

_LIST: Final = re.compile("、")
_WIDE: Final = 3  # blanks that set two things apart on one line

_GRADE: Final = re.compile(r"[(\[【]?(?P<raw>(?P<grade>[A-D])[1-9]?(?:\)?类|级)?)[)\]】]?")
# （B类）, （B）类, C, A类 alone on a line of the head.
_GRADE_LINE: Final = re.compile(r"[(\[【]?(?P<raw>[A-D][1-9]?[)\]】]?类?)[)\]】]?")
# 〔2023〕7号C2类  同意公开
_GRADE_AFTER_NUMBER: Final = re.compile(r"号[(\[【]?(?P<raw>[A-D][1-9]?[)\]】]?类)")
# …办理情况(A)的函
_GRADE_IN_TITLE: Final = re.compile(r"[(\[【](?P<raw>[A-D][1-9]?类?)[)\]】]")
_VERBAL: Final = re.compile(any_of(RESULTS["verbal"]))
_PUBLICITY: Final[dict[str, str]] = RESULTS["publicity"]
_MARK_DRESS: Final = re.compile(r"[()\[\]【】。\"“”]|^(?:此件|本件|该件|本复文|此文)")
_AFTER_GRADE: Final = re.compile(rf"类(?P<mark>{any_of(_PUBLICITY)})$")


def title(page: Page) -> Found[str] | None:
    line = page.title
    return Found(line.text, (line,), "title") if line else None


def salutation(page: Page) -> Found[str] | None:
    line = page.salutation
    if not line:
        return None
    # Names that only a blank divides stay apart: 马国祥　东科加委员.
    said = "、".join("　".join(name.printed() for name in apart(piece)) for piece in pieces(line, _LIST))
    return Found(said, (line,), "salutation")


def issuer(page: Page) -> Found[str] | None:
    """The body that signs or heads the letter, by its fullest printed name."""
    candidates = list(_issuers(page))
    if not candidates:
        return None
    name, rule, confidence = candidates[0]
    for other, _, _ in candidates[1:]:
        if len(other.text) > len(name.text) and _is_short_for(name.text, other.text):
            name = other
    return Found(name.text, (name,), rule, confidence)


def _is_short_for(short: str, long: str) -> bool:
    """市民政局 below and 三水市民政局 above are one body, as are 某市国资委 and 某市…国有资产监督管理委员会."""
    if long.endswith(short):
        return True
    rest = iter(long)
    ends_alike = _stem(long)[-1] == _stem(short)[-1]
    return ends_alike and long[:2] == short[:2] and all(character in rest for character in short)


def _stem(name: str) -> str:
    """管委会, 国资委 and 管理委员会 end alike."""
    return name.removesuffix("会").removesuffix("员")


def _issuers(page: Page) -> Iterator[tuple[Line, str, float]]:
    # In the order of trust: who signs, whose paper it is, whose title, whose site.
    for line in page.tail:
        yield from ((without_stamp(name), "sign_off", 1.0) for name in signing_in(line))
    for line in page.head:
        match = _LETTERHEAD.fullmatch(line.flat)
        if match:
            yield line.group(match, "name"), "letterhead", 1.0
    for titled in page.titles:
        match = _AGENCY.match(titled.line.flat)
        if match and is_body_name(titled.line.group(match, "name")):
            yield titled.line.group(match, "name"), "agency_in_title", 0.9
    yield from ((line, "head_line", 0.8) for line in _named_in_head(page))
    for pair in (*page.in_tail, *page.in_head):
        if pair.field in {"issuer", "source"} and is_body_name(pair.value):
            yield pair.value, pair.field, 0.8 if pair.field == "issuer" else 0.6


def _named_in_head(page: Page) -> Iterator[Line]:
    for line in reversed(page.head):
        if line.cell:
            continue
        # 某局　　签发人：某某, or a letterhead spread over the line as 某 某 市 某 某 局.
        names = line.words()[:1] if labelled([line]) else [line]
        yield from (name for name in names if is_body_name(name) and len(name.flat) > 4)


def doc_number(page: Page) -> Found[str] | None:
    values = [pair.value for pair in page.in_head if pair.field == "doc_number"]
    # A proposal may be numbered like a paper.
    head = [line for line in page.head if all(pair.field != "case_number" for pair in labelled([line]))]
    for line in (*head, *values, *(titled.line for titled in page.titles)):
        match = _NUMBER.search(line.flat)
        if match and not _NUMBER_OF_A_CASE.search(match["code"]):
            before = _BEFORE_NUMBER.match(match["code"])
            start = _after_gap(line, match.start() + (before.end() if before else 0), match.end("code") - 2)
            place = line.cut(start, match.end())
            code = line.text[start : match.end("code")]
            value = f"{code}〔{match['year']}〕{match['rest']}号"
            return Found(value, (place,), "doc_number")
    return None


def _after_gap(line: Line, start: int, last: int) -> int:
    """签发：某某　　　　某函〔2024〕7号: what stands wide apart before a number is no part of its code."""
    width = 1 if begins_with_label(line) else _WIDE
    return max((place for place in range(start + 1, last + 1) if line.gap(place) >= width), default=start)


_NUMBER_OF_A_CASE: Final = re.compile("会议|届")


def signatory(page: Page) -> Found[tuple[str, ...]] | None:
    for pair in (*page.in_head, *page.in_tail):
        names = persons_in(pair.value) if pair.field == "signatory" else []
        if names:
            return Found(tuple(name.text for name in names), tuple(names), "label")
    return None


def grade_labelled(page: Page) -> Found[str] | None:
    for pair in _of("grade", page):
        match = _GRADE.fullmatch(pair.value.flat) or _GRADE.match(pair.value.flat.split("(")[0])
        if match and (match.end() == len(pair.value.flat) or _ends_here(pair.value, match.end())):
            return Found(match["raw"].replace(")", ""), (pair.value.group(match, "raw"),), "label")
        verbal = _VERBAL.match(pair.value.flat)
        if verbal:
            return Found(verbal[0], (pair.value.group(verbal),), "label_in_words")
    return None


def _ends_here(value: Line, end: int) -> bool:
    return value.gap(end) > 0 or value.flat[end] in "(【[,;。"


def grade_marked(page: Page) -> Found[str] | None:
    """A grade without label: a line of its own, behind the number, or in the title."""
    for line in page.head:
        match = _GRADE_LINE.fullmatch(line.flat)
        match = match or _GRADE_AFTER_NUMBER.search(line.flat)
        if match:
            return Found(_bare(match["raw"]), (line.group(match, "raw"),), "mark", 0.9)
        if grade := _word_of_grade(line):
            return Found(_bare(grade.flat), (grade,), "mark", 0.9)
    for titled in page.titles:
        match = _GRADE_IN_TITLE.search(titled.line.flat)
        if match:
            return Found(_bare(match["raw"]), (titled.line.group(match, "raw"),), "mark_in_title", 0.8)
    return None


def _word_of_grade(line: Line) -> Line | None:
    """〔2021〕152号　　（B类）, 政协办理件　A2, 〔2024〕908号　A　依申请公开."""
    words = line.words()
    for before, word in pairwise(words):
        if (match := _GRADE_LINE.fullmatch(word.flat)) and (word is words[-1] or before.flat.endswith("号")):
            return word.group(match, "raw")
    return None


def _bare(raw: str) -> str:
    return re.sub(r"[()\[\]【】]", "", raw)


def publicity_labelled(page: Page) -> Found[str] | None:
    for pair in _of("publicity", page):
        for word in (pair.value, *pair.value.words()[:1]):
            value = _PUBLICITY.get(_MARK_DRESS.sub("", word.flat))
            if value:
                return Found(value, (word,), "label")
    return None


def publicity_marked(page: Page) -> Found[str] | None:
    for line in (*page.tail, *page.head):
        if line.cell:
            continue  # 公开 alone in a table is a link of the website
        # （此件公开发布。联系人：…）
        stop = line.flat.find("。")
        for word in (line, *line.words()[-1:], line.cut(0, max(stop, 0))):
            bare = _MARK_DRESS.sub("", _MARK_DRESS.sub("", word.flat))
            if bare in _PUBLICITY and len(bare) > 1:
                return Found(_PUBLICITY[bare], (word,), "mark", 0.9)
        match = _AFTER_GRADE.search(line.flat)
        if match:
            return Found(_PUBLICITY[match["mark"]], (line.group(match, "mark"),), "mark", 0.9)
    return None


def _of(field: str, page: Page) -> Iterable[Labelled]:
    return (pair for pair in (*page.in_head, *page.in_tail) if pair.field == field)
