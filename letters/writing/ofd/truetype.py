"""A TrueType file that holds just the characters of one letter; a viewer finds them by their code points."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate
from struct import pack
from typing import Final

from letters.writing.ofd.outlines import Glyph, Source

_EPOCH: Final = 0  # of created and modified: equal letters are equal files
_MAGIC: Final = 0x5F0F3CF5
_WHOLE: Final = 0xB1B0AFBA  # the checksum of a whole file must be this
_MISSING: Final = "\U0010ffff"  # no font has it: drawn as the mark for a missing character


def font_file(source: Source, chars: str) -> bytes:
    """The characters of a source font as a font of their own."""
    known = sorted(set(chars))
    glyphs = [source.glyph(char) for char in (_MISSING, *known)]
    offsets = list(accumulate((len(glyph.data) for glyph in glyphs), initial=0))
    box = _around([glyph.box for glyph in glyphs if glyph.contours])
    return _file(
        {
            b"OS/2": _os2(source, known),
            b"cmap": _cmap([ord(char) for char in known]),
            b"glyf": b"".join([glyph.data for glyph in glyphs]) or b"\0",
            b"head": _head(source, box),
            b"hhea": _hhea(source, glyphs, box),
            b"hmtx": b"".join([pack(">Hh", glyph.advance, glyph.box[0]) for glyph in glyphs]),
            b"loca": pack(f">{len(offsets)}I", *offsets),
            b"maxp": _maxp(glyphs),
            b"name": _name(source),
            b"post": pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0),
        }
    )


def _around(boxes: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    if not boxes:
        return 0, 0, 0, 0
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _head(source: Source, box: tuple[int, int, int, int]) -> bytes:
    """The checksum of the whole stands at byte 8 and is filled in last."""
    return pack(
        ">IIIIHHqq4hHHhhh", 0x00010000, 0x00010000, 0, _MAGIC, 0x000B, source.upem, _EPOCH, _EPOCH, *box, 0, 8, 2, 1, 0
    )


def _hhea(source: Source, glyphs: Sequence[Glyph], box: tuple[int, int, int, int]) -> bytes:
    widest = max(glyph.advance for glyph in glyphs)
    right = min(glyph.advance - glyph.box[2] for glyph in glyphs)
    lines = source.ascender, source.descender, 0
    return pack(">I3hH3h8hH", 0x00010000, *lines, widest, box[0], right, box[2], 1, *[0] * 7, len(glyphs))


def _maxp(glyphs: Sequence[Glyph]) -> bytes:
    points, contours = max(glyph.points for glyph in glyphs), max(glyph.contours for glyph in glyphs)
    return pack(">IHHH11H", 0x00010000, len(glyphs), points, contours, 0, 0, 2, *[0] * 8)


def _os2(source: Source, known: Sequence[str]) -> bytes:
    """Version 4; the marks of Unicode ranges and code pages say Han and simplified Chinese."""
    upem, up, down = source.upem, source.ascender, source.descender
    small = [round(upem * share) for share in (0.65, 0.6, 0, 0.075, 0.65, 0.6, 0, 0.35, 0.05, 0.26)]
    ends = [min(ord(char), 0xFFFF) for char in (known or [" "])]
    return (
        pack(">Hhhh2s", 4, upem, source.weight, 5, source.embedding)
        + pack(">10hh", *small, 0)
        + bytes(10)
        + pack(">4I4sHHH", 1, 0x28000000, 0, 0, b"NONE", 0x40, ends[0], ends[-1])
        + pack(">3hHH2I2hHHH", up, down, 0, up, -down, 0x00040001, 0, upem // 2, round(upem * 0.7), 0, 32, 1)
    )


def _name(source: Source) -> bytes:
    texts = {1: source.family, 2: "Regular", 4: source.family, 6: source.postscript_name}
    stored, records = b"", b""
    for number, text in texts.items():
        words = text.encode("utf-16-be")
        records += pack(">6H", 3, 1, 0x409, number, len(words), len(stored))
        stored += words
    return pack(">3H", 0, len(texts), 6 + len(records)) + records + stored


def _cmap(codes: list[int]) -> bytes:
    """Code points to glyphs, which stand in the same order; a second table where some lie beyond U+FFFF."""
    short = _segments([code for code in codes if code < 0xFFFF])
    tables = [(0, 3, short), (3, 1, short)]
    if codes and codes[-1] > 0xFFFF:
        long = _groups(codes)
        tables = [(0, 3, short), (0, 4, long), (3, 1, short), (3, 10, long)]
    places: dict[bytes, int] = {}
    end = 4 + 8 * len(tables)
    for _, _, table in tables:
        if table not in places:
            places[table], end = end, end + len(table)
    records = b"".join(pack(">HHI", platform, encoding, places[table]) for platform, encoding, table in tables)
    return pack(">HH", 0, len(tables)) + records + b"".join(places)


def _stretches(codes: list[int]) -> list[tuple[int, int, int]]:
    """First and last of code points that follow one another, and the glyph of the first."""
    found: list[tuple[int, int, int]] = []
    for glyph, code in enumerate(codes, start=1):
        if found and code == found[-1][1] + 1:
            found[-1] = (found[-1][0], code, found[-1][2])
        else:
            found.append((code, code, glyph))
    return found


def _segments(codes: list[int]) -> bytes:
    """Format 4."""
    parts = [(first, last, (glyph - first) % 0x10000) for first, last, glyph in _stretches(codes)]
    parts.append((0xFFFF, 0xFFFF, 1))  # the table must end so
    firsts, lasts, deltas = zip(*parts, strict=True)
    n = len(parts)
    half = 1 << (n.bit_length() - 1)
    search = 2 * half, half.bit_length() - 1, 2 * (n - half)
    head = pack(">7H", 4, 16 + 8 * n, 0, 2 * n, *search)
    return head + pack(f">{n}HH{n}H{n}H{n}H", *lasts, 0, *firsts, *deltas, *[0] * n)


def _groups(codes: list[int]) -> bytes:
    """Format 12."""
    groups = _stretches(codes)
    return pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups)) + b"".join(pack(">III", *g) for g in groups)


def _file(tables: dict[bytes, bytes]) -> bytes:
    n = len(tables)
    half = 1 << (n.bit_length() - 1)
    directory = pack(">I4H", 0x00010000, n, 16 * half, half.bit_length() - 1, 16 * (n - half))
    place, body = 12 + 16 * n, b""
    for tag, table in tables.items():
        directory += pack(">4sIII", tag, _checksum(table), place + len(body), len(table))
        if tag == b"head":
            head = place + len(body)
        body += table + bytes(-len(table) % 4)
    whole = directory + body
    return whole[: head + 8] + pack(">I", (_WHOLE - _checksum(whole)) % 2**32) + whole[head + 12 :]


def _checksum(data: bytes) -> int:
    words = array("I", data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) % 2**32
