"""Owns the XML of a Word document: paragraphs, tables, sections, elements in the order of the schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape

from letters.profiles import Layout
from letters.writing import geometry as g
from letters.writing import rare
from letters.writing.geometry import twips
from letters.writing.head import Rule
from letters.writing.sheet import CopyLine, Foot

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
PIC = f'xmlns:pic="{PICTURE}"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NUMBERED = {"default": "footerOdd", "even": "footerEven"}
UNNUMBERED = {"default": "footerBlank", "even": "footerBlank"}

# The dash of the page number stands 7 mm under the type area, in a line of 14 pt.
NUMBER_FOOT = g.BOTTOM - g.PAGE_NUMBER_DROP - g.SMALL_SIZE / 2 - (g.BASE - g.BASE_OF_LINE) * g.SMALL_SIZE
DOUBLE_FOOT = g.PAGE_HEIGHT - g.DOUBLE_FOOT
HEADER = 10 * g.MM
LINE_GRID = 579
PITCH = LINE_GRID / 20
SHARE = (g.AREA_HEIGHT - g.LINES * PITCH) / 2  # 22 of these lines are shorter than the type area
AFTER_TABLE = 3.5
EMU = 12_700  # of DrawingML to a point
TAB = "<w:r><w:tab/></w:r>"


def run(
    text: str, *, style: str = "", size: float = 0, scale: float = 1, spacing: float = 0, kind: str = rare.FANGSONG
) -> str:
    """A run, or several where the text has rare characters; a newline is a line break.

    kind: the font of the same kind as the style's that holds GBK.
    """
    return "".join(
        _run(piece, style=style, size=size, scale=scale, spacing=spacing, font=font)
        for font, piece in rare.pieces(text, kind)
    )


def _run(text: str, *, style: str, size: float, scale: float, spacing: float, font: str) -> str:
    named = "".join(f' w:{script}="{font}"' for script in ("ascii", "eastAsia", "hAnsi", "cs"))
    properties = "".join(
        (
            f'<w:rStyle w:val="{style}"/>' if style else "",
            f'<w:rFonts{named} w:hint="eastAsia"/>' if font else "",
            f'<w:spacing w:val="{twips(spacing)}"/>' if spacing else "",
            f'<w:w w:val="{round(scale * 100)}"/>' if scale != 1 else "",
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
        )
    )
    # Without preserve, Word drops the blanks at the ends.
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{words}</w:r>"


def paragraph(
    style: str,
    runs: str,
    *,
    before: float = 0,
    line: float = 0,
    right: float = 0,
    hanging: tuple[float, float] | None = None,
    tabs: list[tuple[str, float]] | None = None,
    keep_next: bool = False,
    new_page: bool = False,
    widow_control: bool = False,
    borders: str = "",
    section: str = "",
) -> str:
    """A paragraph of a style with what is its own; in points; `hanging` is left indent and overhang."""
    # The schema wants this order; Word repairs or refuses a file that has another.
    exact = f' w:line="{twips(line)}" w:lineRule="exact"' if line else ""
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{twips(at)}"/>' for kind, at in tabs or [])
    properties = "".join(
        (
            f'<w:pStyle w:val="{style}"/>',
            "<w:keepNext/>" if keep_next else "",
            "<w:pageBreakBefore/>" if new_page else "",
            "<w:widowControl/>" if widow_control else "",
            borders,
            f"<w:tabs>{stops}</w:tabs>" if stops else "",
            f'<w:spacing w:before="{twips(before)}"{exact}/>' if before or exact else "",
            _indent(right, hanging),
            section,
        )
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _indent(right: float, hanging: tuple[float, float] | None) -> str:
    if hanging:
        return f'<w:ind w:left="{twips(hanging[0])}" w:hanging="{twips(hanging[1])}"/>'
    return f'<w:ind w:right="{twips(right)}"/>' if right else ""


def rule(outer: Rule, inner: Rule | None, *, before: float) -> str:
    """A red line as the upper border of an empty paragraph; a second one as its lower border."""
    left, right = g.LEFT - outer.left, g.LEFT + g.AREA_WIDTH - outer.left - outer.width
    # Between the edges of the borders, which stand outside the line.
    gap = twips(abs(inner.top - outer.top) - (outer.stroke + inner.stroke) / 2) if inner else 20
    lower = _border("bottom", inner.stroke) if inner else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="RedLine"/><w:pBdr>{_border("top", outer.stroke)}{lower}</w:pBdr>'
        f'<w:spacing w:before="{twips(before)}" w:line="{gap}" w:lineRule="exact"/>'
        f'<w:ind w:left="{-twips(left)}" w:right="{twips(right)}"/></w:pPr></w:p>'
    )


def _border(side: str, stroke: float, color: str = "FF0000") -> str:
    """Word measures lines in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{round(stroke * 8)}" w:space="0" w:color="{color}"/>'


