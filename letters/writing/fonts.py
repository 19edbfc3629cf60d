"""Owns the fonts: which families may stand for each role, which are here, and what had to be replaced."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import pylopdf_fonts_zh_cn
import typst
import uharfbuzz as hb

from letters.letter import Finding


class Role(StrEnum):
    """The typefaces that GB/T 9704-2012 names."""

    MARK = "mark"  # 小标宋: letterhead and title
    BODY = "body"  # 仿宋
    KAI = "kai"
    HEI = "hei"
    SONG = "song"


ROLE_NAMES = {Role.MARK: "小标宋", Role.BODY: "仿宋", Role.KAI: "楷体", Role.HEI: "黑体", Role.SONG: "宋体"}

# The office's own fonts by Chinese and English name: which one a file shows depends on its name table.
OFFICE = {
    Role.MARK: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    Role.BODY: (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "仿宋",
        "STFangsong",
        "华文仿宋",
        "FZFangSong-Z02S",
    ),
    Role.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体", "FZKai-Z03S"),
    Role.HEI: ("SimHei", "黑体", "STHeiti", "华文黑体", "FZHei-B01S"),
    Role.SONG: ("SimSun", "宋体", "STSong", "华文宋体", "FZShuSong-Z01S"),
}

# Fits 仿宋 better than a serif face, but its quotes are narrow: in a body never before a font with wide ones.
NARROW_QUOTES = "LXGW WenKai"

# Faces of the same style; seen by the reader as the right kind of letter.
STYLE = {
    Role.MARK: (),
    Role.BODY: ("FandolFang R", "FandolFang"),
    Role.KAI: ("FandolKai", NARROW_QUOTES),
    Role.HEI: ("FandolHei",),
    Role.SONG: ("FandolSong",),
}

# What fills the gaps, character by character.
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "HanaMinA", "HanaMinB")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "HanaMinA", "HanaMinB")
LAST = {
    Role.MARK: _SERIF,
    Role.BODY: (NARROW_QUOTES, *_SERIF),
    Role.KAI: _SERIF,
    Role.HEI: _SANS,
    Role.SONG: _SERIF,
}

# Nothing is seen of these, in whichever font.
_BLANK = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})

BOLD = 600
# A face without a bold one is drawn with an outline of this many ems: 小标宋 is heavy, 黑体 a little.
STROKES = {Role.MARK: 0.03, Role.HEI: 0.016}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a role is set in: the families that are here, best first, weight, and outline in ems."""

    families: tuple[str, ...]
    weight: int
    stroke: float
    office: bool  # the first family is the office's own


@cache
def collection() -> typst.Fonts:
    """Every font within reach, found once per process: FONT_DIR, the system, and the two that come by pip."""
    paths = [str(pylopdf_fonts_zh_cn.serif_path().parent)]
    if os.environ.get("FONT_DIR"):
        paths.insert(0, os.environ["FONT_DIR"])
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths)


@cache
def choices() -> dict[Role, Choice]:
    """The fonts that each role really gets on this machine."""
    weights: dict[str, set[int]] = {}
    for font in collection().fonts():
        weights.setdefault(font.family, set()).add(font.weight)
    return {role: _choose(role, weights) for role in Role}


@cache
def _known() -> frozenset[int]:
    """The code points that some font of the chains has."""
    families = {family for choice in choices().values() for family in choice.families}
    here = [font for font in collection().fonts() if font.path and font.family in families]
    return frozenset().union(*(hb.Face(hb.Blob.from_file_path(font.path), font.index).unicodes for font in here))


def lacking(text: str) -> set[str]:
    """The characters of a text that no font of the chains can show."""
    return {char for char in set(text) if unicodedata.category(char) not in _BLANK and not _can_show(char)}


def _can_show(char: str) -> bool:
    # A sign that is put together of others may be drawn by its parts.
    return ord(char) in _known() or {ord(part) for part in unicodedata.normalize("NFD", char)} <= _known()


def findings() -> tuple[Finding, ...]:
    """One finding that names the faces of the standard which this machine lacks."""
    replaced = [
        f"{ROLE_NAMES[role]}（以{choice.families[0]}代替）" for role, choice in choices().items() if not choice.office
    ]
    if not replaced:
        return ()
    return (Finding("font_replaced", f"本机缺少公文字体：{'、'.join(replaced)}。"),)


def _choose(role: Role, weights: dict[str, set[int]]) -> Choice:
    families = tuple(dict.fromkeys(f for f in (*OFFICE[role], *STYLE[role], *LAST[role]) if f in weights))
    if role is Role.BODY and families[0] == NARROW_QUOTES:
        families = (*families[1:], NARROW_QUOTES)
    first = families[0]
    if first in OFFICE[role] or first in STYLE[role]:
        return Choice(families, 400, 0.0, office=first in OFFICE[role])
    bold = [weight for weight in weights[first] if weight >= BOLD]
    if role in STROKES and bold:
        return Choice(families, min(bold), 0.0, office=False)
    return Choice(families, 400, STROKES.get(role, 0.0), office=False)
