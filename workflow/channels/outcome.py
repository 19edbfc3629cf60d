"""What became of one attempt to send."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it. provider_id: what it calls the message, where it says so."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """It may work later. after: how long the other side asks everybody to wait who comes this way."""

    error: str
    after: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """It will never work as it is."""

    error: str


Outcome = Sent | Retry | Rejected
