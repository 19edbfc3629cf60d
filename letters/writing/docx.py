"""Owns the letter as DOCX: the same sheet as the PDF, in styled paragraphs that a clerk can edit."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path

from letters.letter import Letter
from letters.profiles import Layout, Profile
from letters.writing import geometry as g
from letters.writing import ooxml, pdf, press, rare, sheet
from letters.writing.head import Head, Mark, Piece, Rule
from letters.writing.ooxml import paragraph, run
from letters.writing.written import Written

MARK_LINE = 1.2  # the line of the letterhead, in sizes of its characters
MARK_INK = 0.845  # from the upper edge of the ink of a 小标宋 to its base, in sizes

PARTS = Path(__file__).with_name("ooxml_parts")
# The package's own order, so that equal letters are equal files.
STATIC_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
}


def write(letter: Letter, profile: Profile, *, when: dt.datetime) -> Written:
    """The letter as a Word document; the same letter, profile and moment give the same bytes.

    It carries no fonts: a character that no font of this machine has stays, and a finding names it as for the PDF.
    """
    page = sheet.build(letter, profile)
    proof = pdf.proof(page, when=when)
    parts = static_parts()
    flow = _Flow(_header_top(page))
    letterhead = "".join(draw(flow) for _, draw in _letterhead(page.head)) if page.layout is Layout.LETTER else ""
    flow.begin(g.TOP)
    parts |= ooxml.margins_parts(page.layout, page.head.rules, letterhead)
    parts["word/document.xml"] = ooxml.document("".join(_content(page, flow, proof.faces)))
    parts["docProps/core.xml"] = ooxml.core(page.name, page.issuer, when)
    missing = press.missing_finding(proof.missing, "文件中保留原字，请在打开它的电脑上核对")
    return Written(zipped(parts), (*sheet.findings(letter), *missing))


def static_parts() -> dict[str, str]:
    """What is the same in every document of ours, in the package's own order."""
    return {name: (PARTS / file).read_text(encoding="utf-8") for name, file in STATIC_PARTS.items()}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The package; equal parts give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, part.encode() if isinstance(part, str) else part)
    return buffer.getvalue()


def _content(page: sheet.Sheet, flow: _Flow, faces: pdf.Faces) -> Iterator[str]:
    yield from _head(page, flow)
    yield from _body(page)
    yield from _ending(page)
    for enclosure in page.enclosed:
        yield from _enclosure(enclosure)
    yield from _foot(page, faces)


def _header_top(page: sheet.Sheet) -> float:
    """信函格式 has letterhead and double line above the type area: they stand in the header of page 1."""
    mark = page.head.mark
    return _top_of_mark(mark) if mark and page.layout is Layout.LETTER else ooxml.HEADER


def _letterhead(head: Head) -> Iterator[tuple[float, Callable[[_Flow], str]]]:
    if head.mark:
        yield head.mark.top, partial(_mark, head.mark)
    if head.rules:
        yield head.rules[0].top, partial(_rule, head.rules)


def _head(page: sheet.Sheet, flow: _Flow) -> Iterator[str]:
    """Top to bottom, each paragraph pushed down from the one before to its measured height."""
    head = page.head
    placed = [] if page.layout is Layout.LETTER else list(_letterhead(head))
    if head.title:
        placed.append((head.title_top, partial(_title, head)))
    for top, row in groupby(head.pieces, key=lambda piece: piece.top):
        placed.append((top, partial(_row, tuple(row))))
    yield from (draw(flow) for _, draw in sorted(placed, key=lambda entry: entry[0]))
    yield paragraph("Salutation", run(page.salutation), before=flow.down_to(head.text_top, ooxml.PITCH))


class _Flow:
    """Where the last paragraph ended, so that the next one knows its distance."""

    def __init__(self, top: float) -> None:
        self.bottom = top

    def begin(self, top: float) -> None:
        """The body begins at its margin, or under a header that reaches further down."""
        self.bottom = max(top, self.bottom)

    # A paragraph cannot move up: one that is late pushes the rest down.
    def down_to(self, top: float, height: float) -> float:
        before = max(0.0, top - self.bottom)
        self.bottom += before + height
        return before


def _rule(rules: tuple[Rule, ...], flow: _Flow) -> str:
    """The red line, or the double one, under the head; a border takes room of its own."""
    outer, inner = rules[0], rules[1] if len(rules) > 1 else None
    height = inner.top - outer.top + (outer.stroke + inner.stroke) / 2 if inner else outer.stroke + 1
    return ooxml.rule(outer, inner, before=flow.down_to(outer.top - outer.stroke / 2, height))


def _mark(mark: Mark, flow: _Flow) -> str:
    """A line a fifth higher than its glyphs: Word cuts the heads off in a tighter one."""
    line = mark.size * MARK_LINE
    before = flow.down_to(_top_of_mark(mark), line * len(mark.lines))
    words = run("\n".join(mark.lines), size=mark.size, scale=mark.squeeze, kind=rare.SONG)
    return paragraph("Mark", words, before=before, line=line)


def _top_of_mark(mark: Mark) -> float:
    return _top_of_line(mark.top + MARK_INK * mark.size, mark.size * MARK_LINE)


def _top_of_line(baseline: float, line: float) -> float:
    """Word processors stand the characters of an exact line on a base four fifths down."""
    return baseline - g.BASE_OF_LINE * line


def _row(pieces: tuple[Piece, ...], flow: _Flow) -> str:
    before = flow.down_to(_top_of_line(pieces[0].top + g.BASE * g.BODY_SIZE, ooxml.PITCH), ooxml.PITCH)
    stops = [_tab_stop(piece) for piece in pieces]
    words = "".join(
        "<w:r><w:tab/></w:r>" * (stop[1] > 0) + _piece(piece) for stop, piece in zip(stops, pieces, strict=True)
    )
    return paragraph("HeadRow", words, before=before, tabs=[stop for stop in stops if stop[1] > 0])


