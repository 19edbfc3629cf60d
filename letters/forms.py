"""A form as plain data: a title, tables of labelled cells, room to write by hand, and text that follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    """Where the words of a cell stand between its left and its right rule."""

    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick, or ticked already, with the words behind it."""

    words: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a label, or what is written; lines of `text` are paragraphs.

    span, deep: how many columns and rows it takes. ticks: boxes after the text. foot: a line at its lower right, for
    a signature. code: what a QR code beside the text says.
    """

    text: str = ""
    span: int = 1
    deep: int = 1
    label: bool = False
    align: Align = Align.LEFT
    ticks: tuple[Tick, ...] = ()
    foot: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from left to right, at least `height` millimetres high."""

    cells: tuple[Cell, ...]
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. widths: shares of the type area. head: how many rows stand again on every further page.

    size: of the type, in points; lists of many columns are set smaller.
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    head: int = 0
    size: float = 14.0


@dataclass(frozen=True, slots=True)
class Prose:
    """Text under a heading of its own, on a new page where it is a document by itself."""

    heading: str
    paragraphs: tuple[str, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One paper. left, right: the line above the first table. notes: small lines below the last.

    issuer: whose paper it is, a line above the title.
    """

    title: str
    parts: tuple[Grid | Prose, ...]
    issuer: str = ""
    left: str = ""
    right: str = ""
    notes: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Sticker:
    """What stands on one label: to whom in large letters, and the lines above and below."""

    name: str
    above: str = ""
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """Stickers in rows of two, seven rows a sheet, in the order in which they are peeled off."""

    title: str
    stickers: tuple[Sticker, ...]


Paper = Form | Labels


def label(text: str, *, span: int = 1, deep: int = 1) -> Cell:
    return Cell(text, span=span, deep=deep, label=True, align=Align.CENTRE)


def fields(*pairs: tuple[str, str], span: int = 1, height: float = 0.0) -> Row:
    """Label, value, label, value …; each value takes `span` columns."""
    cells = (cell for name, value in pairs for cell in (label(name), Cell(value, span=span)))
    return Row(tuple(cells), height)


def room(name: str, *, span: int, height: float, text: str = "", foot: str = "") -> Row:
    """A label and the room beside it, for a pen or for what was said already."""
    return Row((label(name), Cell(text, span=span, foot=foot)), height)
