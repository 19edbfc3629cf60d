"""Owns forms as DOCX: real tables that a clerk fills in on the screen."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator, Sequence

from letters.forms import Align, Cell, Form, Grid, Prose, Row
from letters.profiles import Layout
from letters.writing import codes, docx, ooxml
from letters.writing import geometry as g
from letters.writing.geometry import twips
from letters.writing.ooxml import run
from letters.writing.sheet import printable
from letters.writing.written import Written

LINE = 20.0
# In millimetres, as the PDF has them; for Word a little less below, whose rows are a little higher.
MARGINS = {"top": 25, "right": 20, "bottom": 15, "left": 25}
WIDTH = g.PAGE_WIDTH - (MARGINS["left"] + MARGINS["right"]) * g.MM
BOXES = {True: "☑", False: "□"}
LEAST_HEIGHT = 11.0
TABLE_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
    for side, eighths in (
        *((side, round(g.OUTER_RULE * 8)) for side in ("top", "left", "bottom", "right")),
        *((side, round(g.INNER_RULE * 8)) for side in ("insideH", "insideV")),
    )
)


def write(form: Form, *, when: dt.datetime) -> Written:
    """The form as a Word document on one page where the PDF has one; the same form and moment give the same bytes."""
    parts = docx.static_parts() | ooxml.margins_parts(Layout.FILE, (), "")
    parts["word/document.xml"] = ooxml.document("".join(_content(form)))
    parts["docProps/core.xml"] = ooxml.core(printable(form.title), printable(form.issuer), when)
    pictures = {_name(code): codes.png(code) for code in _codes(form)}
    for package, more in ooxml.pictures_parts(pictures).items():
        parts[package] = parts[package].replace(*more, 1)
    return Written(docx.zipped(parts | {f"word/{name}": data for name, data in pictures.items()}))


def _codes(form: Form) -> list[str]:
    grids = [part for part in form.parts if isinstance(part, Grid)]
    return list(dict.fromkeys(cell.code for grid in grids for row in grid.rows for cell in row.cells if cell.code))


def _name(code: str) -> str:
    """Where the picture of a code stands: one file for one address."""
    return f"code{zlib.crc32(code.encode()):08x}.png"


def _content(form: Form) -> Iterator[str]:
    if form.issuer:
        yield _words(form.issuer, align="center", size=g.BODY_SIZE)
    yield ooxml.paragraph("Title", run(printable(form.title)))
    yield _words("　".join(filter(None, (form.left, form.right))), size=12)
    for part in form.parts:
        yield from _table(part) if isinstance(part, Grid) else _prose(part)
    # A table must not be the last thing of a document.
    yield from (_words(note, size=12) for note in form.notes or ("",))
    sides = " ".join(f'w:{side}="{twips(room * g.MM)}"' for side, room in MARGINS.items())
    page = f'<w:pgSz w:w="{twips(g.PAGE_WIDTH)}" w:h="{twips(g.PAGE_HEIGHT)}"/>'
    yield f'<w:sectPr>{page}<w:pgMar {sides} w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'


def _prose(part: Prose) -> Iterator[str]:
    yield ooxml.paragraph("Heading1", run(printable(part.heading)))
    yield from (ooxml.paragraph("BodyText", run(printable(line))) for line in part.paragraphs)


def _table(part: Grid) -> Iterator[str]:
    widths = [twips(WIDTH * share / sum(part.widths)) for share in part.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margins = "".join(f'<w:{side} w:w="100" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{TABLE_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )
    hanging: dict[int, tuple[Cell, int]] = {}
    for place, row in enumerate(part.rows):
        yield _row(row, widths, hanging, repeated=place < part.head)
    yield "</w:tbl>"


def _row(row: Row, widths: Sequence[int], hanging: dict[int, tuple[Cell, int]], *, repeated: bool) -> str:
    """hanging: by column, the cells of rows above that reach down, and how many rows they still reach."""
    least = twips(max(row.height, LEAST_HEIGHT) * g.MM)
    head = "<w:tblHeader/>" if repeated else ""
    cells, mine, column = list[str](), iter(row.cells), 0
    while column < len(widths):
        above, left = hanging.pop(column, (None, 0))
        cell = above or next(mine, Cell())
        more = left - 1 if above else cell.deep - 1
        if more > 0:
            hanging[column] = (cell, more)
        merge = "" if cell.deep == 1 else '<w:vMerge w:val="continue"/>' if above else '<w:vMerge w:val="restart"/>'
        cells.append(_cell(cell, sum(widths[column : column + cell.span]), merge, empty=above is not None))
        column += cell.span
    return f'<w:tr><w:trPr>{head}<w:trHeight w:val="{least}" w:hRule="atLeast"/></w:trPr>{"".join(cells)}</w:tr>'


def _cell(cell: Cell, width: int, merge: str, *, empty: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    # A signature stands at the foot of an empty cell, and behind the words of one that is filled in.
    vertical = "center" if not cell.foot else "top" if cell.text else "bottom"
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="{vertical}"/>'
    align = "center" if cell.align is Align.CENTRE else "left"
    lines = [""] if empty else cell.text.splitlines()
    if cell.ticks and not empty:
        lines.append("　".join(f"{BOXES[tick.ticked]}{tick.words}" for tick in cell.ticks))
    words = "".join(_words(line, align=align) for line in lines or [""])
    foot = _words(cell.foot, align="right") if cell.foot and not empty else ""
    code = ooxml.picture(_name(cell.code), g.CODE_SIDE) if cell.code and not empty else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{code}{words}{foot}</w:tc>"


def _words(text: str, *, align: str = "left", size: float = g.SMALL_SIZE) -> str:
    spacing = f'<w:spacing w:line="{twips(LINE)}" w:lineRule="exact"/>'
    return f'<w:p><w:pPr>{spacing}<w:jc w:val="{align}"/></w:pPr>{run(printable(text), size=size)}</w:p>'
