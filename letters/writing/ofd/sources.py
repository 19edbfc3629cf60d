"""Which font file of this machine a name in a PDF stands for."""

from __future__ import annotations

from functools import cache

from letters.writing import fonts
from letters.writing.ofd.outlines import Source


@cache
def source_of(postscript_name: str) -> Source:
    """The font of this name among those that the typesetter may use."""
    known = _sources()
    # A file that does not name itself goes by some other name in the PDF.
    return known[postscript_name if postscript_name in known else ""]


@cache
def _sources() -> dict[str, Source]:
    families = {family for choice in fonts.choices().values() for family in choice.families}
    found: dict[str, Source] = {}
    for font in fonts.collection().fonts():
        if font.path and font.family in families:
            source = Source(font.path, font.index)
            # The typesetter too takes the first of two files of one name.
            found.setdefault(source.postscript_name, source)
    return found
