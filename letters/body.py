"""The body as people type it, one paragraph a line, as blocks with heading levels."""

from __future__ import annotations

import re

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


def blocks_of(text: str) -> tuple[Block, ...]:
    """One block a line; empty lines and outer spaces fall away."""
    lines = (line.strip().strip("\u3000") for line in text.splitlines())
    return tuple(Block(line, level_of(line)) for line in lines if line)


def level_of(line: str) -> int:
    if len(line) > LONGEST_HEADING or "。" in line.rstrip("。"):
        return 0
    return next((level for level, numeral in enumerate(_LEVELS, start=1) if numeral.match(line)), 0)


def text_of(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks)


def starts_of(text: str) -> tuple[int, ...]:
    """Where each block of a typed body begins, so that a place in a block is a place in the text."""
    starts, begin = [], 0
    for line in text.splitlines(keepends=True):
        bare = line.strip().strip("\u3000")
        if bare:
            starts.append(begin + line.index(bare))
        begin += len(line)
    return tuple(starts)
