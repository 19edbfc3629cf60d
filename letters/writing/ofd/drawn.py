"""What a printed page shows, read off the PDF: runs of characters and drawn paths, in millimetres from the top left."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pypdfium2 import raw

from letters.pdfium import codes, opened

MM: Final = 25.4 / 72  # a point
Colour = tuple[int, int, int]

# A wider step, in ems, begins a run of its own: 文号 and 签发人 stay two texts on one line.
_WIDEST_STEP: Final = 2.2
_SAME_PLACE: Final = 0.001
_NAMELESS: Final = "\ufffd"  # a mark for a missing character, of which the PDF does not say which it was
_BLANKS: Final = frozenset({0x0A, 0x0D, 0x20})  # may be pdfium's own: a gap or the end of a line


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are drawn; `outline` is the width of the stroke around them, 0 for none."""

    font: str  # its PostScript name
    size: float
    squeeze: float  # of the width: 0.7 is condensed
    colour: Colour
    outline: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style on one baseline, each with its origin."""

    style: Style
    baseline: float
    chars: list[str] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Path:
    """A drawn path: steps M, L, B and C with their coordinates; no colour where it is not filled or not stroked."""

    steps: tuple[tuple[str, tuple[float, ...]], ...]
    fill: Colour | None
    stroke: Colour | None
    width: float


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    runs: tuple[Run, ...]
    paths: tuple[Path, ...]


def pages(pdf: bytes) -> list[Page]:
    """The pages of a PDF of our own, whose pages neither turn nor hold forms or pictures."""
    with opened(pdf) as document:
        return [_page(page) for page in document]


def _page(page: Any) -> Page:
    width, height = page.get_size()
    paths = tuple(_path(item, height) for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))
    text = page.get_textpage()  # closed as soon as nobody holds it
    return Page(width * MM, height * MM, tuple(_runs(_characters(text.raw, height))), paths)


class _Character(NamedTuple):
    char: str
    x: float
    y: float
    style: Style
    apart: bool  # set on its own, with a gap before it


def _characters(page: Any, height: float) -> Iterator[_Character]:
    """In the order in which they were set; equal styles are the same object."""
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    styles: dict[bytes, Style] = {}
    known: dict[Style, Style] = {}
    gap, before = False, b""
    for index, code in codes(page):
        if code in _BLANKS and raw.FPDFText_IsGenerated(page, index) == 1:
            gap = True
            continue
        item = raw.FPDFText_GetTextObject(page, index)
        key = bytes(item)  # its address
        style = styles.get(key)
        if style is None:
            made = _style(item)
            style = styles[key] = known.setdefault(made, made)
        raw.FPDFText_GetCharOrigin(page, index, at_x, at_y)
        # Justified text has gaps too, but inside one object.
        yield _Character(
            chr(code) if code >= 0x20 else _NAMELESS,
            x.value * MM,
            (height - y.value) * MM,
            style,
            apart=gap and key != before,
        )
        gap, before = False, key


def _style(item: Any) -> Style:
    matrix, size, stroke = raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    raw.FPDFTextObj_GetFontSize(item, size)
    raw.FPDFPageObj_GetStrokeWidth(item, stroke)
    outlined = raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
    name = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item), name, 256)
    return Style(
        font=name.value.decode(errors="replace").split("+", 1)[-1],
        size=round(size.value * matrix.d * MM, 4),
        squeeze=round(matrix.a / matrix.d, 4),
        colour=_colour(raw.FPDFPageObj_GetFillColor, item),
        outline=round(stroke.value * MM, 4) if outlined else 0.0,
    )


def _colour(ask: Any, item: Any) -> Colour:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask(item, *parts)
    return parts[0].value, parts[1].value, parts[2].value


def _runs(characters: Iterable[_Character]) -> Iterator[Run]:
    run: Run | None = None
    for each in characters:
        if run and _continues(run, each):
            # A base and its accent are one sign in the PDF, with one place.
            if each.x - run.xs[-1] < _SAME_PLACE and (whole := _composed(run.chars[-1] + each.char)):
                run.chars[-1] = whole
                continue
        else:
            if run:
                yield run
            run = Run(each.style, each.y)
        run.chars.append(each.char)
        run.xs.append(each.x)
    if run:
        yield run


def _composed(text: str) -> str | None:
    whole = unicodedata.normalize("NFC", text)
    return whole if len(whole) == 1 else None


def _continues(run: Run, each: _Character) -> bool:
    """Characters beyond U+FFFF stand alone: viewers that count in UTF-16 would lose step."""
    if each.apart or each.style is not run.style or abs(each.y - run.baseline) > _SAME_PLACE:
        return False
    if each.char > "\uffff" or run.chars[-1] > "\uffff":
        return False
    return -_SAME_PLACE < each.x - run.xs[-1] < _WIDEST_STEP * run.style.size * run.style.squeeze


def _path(item: Any, height: float) -> Path:
    matrix = item.get_matrix()
    steps: list[tuple[str, tuple[float, ...]]] = []
    curve: list[float] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        across, up = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        curve += [across * MM, (height - up) * MM]
        # A curve comes as three points.
        if kind != raw.FPDF_SEGMENT_BEZIERTO or len(curve) == 6:
            steps.append(({raw.FPDF_SEGMENT_MOVETO: "M", raw.FPDF_SEGMENT_LINETO: "L"}.get(kind, "B"), tuple(curve)))
            curve = []
        if raw.FPDFPathSegment_GetClose(segment):
            steps.append(("C", ()))
    return Path(tuple(steps), *_paint(item, matrix.d))


def _paint(item: Any, scale: float) -> tuple[Colour | None, Colour | None, float]:
    fill, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    return (
        _colour(raw.FPDFPageObj_GetFillColor, item) if fill.value else None,
        _colour(raw.FPDFPageObj_GetStrokeColor, item) if stroke.value else None,
        width.value * abs(scale) * MM,
    )
