"""Owns the letter as it will stand on paper, in words, order and place, before any writer draws it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from letters.body import pages_of
from letters.letter import Block, Finding, Letter
from letters.profiles import ContactForm, GradePlace, Layout, Profile, PublicityPlace, SignerPlace
from letters.writing import geometry as g
from letters.writing import head, wording
from letters.writing.titles import break_title, halve_name

_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
LONGEST_NAME = g.COLUMNS - 3
# Of head, 署名 and labels, which stand in one piece: no longer than a line, and in all less than a third of a face.
LONGEST_STIFF = g.COLUMNS - 2
MOST_STIFF = 200
LONGEST_HEADING = 2 * g.COLUMNS  # a longer "heading" is a paragraph that starts with a numeral


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the part set as a heading: all of it, or its first sentence."""

    lead: str
    text: str
    level: int
    keep: bool  # with the paragraph that follows


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One 附件 on pages of its own."""

    label: str
    title: tuple[str, ...]
    body: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line after the date: a label, stretched to `width` characters where that is not 0, and its text."""

    label: str
    text: str
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Closing:
    """署名 and 成文日期; gaps are points from the right edge of the type area."""

    sign_off: str  # on two lines where it is long
    date: str
    sign_off_gap: float
    date_gap: float
    blank_lines: int
    centred: bool  # 署名 over the middle of the date


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One element of the 版记, 抄送 or 报, line by line."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """版记: the elements that name recipients, the 印发 row, and whether rules frame them."""

    copies: tuple[CopyLine, ...]
    printed_by: str
    printed_on: str
    ruled: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a writer draws, and nothing that it would have to decide."""

    layout: Layout
    duplex: bool
    pitch: float
    foot_pitch: float
    issuer: str
    name: str  # of the document: its title on one line
    head: head.Head
    salutation: str
    body: tuple[Paragraph, ...]
    attachments: tuple[str, ...]
    closing: Closing | None
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    tail_first: bool  # the lines stand before 署名 and date
    enclosed: tuple[Enclosure, ...]
    foot: Foot | None


def build(letter: Letter, profile: Profile) -> Sheet:
    """Arrange a letter by the profile of its place."""
    letter, profile = printable(letter), printable(profile)
    return Sheet(
        layout=profile.layout,
        duplex=profile.duplex,
        pitch=g.PITCH,
        foot_pitch=g.SMALL_PITCH,
        issuer=letter.issuer or "",
        name=letter.title or "",
        head=head.build(letter, profile),
        salutation=letter.salutation or "",
        body=tuple(_paragraph(block) for block in letter.body),
        attachments=_attachments(letter),
        closing=_closing(letter, profile),
        notes=tuple(_notes(letter, profile)),
        lines=tuple(_lines(letter, profile)),
        tail_first=profile.tail_first,
        enclosed=tuple(_enclosures(letter)),
        foot=_foot(letter, profile),
    )


def printable(value: Any) -> Any:
    """The same data without line breaks, control characters and halves of characters: no format holds them."""
    if type(value) is str:
        return value.translate(_CONTROL)
    if isinstance(value, tuple):
        return tuple(map(printable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: printable(getattr(value, field.name)) for field in fields(value)})
    return value


def may_not_fit(page: Sheet) -> bool:
    """Whether something that cannot part is so long that it may leave the paper; else nobody need look at the print."""
    labels = (*(line.label for line in page.lines), *(each.label for each in (page.foot.copies if page.foot else ())))
    stiff = list(_words((page.head, page.closing, labels)))
    return sum(map(len, stiff)) > MOST_STIFF or any(len(each) > LONGEST_STIFF for each in stiff)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words(getattr(value, field.name))


def findings(letter: Letter) -> tuple[Finding, ...]:
    """What the paper lacks because the letter does not state it."""
    checks = [
        (letter.issuer, "no_issuer", "未写明发文机关，版头不印发文机关标志和红色分隔线。"),
        (letter.doc_number, "no_doc_number", "没有发文字号，版头不印文号。"),
        (letter.title, "no_title", "没有标题。"),
        (letter.salutation, "no_salutation", "没有主送（称谓）。"),
        (letter.body, "no_body", "没有正文。"),
        (letter.sign_off, "no_sign_off", "没有署名。"),
        (letter.date, "no_date", "没有成文日期。"),
    ]
    return tuple(Finding(code, message) for stated, code, message in checks if not stated)