def foot_table(foot: Foot, *, floating: bool) -> str:
    """版记: a table of one column as wide as the type area; a floating one is bound to its foot."""
    width, margin = twips(g.AREA_WIDTH), twips(g.SMALL_SIZE)
    pad = twips(g.FOOT_PADDING)
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin" '
        'w:tblpXSpec="left" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
    )
    cell_margins = "".join(
        f'<w:{side} w:w="{room}" w:type="dxa"/>'
        for side, room in (("top", pad), ("left", margin), ("bottom", pad), ("right", margin))
    )
    properties = (
        f'{place if floating else ""}<w:tblW w:w="{width}" w:type="dxa"/>{_foot_borders(foot)}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{cell_margins}</w:tblCellMar>'
    )
    grid = f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{grid}{_foot_rows(foot, width)}</w:tbl>"


def foot_height(foot: Foot) -> float:
    """What the 版记 takes of its page, with room for the tiny paragraph that must follow a table."""
    # A point for the rules of each row.
    rows = bool(foot.copies) + bool(foot.printed_by or foot.printed_on)
    lines = sum(len(entry.lines) for entry in foot.copies) + bool(foot.printed_by or foot.printed_on)
    return lines * g.SMALL_PITCH + rows * (2 * g.FOOT_PADDING + 1) + AFTER_TABLE


def _foot_borders(foot: Foot) -> str:
    if not foot.ruled:
        return ""
    outer = "".join(_border(side, g.OUTER_RULE, "000000") for side in ("top", "bottom"))
    return f"<w:tblBorders>{outer}{_border('insideH', g.INNER_RULE, '000000')}</w:tblBorders>"


def _foot_rows(foot: Foot, width: int) -> str:
    cells = []
    if foot.copies:
        cells.append("".join(map(_copy_line, foot.copies)))
    if foot.printed_by or foot.printed_on:
        words = run(foot.printed_by) + TAB + run(foot.printed_on)
        cells.append(paragraph("PrintLine", words, tabs=[("right", g.AREA_WIDTH - 2 * g.SMALL_SIZE)]))
    return "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc></w:tr>'
        for cell in cells
    )


def _copy_line(entry: CopyLine) -> str:
    """Further lines align with the first character after the label."""
    hang = g.ems(entry.label) * g.SMALL_SIZE
    return paragraph("Copies", run(entry.label + "\n".join(entry.lines)), hanging=(hang, hang))


