"""What a check says of a letter: how grave, where, why, and the mechanical cure where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letters.lint.subject import Subject


class Severity(StrEnum):
    """How grave a problem is. BLOCK alone stops the signing; an ERROR wants a 情况说明."""

    BLOCK = "block"
    ERROR = "error"
    WARNING = "warning"
    OFF = "off"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Severity.BLOCK: "阻止签发",
    Severity.ERROR: "错误",
    Severity.WARNING: "提醒",
    Severity.OFF: "不查",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` to `end`, exclusive, of a part: a field of `Letter` by its name.

    `block` is the index where the part has several: paragraphs of the body, recipients. What is lacking is at 0 to 0.
    """

    part: str
    start: int = 0
    end: int = 0
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """What may stand instead of the text at the place, decided without a person's judgement."""

    label: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule finds: what is wrong in this letter. `lack`: the letter does not state it at all.

    `severity` is for the case that is milder or graver than the rule as a whole; a place's own setting goes before it.
    """

    message: str
    place: Place
    fix: Fix | None = None
    lack: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: `needs` names the facts without which the rule is not asked.

    `of_old`: also asked of a letter read from paper, of which only what it lacks is told.
    """

    id: str
    name: str
    severity: Severity
    find: Callable[[Subject], Iterator[Fault]]
    reason: str
    needs: tuple[str, ...] = ()
    of_old: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault as people see it; `quote` is the text at the place when it was found."""

    rule: str
    severity: Severity
    message: str
    reason: str
    place: Place
    quote: str = ""
    fix: Fix | None = None
    lack: bool = False
