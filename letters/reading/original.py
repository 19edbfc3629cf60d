"""A proposal as its own paper states it, as plain data and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from letters.letter import Evidence, Finding, SessionRef


@dataclass(frozen=True, slots=True)
class Original:
    """A proposal as its own paper states it. What it does not state is None or empty, never a guess."""

    title: str | None = None
    number: str | None = None
    session: SessionRef | None = None
    proposers: tuple[str, ...] = ()
    co_signers: tuple[str, ...] = ()
    party: str | None = None
    sector: str | None = None
    committee: str | None = None
    address: str | None = None
    phones: tuple[str, ...] = ()
    units: str | None = None
    publicity: bool | None = None  # whether its makers agreed to be published
    collective: bool | None = None
    body: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalReading:
    """An original as read, with the evidence for each field by its name."""

    proposal: Original
    evidence: dict[str, Evidence] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def as_proposal_label(reading: ProposalReading) -> dict[str, Any]:
    """The reading as plain JSON: the fields, then `findings` and `evidence`."""
    plain = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(reading.proposal).items()
    }
    plain["findings"] = [{"code": each.code, "message": each.message} for each in reading.findings]
    plain["evidence"] = {name: _evidence(each) for name, each in reading.evidence.items()}
    return plain


def _evidence(evidence: Evidence) -> dict[str, Any]:
    spans = [[span.start, span.end] for span in evidence.spans]
    return {"spans": spans, "rule": evidence.rule, "confidence": evidence.confidence}
