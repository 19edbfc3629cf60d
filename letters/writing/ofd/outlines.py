"""The outlines of one source font as TrueType glyphs, each made once a process.

Many viewers draw no CFF, so cubic curves become quadratic ones; TrueType outlines pass unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import ceil, sqrt
from struct import pack
from typing import Any, Final

import uharfbuzz as hb

Point = tuple[float, float, bool]  # the last: on the curve
Contour = list[Point]

_TOLERANCE: Final = 0.5  # font units by which a curve may be off
_KEPT: Final = 20_000  # glyphs, some 300 bytes each


@dataclass(frozen=True, slots=True)
class Glyph:
    """An entry of the glyf table and what the other tables say of it."""

    data: bytes
    advance: int
    box: tuple[int, int, int, int]
    points: int
    contours: int


class Source:
    """A font file of this machine."""

    def __init__(self, path: str, index: int) -> None:
        self._face = hb.Face(hb.Blob.from_file_path(path), index)
        self._font = hb.Font(self._face)
        self.upem: int = self._face.upem
        extents = self._font.get_font_extents("ltr")
        self.ascender, self.descender = extents.ascender, extents.descender
        self.glyph = lru_cache(maxsize=_KEPT)(self._glyph)

    @cached_property
    def postscript_name(self) -> str:
        return self._named(hb.OTNameIdPredefined.POSTSCRIPT_NAME)

    @cached_property
    def family(self) -> str:
        return self._named(hb.OTNameIdPredefined.FONT_FAMILY) or self.postscript_name

    def _named(self, number: int) -> str:
        """In the first language that the file has it in: fonts of Chinese offices may have no English names."""
        languages = [entry.language for entry in self._face.list_names() if entry.name_id == number]
        return (self._face.get_name(number, languages[0]) or "") if languages else ""

    @cached_property
    def weight(self) -> int:
        return int.from_bytes(self._face.reference_table("OS/2").data[4:6], "big") or 400

    @cached_property
    def embedding(self) -> bytes:
        """fsType: how the maker lets it be embedded."""
        return bytes(self._face.reference_table("OS/2").data[8:10]) or b"\0\0"

    @cached_property
    def _turns_left(self) -> bool:
        """CFF draws outer contours against the clock, TrueType with it."""
        return len(self._face.reference_table("glyf").data) == 0

    def _glyph(self, char: str) -> Glyph:
        """What stands for a character in print; the mark for a missing one where the font has nothing."""
        number = self._font.get_nominal_glyph(ord(char)) or self._shaped(char)
        contours = _contours(self._font, number)
        if self._turns_left:
            contours = [[contour[0], *contour[:0:-1]] for contour in contours]
        return _encoded(contours, self._font.get_glyph_h_advance(number))

    def _shaped(self, char: str) -> int:
        """Spaces and hyphens that the font does not name are drawn as their plain kin."""
        buffer = hb.Buffer()
        buffer.add_str(char)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        infos = buffer.glyph_infos
        return infos[0].codepoint if len(infos) == 1 else 0


def _move(x: float, y: float, contours: list[Contour]) -> None:
    contours.append([(x, y, True)])


def _line(x: float, y: float, contours: list[Contour]) -> None:
    contours[-1].append((x, y, True))


def _quadratic(cx: float, cy: float, x: float, y: float, contours: list[Contour]) -> None:
    contours[-1] += [(cx, cy, False), (x, y, True)]


def _cubic(*places_and_contours: Any) -> None:
    ax, ay, bx, by, x, y, contours = places_and_contours
    at_x, at_y, _ = contours[-1][-1]
    contours[-1] += _quadratics(complex(at_x, at_y), complex(ax, ay), complex(bx, by), complex(x, y))


def _close(_contours: list[Contour]) -> None:
    """A contour of the glyf table always closes."""


def _pen() -> hb.DrawFuncs:
    pen = hb.DrawFuncs()
    pen.set_move_to_func(_move)
    pen.set_line_to_func(_line)
    pen.set_quadratic_to_func(_quadratic)
    pen.set_cubic_to_func(_cubic)
    pen.set_close_path_func(_close)
    return pen


_PEN: Final = _pen()


def _contours(font: hb.Font, number: int) -> list[Contour]:
    contours: list[Contour] = []
    font.draw_glyph(number, _PEN, contours)
    return [contour for contour in contours if len(contour) > 2]


def _quadratics(p: complex, a: complex, b: complex, q: complex) -> Contour:
    """A cubic from p to q with its handles, in as many equal parts as keep each within the tolerance."""
    # The cubic is p + first t + second t² + third t³.
    first, second, third = 3 * (a - p), 3 * (b - 2 * a + p), q - 3 * b + 3 * a - p
    # The best quadratic is off by √3/36 of the third difference, and that falls with the cube of the parts.
    parts = max(1, ceil((sqrt(3) / 36 * abs(third) / _TOLERANCE) ** (1 / 3)))
    out: Contour = []
    for t, u in pairwise(part / parts for part in range(parts + 1)):
        start, end = (p + s * (first + s * (second + s * third)) for s in (t, u))
        slope, slope_at_end = (first + s * (2 * second + 3 * s * third) for s in (t, u))
        # The mean of the two handles that this part of the cubic has.
        handle = (start + end) / 2 + (u - t) / 4 * (slope - slope_at_end)
        out += [(handle.real, handle.imag, False), (end.real, end.imag, True)]
    return out


def _encoded(contours: list[Contour], advance: int) -> Glyph:
    """glyf: the ends of the contours, then flags, then steps of x and of y, a byte where that is enough."""
    rounded = [_rounded(contour) for contour in contours]
    points = [point for contour in rounded for point in contour]
    if not points:
        return Glyph(b"", advance, (0, 0, 0, 0), 0, 0)
    ends, count = [], -1
    for contour in rounded:
        count += len(contour)
        ends.append(count)
    flags, xs, ys = _steps(points)
    across, up = [x for x, _, _ in points], [y for _, y, _ in points]
    box = min(across), min(up), max(across), max(up)
    head = pack(f">5h{len(ends)}HH", len(ends), *box, *ends, 0)
    data = head + flags + xs + ys
    return Glyph(data + bytes(-len(data) % 4), advance, box, len(points), len(ends))


def _rounded(contour: Contour) -> list[tuple[int, int, bool]]:
    points = [(round(x), round(y), on) for x, y, on in contour]
    if points[-1] == points[0]:
        points.pop()
    return points


def _steps(points: list[tuple[int, int, bool]]) -> tuple[bytes, bytes, bytes]:
    flags, xs, ys = bytearray(), bytearray(), bytearray()
    at_x = at_y = 0
    for x, y, on in points:
        flags.append(on | _step(x - at_x, xs, 0x02, 0x10) | _step(y - at_y, ys, 0x04, 0x20))
        at_x, at_y = x, y
    return bytes(flags), bytes(xs), bytes(ys)


def _step(by: int, out: bytearray, short: int, same_or_up: int) -> int:
    """Write one step; its bits in the flag."""
    if by == 0:
        return same_or_up
    if -256 < by < 256:
        out.append(abs(by))
        return short | (same_or_up if by > 0 else 0)
    out += pack(">h", by)
    return 0
