"""The printed page beside the draft: pictures and findings, made once for each state of a letter."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from letters.letter import Finding, Letter
from letters.profiles import Profile
from letters.writing import pdf
from replies.models import Reply
from replies.papers import letter_of, profile_of

# Findings do not depend on the moment that is stamped into a file.
ANY_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it would leave the printer, each page a PNG, and what the typesetter has to say."""

    pages: tuple[bytes, ...]
    findings: tuple[Finding, ...]


def printed(reply: Reply) -> Printed:
    return _print(letter_of(reply), profile_of(reply))


# The page and each of its pictures ask for the same letter in turn; a few letters are worth remembering.
@functools.lru_cache(maxsize=16)
def _print(letter: Letter, profile: Profile) -> Printed:
    pages = pdf.pages(letter, profile)
    return Printed(tuple(pages), pdf.write(letter, profile, when=ANY_TIME).findings)
