"""The body as blocks: headings by their numerals, paragraphs whole."""

from __future__ import annotations

from letters.letter import Block
from letters.reading.shapes import heading_level
from letters.reading.zones import Page


def blocks(page: Page) -> tuple[Block, ...]:
    return tuple(Block(line.printed(), heading_level(line)) for line in page.paragraphs)
