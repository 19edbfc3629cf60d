"""Documents that a text cites: 《…》 with its slips, 文号, the years they are for, what is done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from letters.reading.normalise import Line, spans_of
from letters.structure.model import Citation, Relation, RelationKind
from letters.structure.words import WORDS, words

_LONGEST: Final = 120
_MARK: Final = re.compile(r"《|<<|〈(?=关于)")
_STOPS: Final = re.compile(r"[。;,、!?:]|《|<<")
NUMBER: Final = re.compile(
    r"[\u4e00-\u9fffA-Z]{1,14}[〔\[(【](?:19|20)\d\d[〕\])】]第?\d{1,5}号|[\u4e00-\u9fff]{2,8}令第?\d{1,4}号"
)
_NUMBER_BEHIND: Final = re.compile(rf"[(〔\[](?P<number>{NUMBER.pattern})[,)〕\]]?")
# 贯彻落实国办发〔2015〕84号: the verb is not part of the code.
_BEFORE_CODE: Final = re.compile(
    r"^(?:.*?(?:根据|按照|依据|依照|贯彻|落实|执行|实施|印发|转发|废止|文件|通知|参照|和|与|及|以))(?=[\u4e00-\u9fffA-Z]{2,})"
)
_TAIL: Final = r"(?:\((?:试行|暂行|修订|修订版|征求意见稿|草案|(?:19|20)\d\d年?(?:版|修订|[-—~至](?:19|20)\d\d年?))\))*"
_DOCUMENT: Final = re.compile(rf"{words('citation', 'endings')}(?:[\d—\-~年]*){_TAIL}$")
# 您提出的《…的建议》（第18号）收悉 is the case that is answered.
_CASE_BEHIND: Final = re.compile(
    r"(?:[(〔]第?[A-Za-z]{0,3}[\d-]+号?(?:提案|建议)?[)〕])?的?(?:提案|建议)?已?收悉"
    r"|[(〔]第?[\dA-Za-z-]+号(?:提案|建议)?[)〕]"
)
_CASE: Final = re.compile("(?:提案|议案)$")
_YEARS: Final = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d\d)年?[-—~至](?P<last>(?:19|20)\d\d)(?!\d)")
_IN_BRACKETS: Final = re.compile(r"\([^()]{4,16}\)")
_NAMED_YEARS: Final = {name: (first, last) for name, (first, last) in WORDS["periods"].items()}
_NAMED: Final = re.compile("|".join(sorted(_NAMED_YEARS, key=len, reverse=True)))
_DOES: Final = {
    RelationKind.FORWARDS: re.compile(words("relations", "forwards")),
    RelationKind.IMPLEMENTS: re.compile(words("relations", "implements")),
    RelationKind.SUPPORTS: re.compile(words("relations", "supports")),
}
_REPEALED_BEHIND: Final = re.compile(rf"[^。;《]{{0,24}}?{words('relations', 'repeals')}")
_REPEALED_BEFORE: Final = re.compile(rf"{words('relations', 'repeals')}[^。;,》]{{0,12}}$")
_MADE: Final = re.compile(r"出台|制定|印发|编制|发布|起草|研究制定|制订")
_REACH: Final = 14


@dataclass(frozen=True, slots=True)
class Named:
    """A document in one paragraph: its words, where the marks end, and whether they were closed."""

    place: Line
    start: int
    end: int
    slip: bool
    number: Line | None = None


def citations_in(paragraphs: Sequence[Line], source: str) -> tuple[Citation, ...]:
    """Each document once, with all the places in which it is named."""
    found: dict[str, list[Citation]] = {}
    for line in paragraphs:
        named = [each for each in _named(line) if not _is_case(each, line)]
        for index, each in enumerate(named):
            cited = _cited(each, line, named[index - 1] if index else None, source)
            found.setdefault(cited.title or cited.doc_number or "", []).append(cited)
    return tuple(_together(times) for times in found.values())


def _together(times: Sequence[Citation]) -> Citation:
    return replace(
        times[0],
        doc_number=next((each.doc_number for each in times if each.doc_number), None),
        spans=tuple(span for each in times for span in each.spans),
        relations=tuple(dict.fromkeys(relation for each in times for relation in each.relations)),
    )


def _named(line: Line) -> Iterator[Named]:
    place = 0
    marked: list[Named] = []
    while opening := _MARK.search(line.flat, place):
        each = _from_mark(line, opening)
        place = max(each.end, opening.end())
        if _DOCUMENT.search(each.place.flat) or each.number:
            marked.append(each)
    yield from sorted([*marked, *_bare_numbers(line, marked)], key=lambda each: each.start)


def _from_mark(line: Line, opening: re.Match[str]) -> Named:
    closing = {"《": "》", "<<": ">>", "〈": "〉"}[opening[0]]
    end = _closing(line.flat, opening[0], closing, opening.end())
    slip = end < 0
    if slip:
        stop = _STOPS.search(line.flat, opening.end(), opening.end() + _LONGEST)
        end = stop.start() if stop else min(len(line.flat), opening.end() + _LONGEST)
    place = line.cut(opening.end(), end)
    after = end if slip else end + len(closing)
    behind = _NUMBER_BEHIND.match(line.flat, after)
    number = line.group(behind, "number") if behind else None
    return Named(place, opening.start(), behind.end() if behind else after, slip or closing == ">>", number)


def _closing(flat: str, opener: str, closer: str, start: int) -> int:
    """The mark that closes; -1 where a sentence ends or the reach is over before."""
    depth = 1
    for index in range(start, min(len(flat), start + _LONGEST)):
        if flat.startswith(closer, index):
            depth -= 1
            if not depth:
                return index
        elif flat.startswith(opener, index):
            # 《A、《B》: the first was never closed. 《关于印发《A》的通知》 nests rightly.
            if flat[index - 1] in "、,。;":
                return -1
            depth += 1
        elif flat[index] == "。":
            return -1
    return -1


def _bare_numbers(line: Line, marked: Sequence[Named]) -> Iterator[Named]:
    within = {place for each in marked for place in range(each.start, each.end)}
    for match in NUMBER.finditer(line.flat):
        if match.start() in within:
            continue
        skip = _BEFORE_CODE.match(match[0])
        start = match.start() + (skip.end() if skip else 0)
        number = line.cut(start, match.end())
        yield Named(line.cut(start, start), start, match.end(), slip=False, number=number)


def _is_case(named: Named, line: Line) -> bool:
    return bool(_CASE.search(named.place.flat) or _CASE_BEHIND.match(line.flat, named.end))


def _cited(named: Named, line: Line, before: Named | None, source: str) -> Citation:
    place = named.place if named.place.flat else named.number or named.place
    return Citation(
        title=named.place.text,
        doc_number=named.number.text if named.number else None,
        spans=spans_of(place, source),
        period=period_of(named.place.flat) or _period_behind(named, line),
        slip=named.slip,
        relations=tuple(_relations(named, line, before)),
    )


def period_of(words_of_title: str) -> tuple[int, int] | None:
    """The years that a plan names: 2016-2020, 十三五."""
    years = _YEARS.search(words_of_title)
    if years:
        first, last = int(years["first"]), int(years["last"])
        return (first, last) if first <= last else None
    named = _NAMED.search(words_of_title)
    return _NAMED_YEARS[named[0]] if named else None


def _period_behind(named: Named, line: Line) -> tuple[int, int] | None:
    """《某规划》（2016—2020年）: the years stand in brackets right behind."""
    brackets = _IN_BRACKETS.match(line.flat, named.end)
    return period_of(brackets[0]) if brackets else None


def _relations(named: Named, line: Line, before: Named | None) -> Iterator[Relation]:
    lead = line.flat[max(0, named.start - _REACH, before.end if before else 0) : named.start]
    lead = re.split("[。;,]", lead)[-1]
    if _REPEALED_BEHIND.match(line.flat, named.end) or _REPEALED_BEFORE.search(lead):
        yield Relation(RelationKind.REPEALS)
        return
    for kind, does in _DOES.items():
        # 市政府印发《…》 is how it came out, not a letter forwarding another.
        if does.search(lead) and not (kind == RelationKind.FORWARDS and "转发" not in lead):
            yield Relation(kind, _maker(named, line, kind))


def _maker(named: Named, line: Line, kind: RelationKind) -> str | None:
    """根据《A》，制定了《B》: it is B that implements A."""
    if kind != RelationKind.IMPLEMENTS:
        return None
    rest = line.flat[named.end : named.end + _LONGEST].split("。")[0]
    made = _MADE.search(rest)
    opening = rest.find("《", made.end()) if made else -1
    end = rest.find("》", opening) if opening >= 0 else -1
    return line.text[named.end + opening + 1 : named.end + end] if end > 0 else None
