"""What a person should know about a letter as read: facts that are missing or do not agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from letters.letter import Kind
from letters.reading.fields.closing import date_lines
from letters.reading.fields.proposal import number_in_opening, number_in_title, numbers_in_titles
from letters.reading.found import Found, Remark
from letters.reading.normalise import Line
from letters.reading.numbers import as_date, find_date
from letters.reading.sessions import session_in_number, sessions_in
from letters.reading.vocabulary import DOUBLED, TRADITIONAL
from letters.reading.zones import Page

Fields = Mapping[str, Found[Any]]
Check = Callable[[Page, Fields, Kind], Iterator[Remark]]

_MISSING: Final = {
    "issuer": "没有写明发文机关。",
    "doc_number": "没有发文字号。",
    "date": "没有成文日期。",
    "sign_off": "没有发文机关署名。",
    "copies": "没有抄送。",
    "title": "没有标题。",
    "proposers": "没有写明提案者。",
    "proposal_number": "没有提案号。",
    "session": "没有写明届次。",
}
_FIELD: Final = {"copies": "cc"}
# Between Han characters only: 7:30 and 1,200 are right as they are.
_HALF_WIDTH: Final = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:?!]|[()](?=[\u4e00-\u9fff])")
# A page typed in half width has hundreds; the first show the habit.
_MOST_PLACES: Final = 20
_FEWEST_TRADITIONAL: Final = 8  # one or two stand in the name of a person


def remarks(page: Page, found: Fields, kind: Kind) -> Iterator[Remark]:
    for check in CHECKS:
        yield from check(page, found, kind)


def _missing(_: Page, found: Fields, kind: Kind) -> Iterator[Remark]:
    if kind == Kind.OTHER:
        return
    for what, message in _MISSING.items():
        if _FIELD.get(what, what) not in found:
            yield Remark(f"missing_{what}", message)


def _doubled(page: Page, _: Fields, __: Kind) -> Iterator[Remark]:
    for line in page.paragraphs:
        for match in DOUBLED.finditer(line.flat):
            place = line.group(match)
            yield Remark("doubled_character", f"“{place.text}”疑有重复。", (place,))


def _half_width(page: Page, _: Fields, __: Kind) -> Iterator[Remark]:
    lines = [line for line in (page.title, page.salutation, *page.body) if line]
    places = [line.group(match) for line in lines for match in _HALF_WIDTH.finditer(line.text)]
    if places:
        message = f"汉字之间有{len(places)}处半角标点。"
        yield Remark("half_width_punctuation", message, tuple(places[:_MOST_PLACES]))


def _impossible_date(page: Page, _: Fields, __: Kind) -> Iterator[Remark]:
    labelled = [pair.value for pair in (*page.in_head, *page.in_tail) if pair.field == "date"]
    for line in (*date_lines(page), *labelled):
        match = find_date(line, short=True)
        if match and as_date(match) is None:
            place = line.group(match)
            yield Remark("impossible_date", f"日期“{place.text}”在日历上不存在。", (place,))


def _number_against_session(_: Page, found: Fields, __: Kind) -> Iterator[Remark]:
    number, session = found.get("proposal_number"), found.get("session")
    told = session_in_number(number.value, session.value) if number and session else None
    if number and session and told and told != session.value:
        message = (
            f"提案号{number.value}的前几位若是届次，应为{told.term}届{told.meeting}次，"
            f"与文中的{session.value.term}届{session.value.meeting}次不符。"
        )
        yield Remark("number_session_mismatch", message, (*number.places, *session.places))


def _numbers_differ(page: Page, _: Fields, __: Kind) -> Iterator[Remark]:
    above, below = number_in_title(page), number_in_opening(page)
    if above and below and above.value.lstrip("0") != below.value.lstrip("0"):
        message = f"标题中的提案号是{above.value}，正文中是{below.value}。"
        yield Remark("number_conflict", message, (*above.places, *below.places))


def _sessions_differ(page: Page, found: Fields, __: Kind) -> Iterator[Remark]:
    session = found.get("session")
    for other in sessions_in(page.opening) if session else ():
        if session and other.ref != session.value:
            message = f"正文另提到{other.ref.term}届{other.ref.meeting}次会议，与所读届次不同。"
            yield Remark("session_conflict", message, (*session.places, other.place))


def _deputies(page: Page, _: Fields, kind: Kind) -> Iterator[Remark]:
    if kind == Kind.REPLY and page.salutation:
        match = re.search("代表(?=[:,]|$)", page.salutation.flat)
        if match:
            place: Line = page.salutation.group(match)
            yield Remark("addressed_as_deputy", "提案者是政协委员，称谓却写作代表。", (place,))


def _several_proposals(page: Page, _: Fields, kind: Kind) -> Iterator[Remark]:
    """One letter that answers two proposals is read as the answer to the first; a person divides it."""
    numbers = numbers_in_titles(page) if kind != Kind.OTHER else []
    others = [number for number in numbers[1:] if number.flat.lstrip("0") != numbers[0].flat.lstrip("0")]
    if others:
        said = "、".join(number.text for number in (numbers[0], *others))
        yield Remark("several_proposals", f"标题中有不止一个提案号（{said}），只按第一个识读。", (numbers[0], *others))


def _traditional(page: Page, _: Fields, __: Kind) -> Iterator[Remark]:
    lines = [line for line in (page.title, page.salutation, *page.body[:40]) if line]
    written = sum(character in TRADITIONAL for line in lines for character in line.text[:400])
    if written >= _FEWEST_TRADITIONAL:
        yield Remark("traditional_characters", f"正文是繁体字（至少{written}个），按原样保留，请核对各项。")


CHECKS: Final[tuple[Check, ...]] = (
    _missing,
    _impossible_date,
    _number_against_session,
    _numbers_differ,
    _sessions_differ,
    _several_proposals,
    _traditional,
    _deputies,
    _doubled,
    _half_width,
)
