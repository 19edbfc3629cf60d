"""Source text → Letter, in stages: normalise, zones, kind, fields, checks; each value with its evidence."""

from __future__ import annotations

from typing import Any, Final

from letters.files.errors import MOST_CHARACTERS, too_long
from letters.letter import Finding, Kind, Letter, PolicyDocument, Reading
from letters.reading.body import blocks
from letters.reading.chain import documents, policy_document
from letters.reading.checks import remarks
from letters.reading.fields import GENERAL, OF_A_PROPOSAL, OF_AN_OPINION, find_all
from letters.reading.found import Found
from letters.reading.kinds import Facts, kind_of
from letters.reading.normalise import clean, lines_of
from letters.reading.shapes import is_noise
from letters.reading.zones import page_of_lines

__all__ = ["read"]

_RULES: Final = {
    Kind.REPLY: GENERAL | OF_A_PROPOSAL,
    Kind.CO_OPINION: GENERAL | OF_AN_OPINION,
    Kind.NPC_REPLY: GENERAL | OF_A_PROPOSAL,
    Kind.OTHER: GENERAL,
}
_GRADES: Final = frozenset("ABCD")


def read(text: str) -> Reading:
    """Read a letter's text. Never raises; what the text does not state is absent from the letter."""
    if len(text) > MOST_CHARACTERS:
        refusal = too_long()
        return Reading(Letter(Kind.OTHER), refusal.message, findings=(Finding(refusal.code, refusal.message),))
    source = clean(text)
    parts = documents([line for line in lines_of(source) if not is_noise(line)])
    page = page_of_lines(parts[0])
    kind, reason = kind_of(Facts.of(page, len(parts)))
    found = find_all(page, _RULES[kind])
    if kind == Kind.NPC_REPLY:
        found.pop("body_level", None)  # the word is of the congress, not of a CPPCC
    return Reading(
        letter=Letter(kind=kind, grade=_grade(found), body=blocks(page), **_values(found)),
        reason=reason,
        evidence={field: value.evidence(source) for field, value in found.items()},
        findings=tuple(remark.finding(source) for remark in remarks(page, found, kind)),
        chain=_chain(parts),
    )


def _values(found: dict[str, Found[Any]]) -> dict[str, Any]:
    return {field: value.value for field, value in found.items()}


def _grade(found: dict[str, Found[Any]]) -> str | None:
    raw = found.get("grade_raw")
    return raw.value[0] if raw and raw.value[0] in _GRADES else None


def _chain(parts: list[Any]) -> tuple[PolicyDocument, ...]:
    return tuple(policy_document(part) for part in parts) if len(parts) > 1 else ()
