"""Owns the letter as web text: what a public page may show of it, without anybody's contact data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.body import pages_of
from letters.letter import Block, Letter
from letters.profiles import GradePlace, Profile, PublicityPlace
from letters.writing import wording

# As people write it: in one run, in groups of 3-4-4, with +86, in full-width digits. Longer numbers are none.
_MOBILE = re.compile(r"(?<!\d)((?:[+＋]?[8８][6６][ -]?)?[1１][3-9３-９]\d)[ -]?\d{4}[ -]?\d{2}(\d{2})(?!\d)")


# What of a letter a public page shows as it was typed.
PARTS = frozenset({"title", "salutation", "body", "attachments", "enclosed"})


@dataclass(frozen=True, slots=True)
class WebText:
    """One letter for a page, every part already fit for the public. Empty where the letter states nothing."""

    heads: tuple[str, ...]
    title: str
    doc_number: str
    salutation: str
    body: tuple[Block, ...]
    attachments: tuple[str, ...]
    sign_off: str
    date: str
    enclosed: tuple[tuple[str, str, tuple[Block, ...]], ...]  # label, title and text of each 附件


def web_text(letter: Letter, profile: Profile) -> WebText:
    """The letter by its parts. Contact persons, their numbers and the signer stay on paper."""
    return WebText(
        heads=_heads(letter, profile),
        title=masked(letter.title or ""),
        doc_number=letter.doc_number or "",
        salutation=masked(letter.salutation or wording.salutation(letter, profile) or ""),
        body=_masked(letter.body),
        attachments=tuple(masked(name) for name in letter.attachments),
        sign_off="　".join([letter.sign_off or letter.issuer or "", *letter.joint_with]),
        date=wording.day(letter.date) if letter.date else "",
        enclosed=tuple(pages_of(_masked(letter.enclosed))),
    )


def _masked(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(Block(masked(block.text), block.level) for block in blocks)


def masked(text: str) -> str:
    """Mobile numbers as 131******05."""
    return _MOBILE.sub(r"\1******\2", text)


def _heads(letter: Letter, profile: Profile) -> tuple[str, ...]:
    """办理结果 and 公开属性, where the place prints them at all."""
    grade = letter.grade and profile.grade is not GradePlace.NOT_PRINTED
    publicity = letter.publicity and profile.publicity is not PublicityPlace.NOT_PRINTED
    said = (
        f"办理结果：{letter.grade_raw or letter.grade}" if grade else "",
        f"公开属性：{letter.publicity}" if publicity else "",
    )
    return tuple(text for text in said if text)
