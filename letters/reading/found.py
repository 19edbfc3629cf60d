"""What a rule gives back: a value, where it stood, by which rule, and how sure the rule is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from letters.letter import Evidence, Finding
from letters.reading.normalise import Line, spans_of

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[T_co]):
    """One field's value with its places on the page."""

    value: T_co
    places: tuple[Line, ...]
    rule: str
    confidence: float = 1.0

    def evidence(self, source: str) -> Evidence:
        spans = [span for place in self.places for span in spans_of(place, source)]
        return Evidence(tuple(dict.fromkeys(spans)), self.rule, self.confidence)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding whose place is still a line of the page."""

    code: str
    message: str
    places: tuple[Line, ...] = ()

    def finding(self, source: str) -> Finding:
        spans = [span for place in self.places for span in spans_of(place, source)]
        return Finding(self.code, self.message, tuple(spans))
