"""Files of letters → cases: read side by side, settled in sets; what has no unit waits for a person."""

from __future__ import annotations

from replies.importing.confirming import confirm, correct
from replies.importing.settling import Outcome, unit_called

__all__ = ["Outcome", "confirm", "correct", "unit_called"]
