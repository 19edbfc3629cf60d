"""Owns the fonts that a Word document names for characters which the faces of the standard lack.

仿宋_GB2312, 楷体_GB2312 and 小标宋 hold GB 2312 alone. For the rest Word looks for a substitute or draws a box, by the
machine; a font that is named, and part of every Chinese Windows, is sure. By the range of the character:

- Han of GB 2312, and all that is not Han: the face of the style;
- other Han of GBK (U+4E00 to 9FA5, as 喆 堃 珺): the face of the same kind that holds GBK;
- the rest of the first plane (Extension A, as 㛃 䶮): 宋体;
- beyond it (as 𬭼 𫖯): SimSun-ExtB.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

FANGSONG, KAI, HEI, SONG = "仿宋", "楷体", "黑体", "宋体"
BEYOND: Final = "SimSun-ExtB"


def pieces(text: str, same_kind: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the font to name for it, which is empty for the face of the style."""
    if _in_gb2312(text):
        yield "", text
        return
    for font, chars in groupby(text, lambda char: _font(char, same_kind)):
        yield font, "".join(chars)


def _font(char: str, same_kind: str) -> str:
    if not _is_han(char) or _in_gb2312(char):
        return ""
    if "\u4e00" <= char <= "\u9fa5":
        return same_kind
    return SONG if char <= "\uffff" else BEYOND


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def _in_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