def section(layout: Layout, footers: dict[str, str], *, header: float, kind: str = "") -> str:
    """Page size, margins, grid and footers. A section that follows another names its `kind`."""
    is_letter = layout is Layout.LETTER
    # Only the section with the letterhead has a first page of its own.
    first = is_letter and not kind
    headers = _references("header", {"default": "header", "even": "header"}, first=first)
    feet = _references("footer", footers, first=first)
    foot = DOUBLE_FOOT if is_letter else NUMBER_FOOT
    # LibreOffice shares what a grid leaves over between top and bottom: under a letterhead that is half a line.
    top, lines = (g.TOP + SHARE, "") if is_letter else (g.TOP, 'w:type="lines" ')
    return "".join(
        (
            f"<w:sectPr>{headers}{feet}",
            f'<w:type w:val="{kind}"/>' if kind else "",
            f'<w:pgSz w:w="{twips(g.PAGE_WIDTH)}" w:h="{twips(g.PAGE_HEIGHT)}"/>',
            f'<w:pgMar w:top="{twips(top)}" w:right="{twips(g.RIGHT)}" w:bottom="{twips(g.BOTTOM)}" ',
            f'w:left="{twips(g.LEFT)}" w:header="{twips(header)}" w:footer="{twips(foot)}" w:gutter="0"/>',
            "<w:titlePg/>" if first else "",
            f'<w:docGrid {lines}w:linePitch="{LINE_GRID}"/></w:sectPr>',
        )
    )


def _references(part: str, targets: dict[str, str], *, first: bool) -> str:
    targets = targets | ({"first": f"{part}First"} if first else {})
    return "".join(f'<w:{part}Reference w:type="{kind}" r:id="{target}"/>' for kind, target in targets.items())


def document(content: str) -> str:
    """word/document.xml."""
    return f"{XML}<w:document {W} {R}><w:body>{content}</w:body></w:document>"


def picture(name: str, side: float) -> str:
    """A square picture of the package on a line of its own; side in points."""
    extent = f'cx="{round(side * EMU)}" cy="{round(side * EMU)}"'
    frame = f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return (
        '<w:p><w:pPr><w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:r><w:drawing><wp:inline {WP} distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="1" name="{name}"/><a:graphic {A}><a:graphicData uri="{PICTURE}"><pic:pic {PIC}>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{name}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f"<pic:spPr>{frame}</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def pictures_parts(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What the parts that list the package say in the place of their end, where pictures come to it."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    related = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{name}"/>' for name in names)
    if not related:
        return {}
    types = '<Default Extension="png" ContentType="image/png"/>'
    return {
        "word/_rels/document.xml.rels": ("</Relationships>", f"{related}</Relationships>"),
        "[Content_Types].xml": ("<Override", f"{types}<Override"),
    }


def margins_parts(layout: Layout, rules: tuple[Rule, ...], letterhead: str) -> dict[str, str]:
    """Headers and footers; 信函格式 has its letterhead and its lower double line in those of page 1."""
    is_letter = layout is Layout.LETTER
    lift = paragraph("Footer", "", line=NUMBER_FOOT - DOUBLE_FOOT) if is_letter else ""
    double = rule(rules[2], rules[3], before=0) if len(rules) > 2 else paragraph("Footer", "")
    return {
        "word/header.xml": _part("hdr", paragraph("Header", "", line=1.0)),
        "word/headerFirst.xml": _part("hdr", letterhead or paragraph("Header", "", line=1.0)),
        "word/footerOdd.xml": _part("ftr", _page_number("right") + lift),
        "word/footerEven.xml": _part("ftr", _page_number("left") + lift),
        "word/footerFirst.xml": _part("ftr", double),
        "word/footerBlank.xml": _part("ftr", paragraph("Footer", "")),
    }


def _part(tag: str, content: str) -> str:
    return f"{XML}<w:{tag} {W} {R}>{content}</w:{tag}>"


def _page_number(side: str) -> str:
    """— n —, the number as a field of three runs."""
    steps = [f'<w:fldChar w:fldCharType="{step}"/>' for step in ("begin", "separate", "end")]
    instruction = '<w:instrText xml:space="preserve"> PAGE </w:instrText>'
    contents = (steps[0], instruction, steps[1], "<w:t>1</w:t>", steps[2])
    field = "".join(f"<w:r>{content}</w:r>" for content in contents)
    properties = f'<w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="{side}"/></w:pPr>'
    return f"<w:p>{properties}{run('— ')}{field}{run(' —')}</w:p>"


def core(title: str, creator: str, when: dt.datetime) -> str:
    """docProps/core.xml."""
    stamp = when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"{XML}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(creator)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )
