"""Fields of the proposal that a letter answers: session, level, number, 案由, proposers, co-handlers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from letters.letter import BodyLevel, SessionRef
from letters.reading.found import Found
from letters.reading.names import bodies_in, pieces, proposers_in
from letters.reading.normalise import Line
from letters.reading.numbers import NUMERAL, number
from letters.reading.quoting import case_title_in, quoted_in
from letters.reading.sessions import level_in, sessions_in
from letters.reading.zones import Page

# 035, B012, 2-117, T1: a string, zeros and letters count.
_DIGITS: Final = r"(?P<number>(?:[A-Za-z]{1,3}-?)?\d[\dA-Za-z]*(?:-[\dA-Za-z]+)*)"
# First where 提案 follows, then any 第…号, then 会议279号 without 第.
_NUMBERED: Final = (
    re.compile(rf"第[〔\[(]?{_DIGITS}[〕\])]?号?(?=\(|的|[\u4e00-\u9fff]{{0,6}}?(?:提案|建议|议案|答复|会办|协办)|$)"),
    re.compile(rf"第[〔\[(]?{_DIGITS}[〕\])]?号"),
    re.compile(rf"(?:会议|提案|建议){_DIGITS}号"),
    re.compile(rf"第(?P<number>{NUMERAL})号(?=[\u4e00-\u9fff]{{0,6}}?(?:提案|建议))"),
)
# 第18号、第25号提案, 第18、25号提案
_LISTED_NUMBERS: Final = (
    re.compile(rf"第[〔\[(]?{_DIGITS}[〕\])]?号"),
    re.compile(rf"(?:第|、){_DIGITS}(?=(?:、\d+)+号|号)(?<!号)"),
)
# （第18号）, 〔031〕号, （11-3-42号） behind the case.
_IN_BRACKETS: Final = re.compile(
    rf"[(〔\[](?:提案|案号|编号|建议)?(?:编号)?[:]?第?{_DIGITS}号?[^()〔〕]{{0,8}}[)〕\]]号?"
)
_DOC_NUMBER: Final = re.compile(r"〔\d{4}〕第?\d+号|\[\d{4}\]第?\d+号|【\d{4}】第?\d+号|\(\d{4}\)第?\d+号")
_LIKE_A_PAPER: Final = re.compile(r"(?P<number>[\u4e00-\u9fff]{1,12}[〔\[(]\d{4}[〕\])]第?\d+)号")

# Whose proposal it is, in a letter addressed to the lead unit.
_NAMED: Final = (
    re.compile(
        r"(?:该|此|本)(?:提案|建议|件)由(?P<names>[\u4e00-\u9fff·、*]{2,60}?)(?:等?(?:\d+[名位])?(?:政协)?委员)?提出"
    ),
    re.compile(r"(?:提案人|提案者|提出人)(?:为|是|:)(?P<names>[\u4e00-\u9fff·、*]{2,60})"),
    re.compile(
        r"(?:现将|现?对|现?就|关于|由|转[来交办]的|交办的|^(?![你贵]))(?P<names>[\u4e00-\u9fff·、*]{2,60}?)等?(?:\d+[名位])?(?:政协)?(?:委员|代表)(?:们)?(?:在|提出|所提|的|关于)"
    ),
    re.compile(
        r"(?:贵局|贵委|贵单位|贵办|你局|你委|你单位|贵厅|贵部|你办)(?:主办|牵头)(?:办理)?的(?P<names>[\u4e00-\u9fff·、*]{2,60}?)(?:提出|所提|在|《|“|关于)"
    ),
    re.compile(r"[(]由?(?P<names>[\u4e00-\u9fff·、*]{2,60}?)(?:等?(?:\d+[名位])?(?:政协)?委员)?(?:提出|所提|提交)[)]"),
    re.compile(
        r"政协委员(?P<names>[\u4e00-\u9fff·、*]{2,60}?)等?(?:\d+[名位])?(?:同志)?(?:在|提出|所提|的提案|的建议)"
    ),
    re.compile(
        r"(?:现将|现?对|现?就|关于|由|^)(?P<names>[\u4e00-\u9fff·、*]{2,60}?)(?:在[\u4e00-\u9fff]{2,30}会议上?)?(?:提出|所提)的"
    ),
)

# 会同 / 经商 / 经与 … 研究; 综合 … 的会办意见. Talks with the member are no consultation.
_CONSULTED: Final = re.compile(
    r"(?:[经并]?(?:会同|会商|会(?=[省市县区州旗](?![、县区])(?!两级))|商请|(?<![协市省县区州厅])商(?![务业会品城圈贸]))|征求了?|综合(?![处科股办部]|管理|执法|保障|服务|规划|行政)|联合|(?:(?:经|我[局委厅办部院]|[,。])和|与|同)(?![\u4e00-\u9fff]{0,6}(?:委员|代表)))(?P<units>(?!于)[^。;:《》“”]{2,160}?)"
    r"(?:(?:的|等)?(?:会办|协办)?意见|(?:等)?(?:单位|部门)?(?:共同|认真|进行|联合|多次|充分|积极|一并|加强)?(?:了|的)?(?:认真|充分|深入)?(?:研究(?![院所会室中])|办理|协商|协作|会商|沟通|协调|商议|商讨|研商|调研|会办|讨论)|,(?:现|并|我|经|答复|函复|回复|就)|(?=。))"
)
# 结合甲部、乙局意见; what stands together with documents or demands was not consulted.
_HEARD: Final = re.compile(r"结合(?P<units>[\u4e00-\u9fff、()]{3,160}?)(?:的|等)?(?:会办|协办)?意见")
# 由我局主办，甲局、乙局协办
_ASSISTING: Final = re.compile(
    r"(?:主办|牵头|[,;。:为是由])由?(?P<units>(?:(?!主办|牵头)[\u4e00-\u9fff、()]){3,160}?)(?:等(?:单位|部门)?)?(?:为|作为)?(?:协办|会办|配合办理|协助办理)(?!意见)"
)
_MEETING: Final = re.compile(rf"第?(?P<term>{NUMERAL})届[^\d一二三四五六七八九十]{{0,12}}(?P<meeting>{NUMERAL})次")
_ASKED: Final = re.compile(r"(?<![面方])向(?P<units>[\u4e00-\u9fff、()]{3,160}?)(?:等(?:单位|部门)?)?征求(?:了)?意见")
_LISTED: Final = re.compile(r"(?:会办|协办)单位(?:为|是|有|:)(?P<units>[\u4e00-\u9fff、()]{3,160})")


def session_labelled(page: Page) -> Found[SessionRef] | None:
    """届次：十届三次, of a form's table."""
    for pair in page.in_head:
        match = _MEETING.search(pair.value.flat) if pair.field == "case_session" else None
        term, meeting = (number(match["term"]), number(match["meeting"])) if match else (None, None)
        if match and term and meeting:
            return Found(SessionRef(term, meeting), (pair.value.group(match),), "label", 0.9)
    return None


