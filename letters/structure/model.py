"""The structure of a body as plain data; every string in it stands in the source, blanks apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from letters.letter import Span


class CommitmentKind(StrEnum):
    """可核验: on a day one can look whether it is done. 长期推进: one cannot."""

    VERIFIABLE = "verifiable"
    LONG_TERM = "long_term"


class Origin(StrEnum):
    """Whose word a target is: the writer's own, or that of a document which the letter quotes."""

    OWN = "own"
    POLICY = "policy"


class RelationKind(StrEnum):
    FORWARDS = "forwards"
    IMPLEMENTS = "implements"
    SUPPORTS = "supports"
    REPEALS = "repeals"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and the headings below it. Level 5 is a point: 一是, 第二."""

    level: int
    numeral: str
    title: str
    spans: tuple[Span, ...]
    paragraphs: tuple[str, ...] = ()
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that was asked for, as the letter repeats it, and the headings of the sections that answer it."""

    text: str
    spans: tuple[Span, ...]
    answered_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """By when, as printed; year, month and day as far as they are."""

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A candidate for 落实事项: the sentence that says it, and for a numbered point what follows in it."""

    sentence: str
    kind: CommitmentKind
    origin: Origin
    spans: tuple[Span, ...]
    detail: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as the text names it. `period`: the years it is for. `slip`: its marks were not closed properly."""

    title: str
    doc_number: str | None
    spans: tuple[Span, ...]
    period: tuple[int, int] | None = None
    slip: bool = False
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What the text says that a document does to another; without `by` it is the letter itself that does it."""

    kind: RelationKind
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A body taken apart. `paragraphs` stand before the first heading."""

    paragraphs: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    asks: tuple[Ask, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    citations: tuple[Citation, ...] = ()
