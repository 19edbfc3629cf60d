"""What is wrong with one object of a page: its place, its font, its steps, its path."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from letters.writing.ofd.schema import NAMESPACE, PATH_STEPS

SPACE: Final = f"{{{NAMESPACE}}}"
_ROUNDING: Final = 0.002  # mm
Fonts = Mapping[str, frozenset[int] | None]


def object_faults(element: etree._Element, fonts: Fonts, page: list[float]) -> Iterator[str]:
    """Of a TextObject or PathObject on a page of this box; `fonts` tells by ID the code points that each can draw."""
    yield from _boundary_faults(element, page)
    yield from _text_faults(element, fonts) if name_of(element) == "TextObject" else _path_faults(element)


def _boundary_faults(element: etree._Element, page: list[float]) -> Iterator[str]:
    box = numbers_of(element.get("Boundary"))
    if len(box) != 4 or len(page) != 4:
        yield f"the Boundary {element.get('Boundary')} is not four numbers"
        return
    left, top, width, height = box
    inside = left >= page[0] - _ROUNDING and top >= page[1] - _ROUNDING and width >= 0 and height >= 0
    if not inside or left + width > page[0] + page[2] + _ROUNDING or top + height > page[1] + page[3] + _ROUNDING:
        yield f"the Boundary {element.get('Boundary')} is outside the page"


def _text_faults(element: etree._Element, fonts: Fonts) -> Iterator[str]:
    font = element.get("Font", "")
    if font not in fonts:
        yield f"the font {font} is nowhere"
    drawn = fonts.get(font)
    if not numbers_of(element.get("Size")) or numbers_of(element.get("Size"))[0] <= 0:
        yield f"the Size {element.get('Size')} is none"
    if element.get("CTM") is not None and len(numbers_of(element.get("CTM"))) != 6:
        yield f"the CTM {element.get('CTM')} is not six numbers"
    for code in element.iter(f"{SPACE}TextCode"):
        said = code.text or ""
        missing = sorted({char for char in said if drawn is not None and ord(char) not in drawn})
        if missing:
            yield f"the font {font} has no glyph for {', '.join(f'U+{ord(char):04X}' for char in missing)}"
        for name in ("DeltaX", "DeltaY"):
            yield from _delta_faults(code.get(name), name, len(said))


def _delta_faults(deltas: str | None, name: str, characters: int) -> Iterator[str]:
    if deltas is None:
        # Without steps the characters would all stand in one place.
        if name == "DeltaX" and characters > 1:
            yield f"{characters} characters have no DeltaX"
        return
    count = _count(deltas.split())
    if count is None:
        yield f"{name} {deltas} is not a row of steps"
    elif count != characters - 1:
        yield f"{name} has {count} steps for {characters} characters"


def _count(tokens: list[str]) -> int | None:
    """How many steps a row tells, `g n v` being n; None where it cannot be read."""
    count = 0
    while tokens:
        repeated = tokens[0] == "g"
        told = tokens[1:3] if repeated else tokens[:1]
        if len(numbers_of(" ".join(told))) != (2 if repeated else 1) or (repeated and not told[0].isdecimal()):
            return None
        count += int(told[0]) if repeated else 1
        tokens = tokens[3 if repeated else 1 :]
    return count


def _path_faults(element: etree._Element) -> Iterator[str]:
    data = text_of(element, "AbbreviatedData")
    tokens = data.split()
    while tokens:
        numbers = PATH_STEPS.get(tokens[0])
        if numbers is None or len(numbers_of(" ".join(tokens[1 : numbers + 1]))) != numbers:
            yield f"AbbreviatedData stops making sense at {' '.join(tokens[:4])}"
            return
        tokens = tokens[numbers + 1 :]
    if not data:
        yield "AbbreviatedData is empty"


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname


def text_of(element: etree._Element, name: str) -> str:
    return (element.findtext(f".//{SPACE}{name}") or "").strip()


def beside(name: str, location: str | None) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), (location or "").strip()))


def numbers_of(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []
