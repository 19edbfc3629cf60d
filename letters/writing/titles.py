"""Owns where a title breaks: whole words, lines of pleasing shape (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from letters.writing.geometry import ems

COMFORT = 19.0  # characters a line; 20.1 would touch both edges of the type area
MOST_LINES = 4
SAME_LENGTH = 0.3
ANY_CUT = 8.0  # between two characters of which we know nothing
SHORTEST = 4.0  # characters that a last line should have

_NUMERAL = "〇零一二三四五六七八九十百0-9"
_ATOM = re.compile(
    rf"""《[^《》]{{1,17}}》
      | “[^“”]{{1,17}}”
      | 第?[{_NUMERAL}]+届(?:[{_NUMERAL}]+次(?:会议|全会|大会)|委员会|全国委员会)?
      | 第?[{_NUMERAL}]+次(?:会议|全会|大会)
      | 第[〔（(]?[A-Za-z]*[0-9{_NUMERAL}]+[〕）)]?号
      | [全省市区县州盟旗]政协
      | (?:会办|协办)意见 | 提案 | 建议 | 答复 | 回复 | 复函 | 关于 | 委员会 | 办公室
      | [0-9A-Za-z][0-9A-Za-z.,%+-]*
      | .""",
    re.VERBOSE,
)
# The issuing body ahead of 关于 or 对 is one name.
_AGENCY = re.compile(r"(?=[^关对]{3,19}(?:关于|对))(?:(?!关于|对)[^《“]){3,19}(?=关于|对)")
_NO_START = set("的”》，。、；：）〉！？函")
_NO_END = set("“《第（〈对")


def break_title(title: str, *, tail_line: bool = False) -> tuple[str, ...]:
    """The lines of a title. With `tail_line`, 答复 after 的 stands spaced on a line of its own."""
    if tail_line and re.search(r"的(答复|回复|复函)$", title):
        return (*_best(title[:-2]), "　".join(title[-2:]))
    return _best(title)


@lru_cache(maxsize=512)
def _best(title: str) -> tuple[str, ...]:
    if ems(title) <= COMFORT:
        return (title,)
    # A quoted name stays whole unless that leaves a stub; torn words are better than no title.
    whole = list(_cuts(_atoms(title), MOST_LINES))
    opened = list(_cuts(tuple(part for atom in _atoms(title) for part in _opened(atom)), MOST_LINES))
    choices = [*whole, *opened] or list(_cuts(tuple(title), MOST_LINES))
    return min(choices, key=_cost) if choices else _by_force(title)


def _atoms(title: str) -> tuple[str, ...]:
    agency = _AGENCY.match(title)
    name = (agency[0],) if agency else ()
    return (*name, *_ATOM.findall(title[len("".join(name)) :]))


def _opened(atom: str) -> tuple[str, ...]:
    """What stands between quotes, word by word."""
    return (atom[0], *_ATOM.findall(atom[1:-1]), atom[-1]) if atom[0] in "《“" and len(atom) > 1 else (atom,)


def _cuts(atoms: tuple[str, ...], lines_left: int) -> Iterator[tuple[str, ...]]:
    """Every way to set the atoms in so many lines, none too long, none torn at a bad place."""
    text = "".join(atoms)
    if ems(text) > COMFORT * lines_left:
        return
    if ems(text) <= COMFORT:
        yield (text,)
    line = ""
    for i, atom in enumerate(atoms[:-1], start=1):
        line += atom
        if ems(line) > COMFORT or lines_left == 1:
            return
        if _may_part(line[-1], atoms[i][0]):
            yield from ((line, *rest) for rest in _cuts(atoms[i:], lines_left - 1))


def _cost(lines: tuple[str, ...]) -> float:
    lengths = [ems(line) for line in lines]
    cuts = sum(_cut_cost(line, following) for line, following in pairwise(lines))
    stub = 2 * ANY_CUT if lengths[-1] < SHORTEST else 0.0
    return _shape_cost(lengths) + cuts + stub + 0.3 * (max(lengths) - min(lengths)) + len(lines)


def _cut_cost(line: str, following: str) -> float:
    if re.match(r"关于|对", following):
        return 0.0
    if re.search(r"(会议|全会)$", line):
        return 0.5
    if re.search(r"(委员会|大会)$", line):
        return 1.0
    if re.search(r"(号|提案的|》|”)$", line):
        return 2.0
    return ANY_CUT


def _shape_cost(lengths: list[float]) -> float:
    """梯形 and 菱形 cost nothing; equal lines, and a waist in the middle, cost much."""
    steps = [b - a for a, b in pairwise(lengths)]
    if any(abs(step) < SAME_LENGTH for step in steps):
        return 6.0
    if len(steps) == 1:
        return 1.0 if steps[0] > 0 else 0.0
    waist = any(a < 0 < b for a, b in pairwise(steps))
    return 12.0 if waist else 0.0


def halve_name(name: str) -> tuple[str, str]:
    """A name too long for one line in two, parted after a body where there is one near the middle."""
    middle = len(name) // 2
    ends = [found.end() for found in re.finditer(r"[局委办室府厅院会部](?![员公])", name[:-1])]
    cut = min(
        (end for end in ends if abs(end - middle) <= middle // 2),
        key=lambda end: abs(end - middle),
        default=middle,
    )
    return name[:cut], name[cut:]


def _by_force(title: str) -> tuple[str, ...]:
    """A title too long for four lines is set in as many as it takes."""
    lines, rest = [], title
    while len(rest) > (width := int(COMFORT)):
        cut = next((at for at in range(width, width // 2, -1) if _may_part(rest[at - 1], rest[at])), width)
        lines.append(rest[:cut])
        rest = rest[cut:]
    return (*lines, rest)


def _may_part(before: str, after: str) -> bool:
    return before not in _NO_END and after not in _NO_START
