"""The numerals that Word sets before a paragraph by itself; they stand nowhere in its text (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE: Final = re.compile(r"%([1-9])")
_HAN: Final = "零一二三四五六七八九"
_CHINESE: Final = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
     "ideographDigital", "chineseLegalSimplified"}
)  # fmt: skip
_CIRCLED: Final = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_SILENT: Final = frozenset({"bullet", "none"})
_MOST: Final = 9_999


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of one document, asked in the order in which they stand."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = _lists(numbering)
        self._styles = _styles(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def numeral_of(self, paragraph: etree._Element) -> str:
        """一、 or 1. as Word prints it; empty for a paragraph without."""
        found = self._list_of(paragraph)
        levels = self._lists.get(found[0]) if found else None
        if not found or not levels or found[1] not in levels:
            return ""
        name, depth = found
        counts = self._counts[name]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        level = levels[depth]
        if level.form in _SILENT:
            return ""
        return _PLACE.sub(lambda place: _said(counts, levels, int(place[1]) - 1), level.text)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        own = _reference(properties)
        style = properties.find(f"{_W}pStyle")
        inherited = self._styles.get(style.get(f"{_W}val") or "") if style is not None else None
        if own is None:
            return inherited
        name, depth = own
        return None if name == "0" else (name or (inherited[0] if inherited else ""), depth)


def _said(counts: dict[int, int], levels: dict[int, _Level], depth: int) -> str:
    if depth not in levels:
        return ""
    count = min(counts.get(depth, levels[depth].start), _MOST)
    form = levels[depth].form
    if form in _CHINESE:
        return in_chinese(count)
    if form in _CIRCLED and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if form in {"upperLetter", "lowerLetter"} and 1 <= count <= 26:
        return chr(ord("A" if form == "upperLetter" else "a") + count - 1)
    return f"{count:02d}" if form == "decimalZero" else str(count)


def in_chinese(count: int) -> str:
    """十二 for 12, 一百零五 for 105."""
    if count < 100:
        tens, ones = divmod(count, 10)
        head = "" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十"
        return head + (_HAN[ones] if ones or not tens else "")
    if count < 1000:
        hundreds, rest = divmod(count, 100)
        between = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return f"{_HAN[hundreds]}百{between}{in_chinese(rest) if rest else ''}"
    return "".join(_HAN[int(digit)] for digit in str(count))


def _lists(root: etree._Element | None) -> dict[str, dict[int, _Level]]:
    if root is None:
        return {}
    abstract = {each.get(f"{_W}abstractNumId") or "": _levels(each) for each in root.iter(f"{_W}abstractNum")}
    found: dict[str, dict[int, _Level]] = {}
    for number in root.iter(f"{_W}num"):
        base = number.find(f"{_W}abstractNumId")
        levels = dict(abstract.get((base.get(f"{_W}val") or "") if base is not None else "", {}))
        for override in number.iter(f"{_W}lvlOverride"):
            levels |= _levels(override)
        found[number.get(f"{_W}numId") or ""] = levels
    return found


def _levels(above: etree._Element) -> dict[int, _Level]:
    return {
        _number(level.get(f"{_W}ilvl")): _Level(
            _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", _number(_value(level, "start"), 1)
        )
        for level in above.iter(f"{_W}lvl")
    }


def _styles(root: etree._Element | None) -> dict[str, tuple[str, int]]:
    """The list that each paragraph style belongs to, its own or that of the style it is based on."""
    if root is None:
        return {}
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in root.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId") or ""
        properties = style.find(f"{_W}pPr")
        if properties is not None and (reference := _reference(properties)):
            own[name] = reference
        based[name] = _value(style, "basedOn") or ""
    for name in based:
        above, seen = name, set[str]()
        while above and above not in own and above not in seen:
            seen.add(above)
            above = based.get(above, "")
        if above in own:
            own.setdefault(name, own[above])
    return own


def _reference(properties: etree._Element) -> tuple[str, int] | None:
    numbered = properties.find(f"{_W}numPr")
    if numbered is None:
        return None
    return _value(numbered, "numId") or "", _number(_value(numbered, "ilvl"))


def _value(above: etree._Element, name: str) -> str | None:
    found = above.find(f"{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise
