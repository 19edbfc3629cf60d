"""The original of a proposal → what it states: title, number, session, who made it, its text and its asks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from letters.files.errors import is_too_long, too_long
from letters.letter import Finding, SessionRef
from letters.reading.found import Found
from letters.reading.names import proposers_in
from letters.reading.normalise import Line, clean, lines_of
from letters.reading.original import Original, ProposalReading
from letters.reading.sessions import sessions_in
from letters.reading.shapes import heading_level, is_footer, is_noise, level_of
from letters.reading.vocabulary import ORGANISATIONS, any_of
from letters.reading.zones import mended

WORDS: Final = tomllib.loads((files("letters.reading.vocabulary") / "proposals.toml").read_text(encoding="utf-8"))
_FIELD_OF: Final = {word: name for name, known in WORDS["labels"].items() for word in known if word != "第"}
_LABEL: Final = re.compile(rf"(?P<label>{any_of(_FIELD_OF)})(?P<note>\([^()]{{0,12}}\))?(?P<colon>:+)?")
_BEFORE: Final = frozenset(",;。([【•、|-")
_AROUND: Final = ",;。、:)]( [【|"
_NUMBER: Final = re.compile(
    r"第(?P<a>[A-Za-z]{0,3}-?\d[\dA-Za-z]*(?:-\d+)*)号(?:提案|集体提案)?"
    r"|(?:提案|案号|编号):?(?P<b>[A-Za-z]{0,3}-?\d[\d-]*)号?"
)
_BARE_NUMBER: Final = re.compile(r"第?(?P<number>[A-Za-z]{0,3}-?\d[\dA-Za-z]*(?:-\d+)*)号?")
_TITLE: Final = re.compile(
    r"(?:[\u4e00-\u9fff()·]{0,30}?:)?《?"
    r"(?P<title>关于[^。;:]{4,90}?(?:提案|建议|议案|意见|思考|对策)|[^。;:,]{6,60}(?:提案|的建议))》?"
)
_FORM: Final = re.compile(
    r"(?:.{0,40}(?:委员会|政协|会议|届).{0,20})?(?:委员)?(?:集体|个人)?提案(?:表|登记表|用纸|纸|稿纸)?|提案内容"
)
_PHONE: Final = re.compile(r"1\d{10}|0\d{2,3}[-—]?\d{7,8}|(?<!\d)\d{7,8}(?!\d)")
_MASKED: Final = re.compile(r"^[*xX某]+$")
_CHECKED, _EMPTY = WORDS["publicity"]["checked"], WORDS["publicity"]["empty"]
_BOX: Final = re.compile(rf"([{_CHECKED}{_EMPTY}])\(?(不?(?:同意|公开)|是|否)|(是|否|不?同意)\(?([{_CHECKED}])")
_SUGGESTIONS: Final = any_of(WORDS["headings"]["suggestions"])
_ASKS_HEADING: Final = re.compile(
    rf"(?:具体|主要|几点|有关|相关|工作|意见|对策)?(?:的)?{_SUGGESTIONS}(?:和?{_SUGGESTIONS})?(?:如下)?:?$"
)
_LEADS: Final = re.compile(rf"{any_of(WORDS['headings']['leads'])}[^。]{{0,40}}建议[^。]{{0,20}}:?$|建议(?:如下)?:$")
_CLOSES: Final = re.compile(any_of(WORDS["headings"]["closes"]))
_SAID: Final = re.compile(r"(?:为此|因此|鉴于此|对此)?,?建议:?(?P<ask>.{6,})")
_POINT: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:要)?是|[第其][一二三四五六七八九十]{1,2}[,、是:]"
)
_INNER: Final = re.compile(r"(?<=[。:;])(?:[一二三四五六七八九十]{1,2}(?:要)?是|\(\d{1,2}\)|\d{1,2}[.、](?!\d))")
_NUMERAL: Final = re.compile(
    r"\(?[一二三四五六七八九十]{1,3}\)?(?:[、.,]|(?:要)?是)?|\(?\d{1,2}\)?(?:[、.,]|是)?"
    r"|[①-⑳]|[第其][一二三四五六七八九十]{1,2}[,、是:]?"
)
_COLLECTIVE: Final = re.compile(rf"[\u4e00-\u9fff]{any_of(ORGANISATIONS['collective'])}$")
_MOST_ASKS: Final = 50


@dataclass(frozen=True, slots=True)
class Paper:
    """The lines of an original: what its labels announce, where its text lies, and the lines that are neither."""

    labelled: tuple[tuple[str, Line], ...]
    head: tuple[Line, ...]
    text: tuple[Line, ...]
    suggestions_at: int | None  # where in the text a label announced the suggestions

    def value(self, name: str) -> Line | None:
        return next((line for each, line in self.labelled if each == name), None)

    def values(self, name: str) -> list[Line]:
        return [line for each, line in self.labelled if each == name]


def read_proposal(text: str) -> ProposalReading:
    """Read the text of an original. Never raises."""
    if is_too_long(text):
        refusal = too_long()
        return ProposalReading(Original(), findings=(Finding(refusal.code, refusal.message),))
    source = clean(text)
    lines = [line for line in lines_of(source) if not is_noise(line)]
    paper = _paper(_without_footer(lines))
    found = {name: value for name, rule in _RULES.items() if (value := rule(paper)) is not None}
    facts: dict[str, Any] = {name: value.value for name, value in found.items()}
    evidence = {name: value.evidence(source) for name, value in found.items()}
    return ProposalReading(Original(**facts), evidence, tuple(_remarks(facts)))


def _remarks(facts: dict[str, Any]) -> Iterator[Finding]:
    for name, message in _MISSING.items():
        if not facts.get(name):
            yield Finding(f"no_{name}", message)


_MISSING: Final = {"title": "没有找到案由。", "proposers": "没有找到提案人。", "asks": "没有找到具体建议，请人工摘录。"}


def _without_footer(lines: Sequence[Line]) -> Sequence[Line]:
    end = next((index for index, line in enumerate(lines) if index and is_footer(line)), len(lines))
    return lines[:end]


def _paper(lines: Sequence[Line]) -> Paper:
    labelled: list[tuple[str, Line]] = []
    head: list[Line] = []
    text: list[Line] = []
    suggestions_at: int | None = None
    waiting: str | None = None
    for line in lines:
        pairs = _pairs(line)
        if not pairs and waiting and waiting not in {"body", "suggestions", "ends"}:
            labelled.append((waiting, line))
            waiting = None
            continue
        waiting = None
        if not pairs:
            (text if text or _is_prose(line) else head).append(line)
            continue
        for name, value in pairs:
            if name == "suggestions" and text:
                suggestions_at = len(text)
            if name in {"body", "suggestions"} and value.flat:
                text.append(value)
            elif value.flat:
                labelled.append((name, value))
            else:
                waiting = name
    return Paper(tuple(labelled), tuple(head), tuple(text), suggestions_at)


def _is_prose(line: Line) -> bool:
    numbered = level_of(line) > 0 or _POINT.match(line.flat) is not None
    return numbered or line.flat.endswith("。") or (len(line.flat) >= 25 and re.search("[。;,]", line.flat) is not None)


def _pairs(line: Line) -> list[tuple[str, Line]]:
    matches = [match for match in _LABEL.finditer(line.flat, 0, 400) if _announces(match, line)]
    pairs = []
    for match, following in pairwise([*matches, None]):
        if match is None:
            continue
        end = following.start() if following else len(line.flat)
        pairs.append((_FIELD_OF[match["label"]], line.cut(match.end(), end).strip(_AROUND)))
    return pairs


def _announces(match: re.Match[str], line: Line) -> bool:
    start, end = match.span()
    if start and not line.gap(start) and line.flat[start - 1] not in _BEFORE:
        return False
    if match["colon"]:
        return True
    # 案由 | 关于…: a table's cell, or a column of a form whose rules were lost.
    alone = (start == 0 and end == len(line.flat)) or (line.gap(end) > 1 and (start == 0 or line.gap(start) > 1))
    return alone and len(line.flat) < 120


def _title(paper: Paper) -> Found[str] | None:
    value = paper.value("title")
    if value:
        value = value.strip("《》“”")
        return Found(value.text, (value,), "label")
    for line in (*paper.head, *paper.text[:3]):
        match = _TITLE.fullmatch(line.flat)
        if match and not _FORM.fullmatch(line.flat):
            place = line.group(match, "title")
            return Found(place.text, (place,), "title", 0.9)
    return None


def _number(paper: Paper) -> Found[str] | None:
    value = paper.value("number")
    match = _BARE_NUMBER.search(value.flat) if value else None
    if value and match:
        return Found(match["number"], (value.group(match, "number"),), "label")
    for line in paper.head:
        match = _NUMBER.search(line.flat)
        if match:
            place = line.group(match, "a" if match["a"] else "b")
            return Found(place.text, (place,), "head", 0.9)
    return None


def _session(paper: Paper) -> Found[SessionRef] | None:
    for line in (*paper.values("session"), *paper.head, *(line for _, line in paper.labelled)):
        for session in sessions_in(line):
            if session.assembly != "elsewhere":
                return Found(session.ref, (session.place,), "head")
    return None


def _people(paper: Paper, name: str) -> Found[tuple[str, ...]] | None:
    names = [each for line in paper.values(name) for each in proposers_in(line) if not _MASKED.match(each.flat)]
    return Found(tuple(dict.fromkeys(each.text for each in names)), tuple(names), "label") if names else None


def _proposers(paper: Paper) -> Found[tuple[str, ...]] | None:
    return _people(paper, "proposers") or _signed(paper)


def _signed(paper: Paper) -> Found[tuple[str, ...]] | None:
    """民革某市委：关于…的提案, or a party's name alone on a line of the head."""
    for line in (*paper.head, *paper.text[:1]):
        before = line.cut(0, line.flat.find(":")) if 2 < line.flat.find(":") < 40 else line
        if (
            len(before.flat) < 40
            and _COLLECTIVE.search(before.flat)
            and not _FORM.search(before.flat)
            and "关于" not in before.flat
        ):
            return Found((before.text,), (before,), "head", 0.7)
    return None


