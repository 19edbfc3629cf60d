"""Names of people and bodies: taking lists of them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from letters.reading.normalise import Line
from letters.reading.vocabulary import ORGANISATIONS, any_of

_ENDS_BODY: Final = re.compile(rf"{any_of(ORGANISATIONS['endings'])}$")
_ENDS_COLLECTIVE: Final = re.compile(rf"{any_of([*ORGANISATIONS['collective'], *ORGANISATIONS['endings']])}$")
_PARTIES: Final = frozenset(ORGANISATIONS["parties"])
_GENERIC: Final = re.compile(any_of(ORGANISATIONS["generic"]))
_FILLER: Final = re.compile(r"进行|共同|认真|联合(?!会)|多次|专题|一起|一并|积极|充分|深入|等(?:单位|部门|有关|相关|$)")
_LEAD: Final = re.compile("(?:会办|协办|配合)(?:单位|部门)(?=.)")
_AND: Final = re.compile("[和与及]")
# 田仁和委员及特邀界委员小组
_AND_MORE: Final = re.compile("(?<=委员)[和与及]")
_SEPARATOR: Final = re.compile("[、,;/]")
# 等5名, 等三位, 3人; 张天一 keeps his name.
_OTHERS: Final = re.compile(r"(?:等(?:\d+|[一二三四五六七八九十]+)?[名位]?|(?:\d+|[一二三四五六七八九十]+)[名位]|\d+)$")
_TITLE: Final = re.compile(r"(?:政协)?(?:委员|代表|同志|先生|女士)们?$")
_COURTESY: Final = re.compile(r"尊敬的|并(?:致|转)?|(?:全国|[省市县区州旗])?(?:政协)?委员(?=[\u4e00-\u9fff]{2})(?!会)")
_NOBODY: Final = re.compile(r"[xX×*某○]*|各位|各|你|您|政协|全体|有关|尊敬的?|.{0,2}好")
# 您在会议上提出的 names nobody either.
_SPOKEN_TO: Final = re.compile("[您你我]|会议|^贵[局委厅办部单会社党组小支界院校处中公]|(?:主办|牵头|协办)$")
_PLACE: Final = re.compile(r"[\u4e00-\u9fff]{2,5}[区县市旗]")
# Somebody’s own: 经镇党委、政府研究.
_NO_BODIES: Final = ("部门", "党委", "党组", "主办", "协办", "会办", "承办")
_PERSON: Final = re.compile(r"[\u4e00-\u9fff·*某]{2,20}")


def pieces(line: Line, separator: re.Pattern[str] = _SEPARATOR) -> Iterator[Line]:
    """The parts of a list outside brackets."""
    depth = start = 0
    for index, character in enumerate(line.flat):
        depth += (character == "(") - (character == ")")
        if depth <= 0 and separator.fullmatch(character):
            yield line.cut(start, index)
            start = index + 1
    yield line.cut(start)


def proposers_in(line: Line) -> list[Line]:
    """Those addressed: persons without 委员 and 等N名, bodies as printed."""
    flat = re.sub(r"^尊敬的", "", line.flat)
    line = line.cut(len(line.flat) - len(flat)).strip(":!,、")
    greeting = re.search(r"[,、]?[您你]们?好$", line.flat)
    line = line.cut(0, greeting.start()) if greeting else line
    listed = [part for piece in pieces(line) for part in _apart_after_title(piece)]
    # In a list with marks a single blank is a converter's: 斯琴毕 力格、乌云.
    return [name for part in listed for name in _addressed(part, 2 if len(listed) > 1 else 1)]


def _apart_after_title(piece: Line) -> list[Line]:
    more = _AND_MORE.search(piece.flat)
    return [piece.cut(0, more.start()), piece.cut(more.end())] if more else [piece]


def _addressed(piece: Line, width: int) -> Iterator[Line]:
    for name in apart(piece, width):
        bare = name
        for tail in (_TITLE, _OTHERS, re.compile(r"\([^()]*\)$"), _TITLE):
            match = tail.search(bare.flat)
            # 提案委员会 and 九三学社 keep their ends; 委员 alone is nobody.
            if match and match.start() < match.end():
                bare = bare.cut(0, match.start())
        courtesy = _COURTESY.match(bare.flat)
        bare = bare.cut(courtesy.end()) if courtesy else bare
        if bare.flat and not _NOBODY.fullmatch(bare.flat) and not _SPOKEN_TO.search(bare.flat):
            yield bare


def apart(line: Line, width: int = 1) -> list[Line]:
    """Names that only white space of that width divides; 张　三, stretched, stays one name, as does a body's."""
    names: list[Line] = []
    start = 0
    for index in range(1, len(line.at)):
        gap = line.gap(index)
        if (
            gap >= width
            and index - start >= 2
            and _length_to_gap(line, index, min(gap, 2)) >= 2
            and _divides(line, start, index)
        ):
            names.append(line.cut(start, index))
            start = index
    return [*names, line.cut(start)] if line.flat else []


def _divides(line: Line, start: int, index: int) -> bool:
    """Whether what stands on both sides of a blank may be names: 薛建 平委员 and 民盟 北京市委 are one each."""
    left, right = line.flat[start:index], _TITLE.sub("", line.flat[index:])
    # 民盟 and 市政协 lead to the name of one of their bodies.
    leads = left in _PARTIES or left.endswith("政协")
    whole = not leads and _ENDS_COLLECTIVE.search(left) is not None
    return len(right) >= 2 and (whole or not _ENDS_COLLECTIVE.search(right))


def _length_to_gap(line: Line, start: int, width: int) -> int:
    """How many characters stand from `start` to the next gap of that width."""
    return next((i for i in range(start + 1, len(line.at)) if line.gap(i) >= width), len(line.at)) - start


def persons_in(line: Line) -> list[Line]:
    """Persons of a 签发人 or 联系人 value."""
    names = (name for piece in pieces(line) for name in apart(piece.strip(" .。:()")))
    return [name for name in names if _PERSON.fullmatch(name.flat) and not _NOBODY.fullmatch(name.flat)]


def is_body(flat: str) -> bool:
    return len(flat) >= 2 and _ENDS_BODY.search(flat) is not None


def bodies_in(line: Line) -> list[Line]:
    """Named bodies of a list; 相关部门 and the like name nobody."""
    named = [name for piece in pieces(line) for name in _and_apart(_bare(piece))]
    named = [name for name in named if not _GENERIC.match(name.flat) and not name.flat.endswith(_NO_BODIES)]
    bodies = [name for name in named if is_body(name.flat)]
    # 伊滨区、涧西区、市城市管理局: beside a body a place stands for its government.
    return [name for name in named if name in bodies or _PLACE.fullmatch(name.flat)] if bodies else []


def _bare(name: Line) -> Line:
    """Without 会办单位 before it and what the bodies did, behind: 共同研究."""
    lead, filler = _LEAD.match(name.flat), _FILLER.search(name.flat)
    return name.cut(lead.end() if lead else 0, filler.start() if filler else None)


def _and_apart(piece: Line) -> list[Line]:
    # 市文化和旅游局 is one body, 市财政局和市教育局 are two: the word before 和 decides.
    for word in _AND.finditer(piece.flat):
        left, right = piece.cut(0, word.start()), piece.cut(word.end())
        if is_body(left.flat) and is_body(right.flat):
            return [left, *_and_apart(right)]
    return [piece]
