"""Source text → Letter, in stages: normalise, zones, kind, fields, checks; each value with its evidence."""

from __future__ import annotations

from typing import Any, Final

from letters.files.errors import is_too_long, too_long
from letters.letter import Block, Finding, Kind, Letter, PolicyDocument, Reading
from letters.reading.body import blocks, enclosed
from letters.reading.chain import documents, policy_document
from letters.reading.checks import remarks
from letters.reading.fields import GENERAL, OF_A_PROPOSAL, OF_AN_OPINION, Rule, find_all
from letters.reading.found import Found
from letters.reading.kinds import Facts, kind_of
from letters.reading.normalise import clean, lines_of
from letters.reading.shapes import is_noise
from letters.reading.zones import Page, page_of_lines

__all__ = ["read"]

_GRADES: Final = frozenset("ABCD")


def read(text: str) -> Reading:
    """Read a letter's text. Never raises; what the text does not state is absent from the letter."""
    if is_too_long(text):
        refusal = too_long()
        return Reading(Letter(Kind.OTHER), refusal.message, findings=(Finding(refusal.code, refusal.message),))
    source = clean(text)
    parts = documents([line for line in lines_of(source) if not is_noise(line)])
    page = page_of_lines(parts[0])
    facts = Facts.of(page, len(parts))
    kind, reason = kind_of(facts)
    found = find_all(page, _rules(kind, facts))
    return Reading(
        letter=Letter(
            kind=kind, grade=_grade(found), body=blocks(page), enclosed=_enclosed(page, found), **_values(found)
        ),
        reason=reason,
        evidence={field: value.evidence(source) for field, value in found.items()},
        findings=tuple(remark.finding(source) for remark in remarks(page, found, kind)),
        chain=_chain(parts),
    )


def _rules(kind: Kind, facts: Facts) -> dict[str, tuple[Rule, ...]]:
    if kind == Kind.OTHER:
        return GENERAL
    to_the_lead = facts.opinion and not (facts.to_members or facts.to_deputies)
    rules = GENERAL | (OF_AN_OPINION if to_the_lead else OF_A_PROPOSAL)
    if kind == Kind.NPC_REPLY:
        del rules["body_level"]  # the printed word is of the congress, not of a CPPCC
    return rules


def _values(found: dict[str, Found[Any]]) -> dict[str, Any]:
    return {field: value.value for field, value in found.items()}


def _enclosed(page: Page, found: dict[str, Found[Any]]) -> tuple[Block, ...]:
    names = found.get("attachments")
    return enclosed(page, names.value if names else ())


def _grade(found: dict[str, Found[Any]]) -> str | None:
    raw = found.get("grade_raw")
    return raw.value[0] if raw and raw.value[0] in _GRADES else None


def _chain(parts: list[Any]) -> tuple[PolicyDocument, ...]:
    return tuple(policy_document(part) for part in parts) if len(parts) > 1 else ()
