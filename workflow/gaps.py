"""断号、空号: the numbers of a year that no paper bears, each with the reason that is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.enums import GapKind, NumberStatus
from workflow.models import IssuedNumber, SeriesYear

KINDS = {NumberStatus.RESERVED: GapKind.RESERVED, NumberStatus.VOID: GapKind.VOID}


@dataclass(frozen=True, slots=True)
class Gap:
    """One number without a paper. number: its row, where there is one; of a missing number nothing is known."""

    counter: SeriesYear
    n: int
    kind: GapKind
    number: IssuedNumber | None = None

    @property
    def text(self) -> str:
        return f"{self.counter}{self.n}号"

    @property
    def why(self) -> str:
        """For what it was reserved, and why it is void."""
        known = (self.number.purpose, self.number.reason) if self.number else ()
        return "；".join(filter(None, known))

    @property
    def entered_at(self) -> dt.datetime | None:
        return self.number.entered_at if self.number else None


def gaps_of(counters: Iterable[SeriesYear]) -> list[Gap]:
    """From the first number of each year to the last one given out: missing, reserved and not used, or void.

    Numbers beyond the counter are no gaps: a number used on paper is passed over when its turn comes.
    """
    return [gap for counter in counters for gap in _gaps(counter)]


def _gaps(counter: SeriesYear) -> Iterator[Gap]:
    numbers = IssuedNumber.objects.of_year(counter.series, counter.year)
    standing = {each.n: each for each in numbers.filter(n__gte=counter.first)}
    for n in sorted({*range(counter.first, counter.last + 1), *standing}):
        number = standing.get(n)
        if number is None:
            yield Gap(counter, n, GapKind.MISSING)
        elif kind := KINDS.get(NumberStatus(number.status)):
            yield Gap(counter, n, kind, number)
