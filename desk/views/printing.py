"""The printed page beside the draft: pictures and findings, made once for each state of a letter."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from letters.letter import Copy, Finding, Letter
from letters.profiles import Profile
from letters.writing import pdf
from proposals.enums import Origin
from replies.models import Reply
from replies.papers import letter_of, profile_of


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it would leave the printer, each page a PNG, and what the typesetter has to say."""

    pages: tuple[bytes, ...]
    findings: tuple[Finding, ...]


def printed(reply: Reply, *, on: dt.date) -> Printed:
    done = _print(letter_of(reply), profile_of(reply, on=on))
    return Printed(done.pages, tuple(each for each in done.findings if each.code not in _yet_to_come(reply)))


def pictures(reply: Reply, copies: Sequence[tuple[str, int | None]], *, on: dt.date, ppi: float) -> list[bytes]:
    """The pages of a text that nobody saved yet."""
    letter = letter_of(reply)
    letter = dataclasses.replace(letter, cc=tuple(Copy(name, count) for name, count in copies))
    return pdf.pages(letter, profile_of(reply, on=on), ppi=ppi)


def _yet_to_come(reply: Reply) -> set[str]:
    """What a letter of our own cannot have before it is signed and numbered: no news to whoever drafts it."""
    if reply.origin == Origin.IMPORTED:
        return set()
    signed = set() if reply.frozen else {"no_date"}
    return signed | (set() if reply.doc_number else {"no_doc_number"})


# The page and each of its pictures ask for the same letter in turn; a few letters are worth remembering.
@functools.lru_cache(maxsize=16)
def _print(letter: Letter, profile: Profile) -> Printed:
    pages = pdf.pages(letter, profile)
    # Findings do not depend on the moment that is stamped into a file; of that one, the pages just had their run.
    return Printed(tuple(pages), pdf.write(letter, profile, when=pdf.EPOCH).findings)