def session(page: Page) -> Found[SessionRef] | None:
    for line, rule, confidence in _spoken(page):
        for found in sessions_in(line):
            if found.assembly != "elsewhere":
                return Found(found.ref, (found.place,), rule, confidence)
    return None


def body_level(page: Page) -> Found[BodyLevel] | None:
    for line, rule, confidence in (*_spoken(page), *_collective(page)):
        found = level_in(line)
        if found:
            return Found(found[0], (found[1],), rule, confidence)
    return None


def _spoken(page: Page) -> Iterator[tuple[Line, str, float]]:
    yield from ((titled.line, "title", 1.0) for titled in page.titles)
    yield page.opening, "opening", 0.9


def _collective(page: Page) -> Iterator[tuple[Line, str, float]]:
    if page.salutation:
        yield page.salutation, "salutation", 0.7


def number_in_title(page: Page) -> Found[str] | None:
    numbers = numbers_in_titles(page)
    if len(numbers) > 1:
        return Found(numbers[0].text, (numbers[0],), "first_in_title", 0.6)
    for titled in page.titles:
        found = _number(titled.line, "title")
        if found:
            return found
    return None


def numbers_in_titles(page: Page) -> list[Line]:
    """All numbers of proposals that the title nearest to the letter names, in order: 第18号、第25号提案."""
    if not page.titles:
        return []
    return numbers_in(page.titles[0].line)


def numbers_in(line: Line) -> list[Line]:
    """The numbers of proposals that a line names, not those of papers: 〔2024〕第7号."""
    papers = [match.span() for match in _DOC_NUMBER.finditer(line.flat)]
    found = {
        match.start("number"): line.group(match, "number")
        for pattern in _LISTED_NUMBERS
        for match in pattern.finditer(line.flat)
        if not any(start <= match.start() < end for start, end in papers)
    }
    return [found[start] for start in sorted(found)]