def _phones(paper: Paper) -> Found[tuple[str, ...]] | None:
    places = [line.group(match) for line in paper.values("phone") for match in _PHONE.finditer(line.flat)]
    return Found(tuple(dict.fromkeys(each.text for each in places)), tuple(places), "label") if places else None


def _words(name: str) -> Callable[[Paper], Found[str] | None]:
    def rule(paper: Paper) -> Found[str] | None:
        value = paper.value(name)
        return Found(value.text, (value,), "label") if value and not _MASKED.match(value.flat) else None

    return rule


def _publicity(paper: Paper) -> Found[bool] | None:
    """同意, 否, or the box that is ticked: □同意 ☑不同意. Two ticks, or none of several boxes, say nothing."""
    value = paper.value("publicity")
    if not value:
        return None
    marks = WORDS["publicity"]
    boxes = _BOX.findall(value.flat)
    ticked = [before or after for box, before, after, _ in boxes if not box or box in marks["checked"]]
    said = ticked[0] if len(ticked) == 1 else "" if boxes else value.flat
    answer = True if said in marks["yes"] else False if said in marks["no"] else None
    return None if answer is None else Found(answer, (value,), "label")


def _collective(paper: Paper) -> Found[bool] | None:
    makers = _proposers(paper)
    if makers is None:
        return None
    said = next((line for line in paper.head if "集体提案" in line.flat), None)
    if said:
        return Found(value=True, places=(said,), rule="head")
    return Found(bool(_COLLECTIVE.search(makers.value[0])), makers.places[:1], "proposers", 0.8)


