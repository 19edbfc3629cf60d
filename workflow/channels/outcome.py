"""What became of one attempt to send."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """It may work later."""

    error: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """It will never work as it is."""

    error: str


Outcome = Sent | Retry | Rejected
