"""What a body says and how it is built: sections, asks and their answers, what will be done, what is cited."""

from __future__ import annotations

from collections.abc import Sequence

from letters.files.errors import is_too_long
from letters.reading.chain import documents
from letters.reading.normalise import Line, clean, lines_of
from letters.reading.shapes import is_noise
from letters.reading.zones import page_of_lines
from letters.structure.asks import asks_in
from letters.structure.citations import citations_in
from letters.structure.commitments import commitments_in
from letters.structure.model import Structure
from letters.structure.sections import outline

__all__ = ["structure_of", "structure_of_body"]


def structure_of(text: str) -> Structure:
    """The structure of a whole letter as it was read from a file: only its body, mended across pages."""
    if is_too_long(text):
        return Structure()
    source = clean(text)
    parts = documents([line for line in lines_of(source) if not is_noise(line)])
    return _structure(page_of_lines(parts[0]).paragraphs, source)


def structure_of_body(text: str) -> Structure:
    """The structure of a body as people type it, one paragraph a line."""
    if is_too_long(text):
        return Structure()
    source = clean(text)
    return _structure(lines_of(source), source)


def _structure(paragraphs: Sequence[Line], source: str) -> Structure:
    built = outline(paragraphs)
    return Structure(
        paragraphs=built.root.said(),
        sections=built.root.finished(source).children,
        asks=asks_in(built, source),
        commitments=commitments_in(built.passages, source),
        citations=citations_in(paragraphs, source),
    )