def _body(paper: Paper) -> Found[str] | None:
    lines = _own_text(paper)
    return Found("\n".join(line.printed() for line in lines), tuple(lines), "text") if lines else None


def _own_text(paper: Paper) -> list[Line]:
    title = _title(paper)
    places = {line.at for line in title.places} if title else set()
    return [
        line for line in mended(paper.text) if line.strip("《》").at not in places and not _is_title_line(line, places)
    ]


def _is_title_line(line: Line, places: set[tuple[int, ...]]) -> bool:
    """Whether the line is the title with at most its makers before it."""
    return any(
        line.at[0] <= place[0] and place[-1] <= line.at[-1] and len(line.at) < len(place) + 34
        for place in places
        if place
    )


def _asks(paper: Paper) -> Found[tuple[str, ...]] | None:
    """The numbered suggestions: below their heading, after 为此建议, or the sentence that suggests."""
    if paper.suggestions_at is not None:
        lines, rule = mended(paper.text[paper.suggestions_at :]), "label"
    else:
        lines, rule = _after_heading(_own_text(paper)), "heading"
    places = [place for place in _listed(lines) if place.flat][:_MOST_ASKS]
    if not places:
        places, rule = _suggesting(_own_text(paper)), "sentence"
    return Found(tuple(place.printed() for place in places), tuple(places), rule, 0.8) if places else None


