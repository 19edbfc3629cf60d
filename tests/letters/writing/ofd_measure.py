"""Measures an OFD by its own numbers, as a viewer would place them; knows nothing of the code that wrote them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from itertools import pairwise

import uharfbuzz as hb
from lxml import etree

OFD = "{http://www.ofdspec.org/2016}"
Colour = tuple[int, ...]


@dataclass(frozen=True)
class Char:
    char: str
    x: float
    baseline: float
    size: float  # mm
    squeeze: float
    colour: Colour
    outline: float


@dataclass(frozen=True)
class Rule:
    left: float
    right: float
    top: float
    bottom: float
    colour: Colour


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def page_roots(data: bytes) -> list[etree._Element]:
    entries = parts(data)
    document = etree.fromstring(entries["Doc_0/Document.xml"])
    return [etree.fromstring(entries[f"Doc_0/{page.get('BaseLoc')}"]) for page in document.iter(f"{OFD}Page")]


def pages(data: bytes) -> list[list[Char]]:
    return [[char for item in root.iter(f"{OFD}TextObject") for char in _chars(item)] for root in page_roots(data)]


def texts(data: bytes) -> list[str]:
    """What each text object says."""
    return ["".join(item.itertext()) for root in page_roots(data) for item in root.iter(f"{OFD}TextObject")]


def rules(data: bytes) -> list[list[Rule]]:
    return [[_rule(item) for item in root.iter(f"{OFD}PathObject")] for root in page_roots(data)]


def fonts(data: bytes) -> dict[str, bytes]:
    return {name: part for name, part in parts(data).items() if name.endswith(".ttf")}


def _numbers(text: str | None) -> list[float]:
    return [float(part) for part in (text or "").split()]


def _chars(item: etree._Element):
    left, top, *_ = _numbers(item.get("Boundary"))
    a, b, c, d, e, f = _numbers(item.get("CTM")) or [1, 0, 0, 1, 0, 0]
    colour = tuple(map(int, item.find(f"{OFD}FillColor").get("Value").split()))
    outline = float(item.get("LineWidth")) if item.get("Stroke") == "true" else 0.0
    for code in item.iter(f"{OFD}TextCode"):
        x, y = float(code.get("X")), float(code.get("Y"))
        for char, step in zip(code.text, [*_steps(code.get("DeltaX")), 0.0], strict=True):
            place = left + a * x + c * y + e, top + b * x + d * y + f
            yield Char(char, *place, float(item.get("Size")) * d, a / d, colour, outline)
            x += step


def _steps(deltas: str | None) -> list[float]:
    tokens, steps = (deltas or "").split(), []
    while tokens:
        if tokens[0] == "g":
            steps += [float(tokens[2])] * int(tokens[1])
            tokens = tokens[3:]
        else:
            steps.append(float(tokens.pop(0)))
    return steps


def _rule(item: etree._Element) -> Rule:
    left, top, *_ = _numbers(item.get("Boundary"))
    numbers = [float(token) for token in item.findtext(f"{OFD}AbbreviatedData").split() if token not in "MLC"]
    across, down = numbers[0::2], numbers[1::2]
    assert (item.get("Fill"), item.get("Stroke")) == ("true", "false")
    colour = tuple(map(int, item.find(f"{OFD}FillColor").get("Value").split()))
    return Rule(left + min(across), left + max(across), top + min(down), top + max(down), colour)


def ink(font, glyph) -> tuple[float, ...]:
    """Left, right, foot, top of a glyph, and its area, from its curves drawn as short lines."""
    lines: list[list[complex]] = []
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, _: lines.append([complex(x, y)]))
    pen.set_line_to_func(lambda x, y, _: lines[-1].append(complex(x, y)))
    pen.set_quadratic_to_func(lambda a, b, x, y, _: _curve(lines[-1], complex(a, b), complex(x, y)))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, _: _curve(lines[-1], complex(a, b), complex(c, d), complex(x, y)))
    font.draw_glyph(glyph, pen, None)
    points = [point for line in lines for point in line] or [0j]
    across, up = [point.real for point in points], [point.imag for point in points]
    area = sum((a.conjugate() * b).imag / 2 for line in lines for a, b in pairwise([*line, line[0]]))
    return min(across), max(across), min(up), max(up), abs(area)


def _curve(line: list[complex], *handles_and_end: complex) -> None:
    points = [line[-1], *handles_and_end]
    for step in range(1, 17):
        row = points
        while len(row) > 1:
            row = [a + (b - a) * step / 16 for a, b in pairwise(row)]
        line.append(row[0])
