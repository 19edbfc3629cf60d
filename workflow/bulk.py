"""One verb on many cases: each in a transaction of its own, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from workflow.errors import OfficeError

MOST_ROWS = 200
"""More in one request would keep the office waiting for its answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: the refusal, or what the verb returned where it was done."""

    case: Any
    refusal: OfficeError | None = None
    result: Any = None

    @property
    def done(self) -> bool:
        return self.refusal is None


def on_each(cases: Iterable[Any], verb: Callable[[Any], Any]) -> list[Outcome]:
    """Try `verb` on every case. A refused one is left as it was and holds up no other."""
    return [_try(case, verb) for case in cases]


def _try(case: Any, verb: Callable[[Any], Any]) -> Outcome:
    try:
        with transaction.atomic():
            return Outcome(case, result=verb(case))
    except OfficeError as error:
        return Outcome(case, error)