def _after_heading(lines: Sequence[Line]) -> list[Line]:
    """What stands under the last heading that names suggestions, up to the next one of its level."""
    for index in reversed(range(len(lines))):
        line = lines[index]
        level = heading_level(line)
        numeral = _NUMERAL.match(line.flat) if level else None
        title = line.flat[numeral.end() if numeral else 0 :].rstrip("。:")
        named = len(title) <= 24 and _ASKS_HEADING.search(title)
        if named or (len(line.flat) < 80 and _LEADS.search(line.flat)):
            end = next(
                (i for i in range(index + 1, len(lines)) if level and 0 < heading_level(lines[i]) <= level), len(lines)
            )
            return list(lines[index + 1 : end])
    return []


def _listed(lines: Sequence[Line]) -> list[Line]:
    """One ask a numeral of the outermost kind; where none is numbered, one a paragraph."""
    pieces = [piece for line in lines for piece in _inner(line)]
    pieces = pieces[: next((i for i, piece in enumerate(pieces) if _CLOSES.match(piece.flat)), len(pieces))]
    levels = [_depth(piece) for piece in pieces]
    outermost = min((level for level in levels if level), default=0)
    chosen = [piece for piece, level in zip(pieces, levels, strict=True) if level == outermost]
    return [_bare(piece) for piece in chosen]


def _inner(line: Line) -> Iterator[Line]:
    starts = [match.start() for match in _INNER.finditer(line.flat)]
    for start, end in pairwise([0, *starts, len(line.flat)]):
        yield line.cut(start, end)


def _depth(line: Line) -> int:
    return level_of(line) or (5 if _POINT.match(line.flat) else 0)


def _bare(line: Line) -> Line:
    numeral = _NUMERAL.match(line.flat) if _depth(line) else None
    return line.cut(numeral.end() if numeral else 0).strip(" ;。")


def _suggesting(lines: Sequence[Line]) -> list[Line]:
    found = []
    for line in lines:
        for sentence in re.finditer(r"[^。]+", line.flat):
            match = _SAID.match(sentence[0])
            if match:
                start = sentence.start() + match.start("ask")
                found.append(line.cut(start, sentence.end()))
    return found[:_MOST_ASKS]


_RULES: Final[dict[str, Callable[[Paper], Found[Any] | None]]] = {
    "title": _title,
    "number": _number,
    "session": _session,
    "proposers": _proposers,
    "co_signers": lambda paper: _people(paper, "co_signers"),
    "party": _words("party"),
    "sector": _words("sector"),
    "committee": _words("committee"),
    "address": _words("address"),
    "phones": _phones,
    "units": _words("units"),
    "publicity": _publicity,
    "collective": _collective,
    "body": _body,
    "asks": _asks,
}
