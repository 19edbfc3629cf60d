"""Owns how a Word document sets a paragraph: font of its Han characters, size, underline (ECMA-376, 17.7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from letters.files import docx

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_DEEPEST: Final = 20  # styles that a style may rest on
_UNSAID: Final = 10.0  # points, where nothing says a size
_NO_LINE: Final = frozenset({"none", "0", ""})


@dataclass(frozen=True, slots=True)
class Typeset:
    """One paragraph and how its first Han characters are set; font is empty where only a theme says it."""

    text: str
    font: str
    size: float
    underlined: bool


def typeset(data: bytes) -> Iterator[Typeset]:
    """Each paragraph that has Han characters, in the order of the text, with all tracked changes made."""
    styles = _Styles(docx.styles(data))
    for paragraph, said in docx.paragraphs(data):
        run = next((each for each in paragraph.iter(f"{_W}r") if _is_han(each)), None)
        if run is not None:
            chain = list(styles.of(paragraph, run))
            yield Typeset(said, _font(chain), _size(chain), _underlined(chain))


class _Styles:
    """What each style says of characters, with what it rests on."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else list(root.iter(f"{_W}style"))
        self._known = {style.get(f"{_W}styleId", ""): style for style in found}
        usual = (each for each in found if each.get(f"{_W}type") == "paragraph" and each.get(f"{_W}default") == "1")
        self._usual = next((style.get(f"{_W}styleId", "") for style in usual), "")
        self._floor = None if root is None else root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")

    def of(self, paragraph: etree._Element, run: etree._Element) -> Iterator[etree._Element]:
        """What is said of a run, the nearest word first."""
        said = [run.find(f"{_W}rPr"), *self._chain(_named(run, "rPr", "rStyle"))]
        said += [*self._chain(_named(paragraph, "pPr", "pStyle") or self._usual), self._floor]
        return (each for each in said if each is not None)

    def _chain(self, name: str) -> Iterator[etree._Element | None]:
        for _ in range(_DEEPEST):
            style = self._known.get(name)
            if style is None:
                return
            yield style.find(f"{_W}rPr")
            name = _value(style.find(f"{_W}basedOn"))


def _is_han(run: etree._Element) -> bool:
    return any(_HAN.search(piece.text or "") for piece in run.iter(f"{_W}t"))


def _named(element: etree._Element, properties: str, style: str) -> str:
    return _value(element.find(f"{_W}{properties}/{_W}{style}"))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


def _font(chain: list[etree._Element]) -> str:
    for each in chain:
        fonts = each.find(f"{_W}rFonts")
        if fonts is not None and (fonts.get(f"{_W}eastAsia") or fonts.get(f"{_W}eastAsiaTheme")):
            return fonts.get(f"{_W}eastAsia", "")
    return ""


def _size(chain: list[etree._Element]) -> float:
    halves = (_value(each.find(f"{_W}sz")) for each in chain)
    return next((int(each) / 2 for each in halves if each.isascii() and each.isdigit()), _UNSAID)


def _underlined(chain: list[etree._Element]) -> bool:
    lines = (each.find(f"{_W}u") for each in chain)
    return next((_value(each) not in _NO_LINE for each in lines if each is not None), False)
