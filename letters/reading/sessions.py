"""Which assembly, of which place, in which session a text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from letters.letter import BodyLevel, SessionRef
from letters.reading.normalise import Line
from letters.reading.numbers import NUMERAL, number
from letters.reading.vocabulary import TITLES, any_of

_LEVEL_OF: Final = {word: BodyLevel(level) for level, words in TITLES["levels"].items() for word in words}
_LEVEL: Final = any_of(_LEVEL_OF)
# 七届二次会议, 第十届委员会第一次会议, 第十四届三次会议.
_SESSION: Final = re.compile(
    rf"第?(?P<term>{NUMERAL})届(?P<between>[^。;:,第号届]{{0,16}}?)第?(?P<meeting>{NUMERAL})次(?:全体|全会|大会|会)"
)
_ASSEMBLIES: Final = {word: which for which, words in TITLES["assemblies"].items() for word in words}
_ASSEMBLY: Final = re.compile(any_of(_ASSEMBLIES))
_NATIONAL: Final = re.compile("全国委员会|全国政协|政协全国")
# 政协某县第十届…; 政协第十届某县委员会; 市政协, 市八届政协; 政协某市委员会.
_LEVEL_RULES: Final = (
    re.compile(rf"政协[\u4e00-\u9fff]{{0,14}}?(?P<level>{_LEVEL})第?{NUMERAL}届"),
    re.compile(rf"政协第?{NUMERAL}届[\u4e00-\u9fff]{{1,14}}?(?P<level>{_LEVEL})委员会"),
    re.compile(rf"(?P<level>{_LEVEL})(?:人民)?(?:第?{NUMERAL}届)?(?:政协|政治协商会议)"),
    re.compile(rf"政协[\u4e00-\u9fff]{{1,10}}?(?P<level>{_LEVEL})(?:委员会)"),
)
_DASHED: Final = re.compile(r"(\d{1,2})-(\d{1,2})-\d{1,4}")
_REACH: Final = 24  # how far before 七届 the assembly's word may stand


@dataclass(frozen=True, slots=True)
class Session:
    """A session as a text names it; `assembly` is cppcc, npc, elsewhere or None where no word stands by."""

    ref: SessionRef
    assembly: str | None
    place: Line


def sessions_in(line: Line) -> list[Session]:
    found = []
    for match in _SESSION.finditer(line.flat):
        term, meeting = number(match["term"]), number(match["meeting"])
        if term and meeting:
            ref = SessionRef(term, meeting)
            found.append(Session(ref, _assembly_of(line.flat, match), line.group(match)))
    return found


def _assembly_of(flat: str, session: re.Match[str]) -> str | None:
    # Nearest first: inside the session’s own words, then before it, then behind it.
    between = _ASSEMBLY.findall(session["between"])
    after = _ASSEMBLY.match(flat, session.end()) if not between else None
    before = _ASSEMBLY.findall(flat, max(0, session.start() - _REACH), session.start())
    word = (between or before[-1:] or [None])[0] or (after[0] if after else None)
    return _ASSEMBLIES[word] if word else None


def level_in(line: Line) -> tuple[BodyLevel, Line] | None:
    """Whose CPPCC the text names, by the printed word."""
    national = _NATIONAL.search(line.flat)
    if national:
        return BodyLevel.NATIONAL, line.group(national)
    for rule in _LEVEL_RULES:
        match = rule.search(line.flat)
        if match:
            # 自治州政协 and 自治县政协 end like any other place.
            return _LEVEL_OF[match["level"]], line.group(match)
    return None


def session_in_number(number: str, session: SessionRef) -> SessionRef | None:
    """The session that a number like 72514 or 11-3-42 carries, if it is of such a form."""
    dashed = _DASHED.fullmatch(number)
    if dashed:
        return SessionRef(int(dashed[1]), int(dashed[2]))
    digits = len(str(session.term))
    # 01819 is padded and 20210319 begins with a year: neither carries a session.
    if number.isdecimal() and len(number) == digits + 4 and not number.startswith("0"):
        return SessionRef(int(number[:digits]), int(number[digits]))
    return None
