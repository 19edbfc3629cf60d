"""The body as blocks: headings by their numerals, paragraphs whole."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import accumulate, pairwise
from typing import Final

from letters.letter import Block
from letters.reading.normalise import Line, clean, joined, lines_of
from letters.reading.shapes import heading_level
from letters.reading.zones import ANNEX, Page, mended

_MOST_TITLE: Final = 30  # lines


def enclosed(page: Page, names: tuple[str, ...]) -> tuple[Block, ...]:
    """附件1, its title, which a printed page may break, and its text, for each that is printed with the letter."""
    heads = [i for i, line in enumerate(page.enclosed) if ANNEX.fullmatch(line.flat)]
    titles = {"".join(line.flat for line in lines_of(clean(name))) for name in names}
    found: list[Block] = []
    for start, end in pairwise([*heads, len(page.enclosed)]):
        label, *lines = page.enclosed[start:end]
        length = _title_ends(lines, titles)
        title = [Block(joined(lines[:length]).printed())] if length else []
        found += [Block(label.printed()), *title, *map(_block, mended(lines[length:]))]
    return tuple(found)


def _title_ends(lines: Sequence[Line], titles: Set[str]) -> int:
    """How many lines are the title: as many as 附件说明 says, one where it says something else."""
    sums = accumulate(line.flat for line in lines[:_MOST_TITLE])
    return next((i for i, said in enumerate(sums, start=1) if said in titles), min(1, len(lines)))


def blocks(page: Page) -> tuple[Block, ...]:
    return tuple(map(_block, page.paragraphs))


def _block(line: Line) -> Block:
    return Block(line.printed(), heading_level(line))
