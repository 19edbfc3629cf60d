"""Candidates for 落实事项: what a body says will be done, by whose word, and whether one can see that it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from letters.reading.normalise import Line, spans_of
from letters.structure.model import Commitment, CommitmentKind, Due, Origin
from letters.structure.sections import Passage, split_lead
from letters.structure.sentences import Sentence, sentences
from letters.structure.words import pattern, words

_OUTLOOK: Final = re.compile(rf".{{0,8}}?{words('outlook', 'begins')}")
_OVER: Final = re.compile(rf"(?:[一二三四五六七八九十]、)?{words('outlook', 'ends')}")
_WILL: Final = re.compile(
    rf"将(?={words('promise', 'after_will')}|20\d\d年)|{words('promise', 'will')}(?!到(?!20))"
    rf"|{words('promise', 'trial')}[^,。;:]{{0,20}}试点(?!单位|县|市|区|城市)"
)
# 将推进某事纳入规划 only moves the object.
_MOVED: Final = re.compile(r"将[^,。;]{2,30}(?:纳入|摆在|作为|列为|列入|放在|写入|融入)")
_MEASURE: Final = pattern("promise", "measures")
_PAST: Final = re.compile(rf"{words('promise', 'past')}|了(?=[^,。;]{{2}})|(?<=[\u4e00-\u9fff])了$")
_FORECAST: Final = pattern("promise", "forecast")
_COURTESY: Final = pattern("promise", "courtesy")
_MONTH: Final = r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
_DUE: Final = re.compile(
    rf"(?P<lead>到|力争|争取|确保|计划[于在]?|拟[于在]|不晚于|在|于)?(?P<year>20\d\d)年{_MONTH}"
    r"(?P<end>(?:年?[底末])?(?:以?前|之前)|年?[底末])?(?P<will>,?(?:我[\u4e00-\u9fff])?(?:将|计划|力争|拟))?"
)
_TERM: Final = re.compile(
    r"(?:今年|明年|本年|年)[底末]?(?:以?前|之前|底|末)|[一二两三五\d]{1,2}年(?:之)?内|本届任期内|[一二三四]季度(?:末)?(?:前)?|上半年|下半年"
)
_WITHOUT_A_PROMISE: Final = frozenset({None, "在", "于"})
_FIGURE: Final = re.compile(rf"\d[\d.]{{0,11}}[余多]?(?:万|亿)?{words('verifiable', 'units')}")
_DELIVERABLE: Final = pattern("verifiable", "deliverables")
_POLICY_SAYS: Final = re.compile(
    rf"(?:》(?:\([^()]{{1,40}}\))?|{words('policy', 'names')})"
    rf"(?:中|里|也|还|均){{0,2}}(?:明确)?{words('policy', 'says')}"
)
_SHORTEST: Final = 8


def commitments_in(passages: Sequence[Passage], source: str) -> tuple[Commitment, ...]:
    found: list[Commitment] = []
    since: int | None = None  # the level of the section in which the outlook began
    for passage in passages:
        if passage.heading:
            since = _outlook_at(passage, since)
        elif passage.numbered and since is not None and not _OVER.match(passage.line.flat):
            found.extend(_of_point(passage.line, source))
        else:
            since, said = _of_paragraph(passage, since, source)
            found.extend(said)
    return tuple(found)


def _outlook_at(heading: Passage, since: int | None) -> int | None:
    """A heading may open the outlook, or close it where it stands no deeper than the one that opened it."""
    if _OUTLOOK.match(heading.line.flat):
        return heading.level
    return since if since is not None and (heading.level > since) else None


def _of_point(line: Line, source: str) -> Iterator[Commitment]:
    """A numbered step of what is to come is one candidate, with all that it says."""
    if len(line.flat) < _SHORTEST or not _MEASURE.search(line.flat):
        return
    lead, rest = split_lead(line)
    yield Commitment(
        sentence=lead.text,
        kind=_kind(line.flat),
        origin=Origin.OWN,
        spans=spans_of(line, source),
        detail=rest.text,
        due=_due(line),
    )


def _of_paragraph(passage: Passage, since: int | None, source: str) -> tuple[int | None, list[Commitment]]:
    found: list[Commitment] = []
    quotes_a_document = False
    for each in sentences(passage.line):
        flat = each.line.flat
        if not each.quoted:
            quotes_a_document = False
        if _POLICY_SAYS.search(flat) and not each.quoted:
            quotes_a_document = True
        if _OUTLOOK.match(flat):
            since = passage.level
        elif _OVER.match(flat):
            since = None
        # What some person said is promised by nobody here.
        somebodys = (each.quoted or flat.startswith("“")) and not quotes_a_document
        if not somebodys and _promises(flat, outlook=since is not None):
            found.append(_commitment(each, source, quoted=quotes_a_document))
    return since, found


def _promises(flat: str, *, outlook: bool) -> bool:
    if len(flat) < _SHORTEST or not _MEASURE.search(flat) or _COURTESY.search(flat):
        return False
    if outlook:
        return not _FORECAST.match(flat)
    return any(_promising(clause) for clause in re.split("[,:]", flat)) or _by_a_day(flat)


def _promising(clause: str) -> bool:
    said = _WILL.search(clause)
    return bool(said) and not (_PAST.search(clause) or _FORECAST.search(clause) or _MOVED.search(clause))


def _by_a_day(flat: str) -> bool:
    """到2025年，建成三所: a day to come and what will be there, unless it is only expected."""
    match = re.search(r"(?<!截)[到至]20\d\d年", flat)
    after = flat[match.start() :] if match else ""
    return bool(after) and not (_PAST.search(after) or _FORECAST.search(flat)) and bool(_MEASURE.search(after))


def _commitment(each: Sentence, source: str, *, quoted: bool) -> Commitment:
    flat = each.line.flat
    says = _POLICY_SAYS.search(flat)
    will = _WILL.search(flat)
    # 方案明确，到2025年…；我市将…: what stands before the document is named is the writer's own.
    by_document = quoted and (each.quoted or not (says and will and will.start() < says.start()))
    return Commitment(
        sentence=each.line.text,
        kind=_kind(flat),
        origin=Origin.POLICY if by_document else Origin.OWN,
        spans=spans_of(each.line, source),
        due=_due(each.line),
    )


def _kind(flat: str) -> CommitmentKind:
    seen = _due_in(flat) or _FIGURE.search(flat) or _DELIVERABLE.search(flat)
    return CommitmentKind.VERIFIABLE if seen else CommitmentKind.LONG_TERM


def _due(line: Line) -> Due | None:
    match = _due_in(line.flat)
    if match is None:
        return None
    facts = match.groupdict()
    numbers = {name: int(facts[name]) if facts.get(name) else None for name in ("year", "month", "day")}
    return Due(line.group(match).text, **numbers)


def _due_in(flat: str) -> re.Match[str] | None:
    for match in _DUE.finditer(flat):
        before = flat[max(0, match.start() - 2) : match.start()]
        if "截" in before or "自" in before or "从" in before:
            continue
        if match["lead"] not in _WITHOUT_A_PROMISE or match["end"] or match["will"]:
            return match
    return _TERM.search(flat)
