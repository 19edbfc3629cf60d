"""Owns what a clipboard brings along: text from Word or a web page as plain paragraphs."""

from __future__ import annotations

import re

# Joiners, byte order marks, soft hyphens and the object mark of a picture; marks of direction, which turn what follows
# round; control characters, which no format holds: nobody typed them.
_UNSEEN = dict.fromkeys(
    (
        *map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufffc\u061c\u200e\u200f\ufffe\uffff"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0x09),
        *range(0x0E, 0x20),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
    )
)
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff，。、；：？！（）《》“”‘’〔〕【】]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_CELL_END = re.compile(r"(?<=.[\w%]) *\t[ \t]*(?=\S)")
_NUMBERS = re.compile(r"[\d.]+")
# Not of 2. 15分钟生活圈, which would become 2.15.
_AFTER_NUMERAL = re.compile(
    r"^((?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、](?! \d{1,3}(?!\d))|（\d+）)) +"
)


def cleaned(text: str) -> str:
    """The same paragraphs without indents, tabs, unseen characters and blanks between Han characters.

    A name that is stretched in print (张　三) is typed without its blank: the page stretches it. The cells of a table's
    row are told apart by commas.
    """
    lines = _BREAKS.sub("\n", text.translate(_UNSEEN)).split("\n")
    return "\n".join(_line(line) for line in lines).strip("\n")


def _line(line: str) -> str:
    line = _BLANKS.sub(" ", _CELL_END.sub(_comma, line.strip())).strip()
    return _BETWEEN_HAN.sub("", _AFTER_NUMERAL.sub(r"\1", line))


def _comma(tab: re.Match[str]) -> str:
    """Behind a number that begins the line a tab only sets it off."""
    return " " if _NUMBERS.fullmatch(tab.string, 0, tab.start()) else "，"
