"""The text as people type it, one paragraph a line: the body with its headings, and the 附件 behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from letters.letter import Block

# By the numeral alone (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1）
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.．](?!\d)"),
    re.compile(r"（\d+）"),
)
# A line with a numeral that runs longer than a title, or holds several sentences, is text that happens to be numbered.
LONGEST_HEADING = 40

# Each begins a page: three characters a page must not grow into a paper of thousands. More are text of the last.
MOST_ENCLOSED = 200

NUMBER = "(?:\\d{0,3}|[一二三四五六七八九十]{1,3})"  # 附件一 is read too; the check asks for 附件1

# 附件说明 (GB/T 9704-2012, 7.3.4): 附件：1. 清单, with 2. 名单 on the next line; people also write 附件2：名单.
ANNOUNCES = re.compile(rf"附件[ \u3000]?{NUMBER}[ \u3000]?[：:][ \u3000]*")
# Alone on its line it begins the pages of one (7.3.7).
ENCLOSES = re.compile(rf"附件[ \u3000]?{NUMBER}[：:]?")
_NUMERAL = re.compile(r"(\d{1,3})[.．、][ \u3000]*")
_ITEM = re.compile(r"(\d{1,3})[.．、](?:[ \u3000]+|(?!\d{1,3}(?![\d月])))")  # 1.2026年计划, 1.3月清单, not 1.5万元
_NAME = re.compile(rf"(?:[^；;]|[；;](?![ \u3000]*{_ITEM.pattern}))+")
_AFTER_A_NAME = "。；;， \u3000"


def blocks_of(text: str) -> tuple[Block, ...]:
    """One block a line; empty lines and outer spaces fall away."""
    return _blocks(_lines(text))


def level_of(line: str) -> int:
    if len(line) > LONGEST_HEADING or "。" in line.rstrip("。"):
        return 0
    return next((level for level, numeral in enumerate(_LEVELS, start=1) if numeral.match(line)), 0)


def text_of(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks)


def starts_of(text: str) -> tuple[int, ...]:
    """Where each block of a typed text begins, so that a place in a block is a place in the text."""
    return tuple(start for _, start in _lines(text))


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed text by its parts, named as in `Letter`, and where in it each part of each begins."""

    body: tuple[Block, ...]
    attachments: tuple[str, ...]
    enclosed: tuple[Block, ...]
    starts: dict[str, tuple[int, ...]]


def parts_of(text: str) -> Typed:
    """The body ends where 附件说明 or the first line 附件 begins, if nothing but 附件 follows from there.

    Pages without 附件说明 are announced by their titles. A line 附件：… amid the text stays text.
    """
    lines = list(_lines(text))
    pages = next((i for i, (line, _) in enumerate(lines) if i and _begins_pages(lines, i)), len(lines))
    listed, names = _listed(lines[:pages])
    titled = (lines[i + 1] for i in range(pages, len(lines)) if _begins_pages(lines, i))
    names = names or list(islice(titled, MOST_ENCLOSED))
    if not names:  # 附件： that names nothing
        listed = pages
    blocks, starts = _blocks(lines), tuple(start for _, start in lines)
    return Typed(
        body=blocks[:listed],
        attachments=tuple(name for name, _ in names),
        enclosed=blocks[pages:],
        starts={"body": starts[:listed], "attachments": tuple(at for _, at in names), "enclosed": starts[pages:]},
    )


def pages_of(enclosed: tuple[Block, ...]) -> Iterator[tuple[str, str, tuple[Block, ...]]]:
    """Each 附件 that is printed with the letter: its label, its title and its text."""
    heads = [i for i, block in enumerate(enclosed) if i == 0 or ENCLOSES.fullmatch(block.text)]
    for start, end in pairwise([*heads[:MOST_ENCLOSED], len(enclosed)]):
        label, *text = enclosed[start:end]
        yield label.text.rstrip("：:"), text[0].text if text else "", tuple(text[1:])


def announced(names: tuple[str, ...]) -> list[str]:
    """附件说明 as it is typed."""
    return (
        [f"附件：{name}" for name in names]
        if len(names) < 2
        else [f"{'附件：' if i == 1 else ''}{i}. {name}" for i, name in enumerate(names, start=1)]
    )


def _blocks(lines: Iterable[tuple[str, int]]) -> tuple[Block, ...]:
    return tuple(Block(line, level_of(line)) for line, _ in lines)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines that say something, without outer spaces, and where in the text each begins."""
    begin = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip().strip("\u3000")
        if bare:
            yield bare, begin + line.index(bare)
        begin += len(line)


def _begins_pages(lines: list[tuple[str, int]], index: int) -> bool:
    """附件1 with a title under it; 附件： above a numbered name, or above 附件1, announces."""
    if index + 1 == len(lines) or not ENCLOSES.fullmatch(lines[index][0]):
        return False
    label, below = lines[index][0], lines[index + 1][0]
    return not (label[-1] in "：:" and (_ITEM.match(below) or ANNOUNCES.match(below) or ENCLOSES.fullmatch(below)))


def _listed(lines: list[tuple[str, int]]) -> tuple[int, list[tuple[str, int]]]:
    """Where 附件说明 begins, and its names. Numerals in order are numerals: 1.12个社区, 2.5处点位."""
    first = _list_begins([line for line, _ in lines], _NUMERAL)
    names = [name for line, start in lines[first:] for name in _names(line, start, _NUMERAL)]
    if len(names) < 2 or [number for _, _, number in names] != list(range(1, len(names) + 1)):
        first = _list_begins([line for line, _ in lines], _ITEM)
        names = [name for line, start in lines[first:] for name in _names(line, start, _ITEM)]
    return first, [(name, start) for name, start, _ in names]


def _list_begins(lines: list[str], numeral: re.Pattern[str]) -> int:
    """The first 附件：… of the lines at the end that all name one; the end where there is none."""
    of_a_list = list(takewhile(lambda line: ANNOUNCES.match(line) or numeral.match(line), reversed(lines)))
    first = len(lines) - len(of_a_list)
    return next((i for i in range(first, len(lines)) if ANNOUNCES.match(lines[i])), len(lines))


def _names(line: str, start: int, numeral: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """1.清单；2.名单 without marks and numerals, each with its place in the text and its number."""
    label = ANNOUNCES.match(line)
    for match in _NAME.finditer(line, label.end() if label else 0):
        blank = len(match[0]) - len(match[0].lstrip(_AFTER_A_NAME))
        item = numeral.match(line, match.start() + blank)
        begin = item.end() if item else match.start() + blank
        if name := line[begin : match.end()].rstrip(_AFTER_A_NAME):
            yield name, start + begin, int(item[1]) if item else 0