def _tab_stop(piece: Piece) -> tuple[str, float]:
    if piece.align == "left":
        return "left", piece.gap
    if piece.align == "right":
        return "right", g.AREA_WIDTH - piece.gap
    return "center", g.AREA_WIDTH / 2


def _piece(piece: Piece) -> str:
    return run(piece.text) + (run(piece.name, style="Lead2", kind=rare.KAI) if piece.name else "")


def _title(head: Head, flow: _Flow) -> str:
    top = _top_of_line(head.title_top + g.BASE * g.TITLE_SIZE, g.TITLE_PITCH)
    before = flow.down_to(top, g.TITLE_PITCH * len(head.title))
    return paragraph("Title", run("\n".join(head.title), kind=rare.SONG), before=before)


def _body(page: sheet.Sheet) -> Iterator[str]:
    last = len(page.body) - 1
    for i, block in enumerate(page.body):
        # The last two lines of the text stay with 署名: Word moves them together.
        yield _paragraph(block, ends=i == last)


def _paragraph(block: sheet.Paragraph, *, ends: bool = False, before: float = 0) -> str:
    if block.keep:
        return paragraph(f"Heading{block.level}", run(block.lead, kind=_kind(block)), before=before, keep_next=True)
    style = f"Lead{block.level}" if block.level < 3 else ""
    lead = run(block.lead, style=style, kind=_kind(block)) if block.lead else ""
    return paragraph("BodyText", lead + run(block.text), before=before, keep_next=ends, widow_control=ends)


def _kind(block: sheet.Paragraph) -> str:
    return {1: rare.HEI, 2: rare.KAI}.get(block.level, rare.FANGSONG)


def _ending(page: sheet.Sheet) -> Iterator[str]:
    yield from _attachments(page.attachments)
    tail = [_tail_line(line, first=i == 0) for i, line in enumerate(page.lines)]
    if page.tail_first:
        yield from tail
    if page.closing:
        yield from _closing(page.closing)
    for note in page.notes:
        yield paragraph("Note", run(note))
    if not page.tail_first:
        yield from tail


def _tail_line(line: sheet.Line, *, first: bool) -> str:
    return paragraph("Note", _label(line) + run(line.text), before=ooxml.PITCH if first else 0)


def _attachments(names: tuple[str, ...]) -> Iterator[str]:
    """Names under names: the label hangs three characters to the left of the first, a numeral one."""
    numeral = g.CELL if len(names) > 1 else 0.0
    for i, name in enumerate(names):
        hanging = numeral + (3 * g.CELL if i == 0 else 0)
        label = run("附件：") if i == 0 else ""
        indent = (5 * g.CELL + numeral, hanging)
        yield paragraph("Attachment", label + run(name), before=ooxml.PITCH if i == 0 else 0, hanging=indent)


def _enclosure(enclosure: sheet.Enclosure) -> Iterator[str]:
    """On a new page: 附件1 in line 1, its title from line 3, a blank line, its text."""
    yield paragraph("AttachmentLabel", run(enclosure.label, kind=rare.HEI), new_page=True)
    drop = g.ENCLOSURE_TITLE_DROP * ooxml.PITCH
    yield paragraph("AttachmentTitle", run("\n".join(enclosure.title), kind=rare.SONG), before=drop)
    for i, block in enumerate(enclosure.body):
        yield _paragraph(block, before=0 if i else ooxml.PITCH)


def _closing(closing: sheet.Closing) -> Iterator[str]:
    blank = closing.blank_lines * ooxml.PITCH
    if closing.sign_off:
        yield paragraph("Signature", run(closing.sign_off), before=blank, right=closing.sign_off_gap)
    if closing.date:
        before = 0 if closing.sign_off else blank
        yield paragraph("Date", run(closing.date), before=before, right=closing.date_gap)


def _label(line: sheet.Line) -> str:
    """承 办 人 is stretched by the space between its characters, not by typed blanks."""
    if not line.label:
        return ""
    # The last character keeps its own width, else the colon would move.
    gaps = len(line.label) - 1
    stretch = (line.width - g.ems(line.label)) * g.BODY_SIZE / gaps if line.width and gaps else 0.0
    if stretch <= 0:
        return run(f"{line.label}：")
    return run(line.label[:-1], spacing=stretch) + run(f"{line.label[-1]}：")


def _foot(page: sheet.Sheet, faces: pdf.Faces) -> Iterator[str]:
    """The 版记 at the foot of its page; on a face of its own it begins a section."""
    section = partial(ooxml.section, page.layout, header=_header_top(page))
    if page.foot is None:
        yield section(ooxml.NUMBERED)
        return
    # Word cannot be asked where the text ends: `faces` are those of the PDF, which breaks its lines the same way.
    if faces.foot == faces.text:
        yield ooxml.foot_table(page.foot, floating=True)
        yield paragraph("Anchor", "") + section(ooxml.NUMBERED)
        return
    footers = ooxml.NUMBERED if faces.foot == faces.text + 1 else ooxml.UNNUMBERED
    yield paragraph("Anchor", "", section=section(ooxml.NUMBERED))
    # Pushed down by a line of that height: not every program floats a table to the foot of a page.
    yield paragraph("Anchor", "", line=g.AREA_HEIGHT - ooxml.foot_height(page.foot))
    yield ooxml.foot_table(page.foot, floating=False)
    yield paragraph("Anchor", "") + section(footers, kind="evenPage")