def number_in_opening(page: Page) -> Found[str] | None:
    return number_quoted_in(page.opening)


def number_quoted_in(opening: Line) -> Found[str] | None:
    """《…》（第18号）, else any 第18号 near the beginning."""
    match = _IN_BRACKETS.search(opening.flat)
    if match:
        return Found(match["number"], (opening.group(match, "number"),), "opening", 0.9)
    return _number(opening.cut(0, 400), "opening")


def number_labelled(page: Page) -> Found[str] | None:
    for pair in page.in_head:
        # 提案编号：青政提〔2023〕0312号 is numbered like a paper.
        paper = _LIKE_A_PAPER.match(pair.value.flat)
        match = paper or re.search(_DIGITS, pair.value.flat) if pair.field == "case_number" else None
        if match:
            place = pair.value.group(match, "number")
            return Found(place.text if paper else match["number"], (place,), "label", 0.9)
    return None


def _number(line: Line, rule: str) -> Found[str] | None:
    papers = [match.span() for match in _DOC_NUMBER.finditer(line.flat)]
    for pattern in _NUMBERED:
        for match in pattern.finditer(line.flat):
            # 第217号 of a 发文字号 is another number.
            if not any(start <= match.start() < end for start, end in papers):
                return Found(_in_digits(match["number"]), (line.group(match, "number"),), rule)
    return None


def _in_digits(printed: str) -> str:
    """第八十六号 is number 86; what is printed in digits keeps its zeros and letters."""
    return printed if printed.isascii() else str(number(printed) or printed)


def title_in_opening(page: Page) -> Found[str] | None:
    found = case_title_in(page.opening)
    return Found(found[0].text, (found[0],), found[1], found[2]) if found else None


def title_in_titles(page: Page) -> Found[str] | None:
    """《…》 or （关于…的提案） in a title."""
    for titled in page.titles:
        for quote in quoted_in(titled.line):
            if quote.flat.startswith("关于"):
                return Found(quote.text, (quote,), "quoted_in_title", 0.9)
        match = re.search(r"\((?P<case>关于[^()]{4,100})\)", titled.line.flat)
        if match:
            place = titled.line.group(match, "case")
            return Found(place.text, (place,), "bracketed_in_title", 0.8)
    return None


def title_labelled(page: Page) -> Found[str] | None:
    pair = next((pair for pair in page.in_head if pair.field == "case_title"), None)
    if not pair:
        return None
    quotes = [quote for quote in quoted_in(pair.value) if quote.at[0] == pair.value.at[0] + 1]
    place = (quotes or [pair.value])[0]
    return Found(place.text, (place,), "label", 0.9)


def addressed(page: Page) -> Found[tuple[str, ...]] | None:
    names = proposers_in(page.salutation) if page.salutation else []
    return Found(tuple(name.text for name in names), tuple(names), "salutation") if names else None


def named_in_opening(page: Page) -> Found[tuple[str, ...]] | None:
    """The proposers as the text names them, for a letter addressed to somebody else."""
    for pattern in _NAMED:
        match = pattern.search(page.opening.flat, 0, 200)
        if not match:
            continue
        names = [name for piece in pieces(page.opening.group(match, "names")) for name in proposers_in(piece)]
        if names:
            return Found(tuple(name.text for name in names), tuple(names), "opening", 0.8)
    return None


def co_units(page: Page) -> Found[tuple[str, ...]] | None:
    named = {body.text: body for body in consulted_in(page.opening)}
    return Found(tuple(named), tuple(named.values()), "opening", 0.8) if named else None


def consulted_in(opening: Line) -> list[Line]:
    """The bodies that a text says it consulted: 经会同甲局、乙局研究."""
    return [
        body
        for pattern in (_CONSULTED, _HEARD, _ASSISTING, _ASKED, _LISTED)
        for match in pattern.finditer(opening.flat)
        for body in bodies_in(opening.group(match, "units"))
    ]


def co_units_labelled(page: Page) -> Found[tuple[str, ...]] | None:
    """协办单位 of a form's table."""
    bodies = [body for pair in page.in_head if pair.field == "co_units" for body in bodies_in(pair.value)]
    return Found(tuple(body.text for body in bodies), tuple(bodies), "label", 0.9) if bodies else None
