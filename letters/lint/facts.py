"""What is known about the case of a letter; what is None is not known and not checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from letters.letter import SessionRef


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a body with every name that it bears; `person` tells 委员 from bodies."""

    name: str
    aliases: tuple[str, ...] = ()
    person: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who must get a copy by the rules, and how many where the rules say."""

    body: Named
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class Grades:
    """The codes of the scheme in force, and which mean done, planned and not to be done."""

    codes: tuple[str, ...]
    top: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    lowest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How an uploaded document sets one heading; size in points."""

    block: int
    level: int
    font: str
    size: float
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The case. All optional, so that a desk, a program and a test each give what they have."""

    # The proposal.
    session: SessionRef | None = None
    number: str | None = None
    proposal_title: str | None = None
    proposers: tuple[Named, ...] | None = None  # in their order, all that signed
    asks: tuple[str, ...] | None = None
    consent: bool | None = None  # of the proposers, to publication

    # Who handles it.
    lead: Named | None = None
    co_handlers: tuple[Named, ...] | None = None

    # Days.
    today: dt.date | None = None
    handed_over: dt.date | None = None
    last_contact: dt.date | None = None
    last_opinion: dt.date | None = None
    due: dt.date | None = None  # or the approved extension

    # The reply and the rules of the place.
    issued: bool = False  # signed and numbered: number, date and signer must be there
    interim: bool = False  # 阶段性答复: no grade yet
    judged: bool = False  # its proposers are asked for their marks, on 征询意见表
    public_parts: frozenset[str] = frozenset()  # what of it goes to a website, by the fields of `Letter`
    grades: Grades | None = None
    recipients: tuple[Recipient, ...] | None = None
    signer_posts: tuple[str, ...] | None = None  # that may sign this reply
    signer_post: str | None = None  # of who signs it
    number_used_by: str | None = None  # what bears the same number already
    publicity_reason: str | None = None  # "" where 不予公开 is without one
    last_reply: str | None = None  # the text of last year's answer
    repealed: Mapping[str, str] | None = None  # a cited title or number → what repealed it

    # The paper.
    date_as_printed: str | None = None  # of an uploaded document; ours are printed from the day itself
    fonts: tuple[Setting, ...] | None = None
    text_face: int | None = None  # as `letters.writing.pdf.proof` counts
    foot_face: int | None = None  # 0 without 版记
    form_enclosed: bool | None = None  # 征询意见表
