"""A reading as the plain label that programs exchange: keys as in the corpus, JSON-ready."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from letters.letter import Evidence, Finding, Reading, Span


def as_label(reading: Reading) -> dict[str, Any]:
    """The corpus keys, then `findings`, `evidence` and `reason`."""
    letter = reading.letter
    return {
        "kind": str(letter.kind),
        "doc_number": letter.doc_number,
        "issuer": letter.issuer,
        "signatory": list(letter.signatory),
        "grade": letter.grade,
        "grade_raw": letter.grade_raw,
        "body_level": str(letter.body_level) if letter.body_level else None,
        "session": asdict(letter.session) if letter.session else None,
        "proposal_number": letter.proposal_number,
        "proposal_title": letter.proposal_title,
        "proposers": list(letter.proposers),
        "co_units": list(letter.co_units),
        "date": letter.date.isoformat() if letter.date else None,
        "contact_person": list(letter.contact_person),
        "contact_phone": list(letter.contact_phone),
        "contact_unit": letter.contact_unit,
        "postcode": letter.postcode,
        "cc": [asdict(copy) for copy in letter.cc],
        "publicity": letter.publicity,
        "attachments": list(letter.attachments),
        "findings": [_finding(finding) for finding in reading.findings],
        "evidence": {field: _evidence(evidence) for field, evidence in reading.evidence.items()},
        "reason": reading.reason,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "message": finding.message, "spans": _spans(finding.spans)}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"spans": _spans(evidence.spans), "rule": evidence.rule, "confidence": evidence.confidence}


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