def _paragraph(block: Block) -> Paragraph:
    text = block.text.strip()
    if block.level == 0:
        return Paragraph("", text, 0, keep=False)
    # A heading that runs on into its paragraph is one as far as its first full stop.
    sentence = re.match(r"[^。：]*[。：](?=.)", text)
    whole = sentence is None and len(text) <= LONGEST_HEADING
    lead = text if whole else sentence[0] if sentence and len(sentence[0]) <= LONGEST_HEADING else ""
    return Paragraph(lead, text[len(lead) :], block.level, keep=whole)


def _attachments(letter: Letter) -> tuple[str, ...]:
    """附件说明: numbered where there are several, no mark after a name."""
    # No mark after a name (GB/T 9704-2012, 7.3.4).
    names = [name.rstrip("。；;，") for name in letter.attachments]
    return tuple(names) if len(names) < 2 else tuple(f"{i}. {name}" for i, name in enumerate(names, start=1))


def _enclosures(letter: Letter) -> Iterator[Enclosure]:
    """Behind 署名 and before the 版记, each on a new face (GB/T 9704-2012, 7.3.7)."""
    for label, title, text in pages_of(letter.enclosed):
        yield Enclosure(label, break_title(title) if title else (), tuple(map(_paragraph, text)))


def _closing(letter: Letter, profile: Profile) -> Closing | None:
    if not letter.sign_off and not letter.date:
        return None
    # 联合行文: 主办机关 first, one name under the other.
    units = (letter.sign_off or "", *letter.joint_with)
    names = tuple(line for unit in units for line in _sign_off_lines(unit))
    sign_off, date = "\n".join(names), wording.day(letter.date) if letter.date else ""
    sign_width, date_width = max(map(g.ems, names)) * g.BODY_SIZE, g.ems(date) * g.BODY_SIZE
    two = 2 * g.CELL
    if profile.sealed:
        # A long name stays centred on the date and inside the type area: both move left.
        date_gap = max(4 * g.CELL, (sign_width - date_width) / 2)
        sign_gap = date_gap + (date_width - sign_width) / 2
        return Closing(sign_off, date, sign_gap, date_gap, g.SEAL_BLANK_LINES, centred=True)
    # The date starts two characters right of the name; where it would pass its end, the name gives way.
    slack = sign_width - two - date_width if sign_off else 0.0
    return Closing(sign_off, date, two + max(0.0, -slack), two + max(0.0, slack), 1, centred=False)


def _sign_off_lines(name: str) -> tuple[str, ...]:
    """A name that would fill the line from edge to edge stands on two."""
    return (name,) if g.ems(name) <= LONGEST_NAME else halve_name(name)


def _notes(letter: Letter, profile: Profile) -> Iterator[str]:
    """附注, in round brackets under the date."""
    contact = wording.contact_note(letter, profile)
    if contact and profile.contact is ContactForm.NOTE:
        yield contact
    publicity = wording.publicity_note(letter, profile)
    if publicity and profile.publicity is PublicityPlace.NOTE:
        yield publicity


def _lines(letter: Letter, profile: Profile) -> Iterator[Line]:
    if letter.grade and profile.grade is GradePlace.TAIL:
        yield Line("", wording.grade(letter, profile))
    if letter.signatory and profile.signer is SignerPlace.TAIL:
        yield Line("", profile.signer_label + "、".join(letter.signatory))
    if profile.contact is ContactForm.LINES:
        yield from _contact_lines(letter, profile)


def _contact_lines(letter: Letter, profile: Profile) -> list[Line]:
    pairs = [(line.label, wording.contact_facts(letter, line)) for line in profile.contact_lines]
    width = max((g.ems(label) for label, _ in pairs), default=0.0) if profile.contact_spread else 0.0
    return [Line(label, facts, width) for label, facts in pairs if facts]


def _foot(letter: Letter, profile: Profile) -> Foot | None:
    # 信函格式 has neither rules nor an 印发 line (10.1).
    ruled = profile.layout is Layout.FILE
    prints = profile.print_line and ruled
    foot = Foot(
        copies=tuple(_copy_lines(letter, profile)) if profile.copies else (),
        printed_by=(letter.printed_by or "") if prints else "",
        printed_on=f"{wording.day(letter.printed_on)}印发" if prints and letter.printed_on else "",
        ruled=ruled,
    )
    return foot if foot.copies or foot.printed_by or foot.printed_on else None


def _copy_lines(letter: Letter, profile: Profile) -> Iterator[CopyLine]:
    """报 above 抄送, without a line between (GB/T 9704-2012, 7.4.2)."""
    reported = tuple(copy for copy in letter.cc if copy.recipient in profile.reported)
    others = tuple(copy for copy in letter.cc if copy not in reported)
    for label, copies in ((profile.reported_label, reported), (profile.copies_label, others)):
        if copies:
            yield CopyLine(label, wording.wrap_copies(wording.copies(copies), g.copies_ems(label)))
