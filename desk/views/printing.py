"""The printed page beside the draft: pictures, made once for each state of a letter."""

from __future__ import annotations

import functools

from letters.letter import Letter
from letters.profiles import Profile
from letters.writing import pdf


# The page and each of its pictures ask for the same letter in turn; a few letters are worth remembering.
@functools.lru_cache(maxsize=16)
def printed(letter: Letter, profile: Profile) -> tuple[bytes, ...]:
    """A letter as it would leave the printer, each page a PNG."""
    return tuple(pdf.pages(letter, profile))
