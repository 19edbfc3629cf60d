"""Measures a PDF by the coordinates in the file itself, in millimetres from the top left corner."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class Char:
    char: str
    x: float
    baseline: float
    size: float  # pt


@dataclass(frozen=True)
class TextLine:
    baseline: float
    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        # pdfium hands out characters beyond U+FFFF as two halves.
        return "".join(char.char for char in self.chars).encode("utf-16", "surrogatepass").decode("utf-16")

    @property
    def left(self) -> float:
        return self.chars[0].x


@dataclass(frozen=True)
class Rule:
    left: float
    right: float
    top: float
    bottom: float
    red: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def pages(data: bytes) -> list[list[TextLine]]:
    document = pypdfium2.PdfDocument(data)
    return [_lines(page) for page in document]


def rules(data: bytes) -> list[list[Rule]]:
    document = pypdfium2.PdfDocument(data)
    return [_rules(page) for page in document]


def text(data: bytes) -> str:
    return "\n".join(line.text for page in pages(data) for line in page)


def ink_top(data: bytes, *, red: bool = True, scale: float = 8.0) -> float:
    """The first row of page 1 with red ink, read from the picture."""
    bitmap = pypdfium2.PdfDocument(data)[0].render(scale=scale)
    buffer, stride, channels = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
    for y in range(bitmap.height):
        row = buffer[y * stride : y * stride + bitmap.width * channels]
        if min(row[0::channels]) < 128:  # the blue channel of red ink is dark
            return y / scale / MM
    raise AssertionError("no ink")


def _lines(page: pypdfium2.PdfPage) -> list[TextLine]:
    height = page.get_height()
    textpage = page.get_textpage()
    by_line: dict[float, list[Char]] = {}
    for i in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if code in (0, 10, 13) or pdfium.FPDFText_IsGenerated(textpage, i) == 1:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(textpage, i, x, y)
        size = pdfium.FPDFText_GetFontSize(textpage, i)
        baseline = round((height - y.value) / MM, 2)
        by_line.setdefault(baseline, []).append(Char(chr(code), x.value / MM, baseline, size))
    # Sorted by height only: squeezed punctuation may overlap its neighbour.
    return [TextLine(y, tuple(chars)) for y, chars in sorted(by_line.items())]


def _rules(page: pypdfium2.PdfPage) -> list[Rule]:
    height = page.get_height()
    found = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = (value / MM for value in item.get_bounds())
        red = _is_red(item)
        found.append(Rule(left, right, height / MM - top, height / MM - bottom, red))
    return sorted((rule for rule in found if rule.right - rule.left > 100), key=lambda rule: rule.top)


def _is_red(item: pypdfium2.PdfObject) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *colour)
    return colour[0].value > 200 and colour[1].value < 100
