"""A letter as plain data: the one structure that reading, printing, checking and storing share."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a document is, as a registry clerk would sort it."""

    REPLY = "reply"
    CO_OPINION = "co_opinion"
    NPC_REPLY = "npc_reply"
    OTHER = "other"


class BodyLevel(StrEnum):
    """Whose CPPCC the proposal was made to."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class SessionRef:
    """七届二次会议 as two numbers."""

    term: int
    meeting: int


@dataclass(frozen=True, slots=True)
class DocNumber:
    """发文字号: agency code, year and running number (GB/T 9704-2012, 7.2.5)."""

    code: str
    year: int
    n: int

    _FORM = re.compile(r"([^〔〕\s]{2,16})〔((?:19|20)\d\d)〕([1-9]\d*)号")
    _MEANT = re.compile(r"([^\W\d_]{2,16})[〔\[【({]((?:19|20)\d\d)[〕\]】)}]第?0*([1-9]\d{0,5})号?")

    @classmethod
    def parse(cls, text: str) -> DocNumber:
        """Read 宛卫字〔2024〕24号; ValueError where the form of the standard is not kept."""
        match = cls._FORM.fullmatch(text.strip())
        # A code with an unseen character in it would be another number that looks like this one.
        if match is None or not match[1].isprintable():
            raise ValueError(text)
        return cls(match[1], int(match[2]), int(match[3]))

    @classmethod
    def guess(cls, text: str) -> DocNumber | None:
        """What somebody meant who typed other brackets, 第, zeros in front, full width or blanks; None for more."""
        match = cls._MEANT.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
        return cls(match[1], int(match[2]), int(match[3])) if match else None

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.n}号"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the body. Level 0 is text; 1 to 4 are headings 一、 （一） 1. （1）, numeral included."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """One recipient of the 抄送 line; copies is None where no number is printed."""

    recipient: str
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a reply letter states. What it does not state is None or empty, never a guess."""

    kind: Kind
    issuer: str | None = None  # fullest printed name of the issuing body
    doc_number: str | None = None  # as DocNumber prints it, where the form allows
    signatory: tuple[str, ...] = ()
    grade: str | None = None  # A to D
    grade_raw: str | None = None  # as printed: B1, 解决或采纳
    publicity: str | None = None  # 主动公开, 依申请公开, 不予公开
    title: str | None = None  # the whole title on one line, without inner spaces
    body_level: BodyLevel | None = None
    session: SessionRef | None = None
    proposal_number: str | None = None  # a string: zeros and letters count
    proposal_title: str | None = None  # 案由
    salutation: str | None = None  # as printed, with its colon
    proposers: tuple[str, ...] = ()
    co_units: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    sign_off: str | None = None  # 署名
    joint_with: tuple[str, ...] = ()  # 联合行文: those who sign after the first, in their order
    date: dt.date | None = None  # 成文日期
    contact_person: tuple[str, ...] = ()
    contact_phone: tuple[str, ...] = ()
    contact_unit: str | None = None
    postcode: str | None = None
    cc: tuple[Copy, ...] = ()
    attachments: tuple[str, ...] = ()  # 附件说明: their names, in their order
    enclosed: tuple[Block, ...] = ()  # 附件 that are printed with it: 附件1 on a line of its own, the title, the text
    printed_by: str | None = None  # 印发机关
    printed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the source text: character offsets, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field stood, which rule found it, and how sure that rule is (0 to 1)."""

    spans: tuple[Span, ...]
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about a letter: a stable code, a sentence in Chinese, and where."""

    code: str
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """One document of a forwarding chain, outermost first."""

    title: str
    issuers: tuple[str, ...] = ()
    doc_number: str | None = None
    date: dt.date | None = None
    repeals: tuple[str, ...] = ()  # titles or numbers of the documents it repeals


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter as read: the fields, the evidence for each by name, findings, and the reason for its kind."""

    letter: Letter
    reason: str
    evidence: dict[str, Evidence] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    chain: tuple[PolicyDocument, ...] = ()  # of a forwarded notice
