"""Owns forms as PDF: tables with thin rules on A4, sheets of labels, and several papers as one print job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from letters.forms import Cell, Form, Grid, Labels, Paper
from letters.letter import Finding
from letters.pdfium import leaves_the_paper
from letters.writing import fonts, press
from letters.writing.codes import squares
from letters.writing.sheet import printable
from letters.writing.written import Written

TEMPLATE = Path(__file__).with_name("form.typ")
# Up to here a row stays on one page; a longer one would leave half a page blank or fit on none.
# A narrow cell holds less, and a short line takes as much room as a full one.
WHOLE_AT_LEAST, WHOLE_ACROSS, LINE_ACROSS = 80, 700, 33

CUT = Finding("cut_off", "有文字超出纸面，没有印全；请缩短过长的文字。")


def write(paper: Paper, *, when: dt.datetime) -> Written:
    """The paper as PDF/A-2b; the same paper and moment give the same bytes."""
    done = press.press(TEMPLATE, _words(paper), when=when)
    missing = press.missing_finding(done.missing, f"以“{press.MISSING}”代替，请安装字体后重新打印")
    cut = (CUT,) if leaves_the_paper(done.pdf) else ()
    return Written(done.pdf, (*fonts.findings(), *missing, *cut))


def pictures(paper: Paper, *, when: dt.datetime, ppi: float = 110) -> list[bytes]:
    """Each page as PNG."""
    done = press.press(TEMPLATE, _words(paper), when=when)
    return press.pictures(TEMPLATE, done.data, ppi=ppi)


def _words(paper: Paper) -> Any:
    if isinstance(paper, Labels):
        return {"kind": "labels", **_plain(paper)}
    return {"kind": "form", **_plain(paper)}


def _plain(value: Any) -> Any:
    """The data that the template reads: each text without what no format holds, by paragraphs in a cell."""
    if isinstance(value, Grid):
        rows = [
            {"height": row.height, "cells": list(cells)} for row, cells in zip(value.rows, _cells(value), strict=True)
        ]
        return {"widths": list(value.widths), "rows": rows, "head": value.head, "size": value.size}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return printable(value) if type(value) is str else value


def _cells(grid: Grid) -> Iterator[list[dict[str, Any]]]:
    """Row by row; a cell that must stay whole would hold its row together, however long its neighbour is."""
    whole = [all(_is_short(cell, len(grid.widths)) for cell in row.cells) for row in grid.rows]
    for place, row in enumerate(grid.rows):
        yield [_cell(cell) | {"whole": all(whole[place : place + cell.deep])} for cell in row.cells]


def _is_short(cell: Cell, columns: int) -> bool:
    line, most = -(-LINE_ACROSS * cell.span // columns), WHOLE_AT_LEAST + WHOLE_ACROSS * cell.span // columns
    return sum(max(len(each), line) for each in (*cell.text.splitlines(), *(tick.words for tick in cell.ticks))) <= most


def _cell(cell: Cell) -> dict[str, Any]:
    plain = asdict(cell)
    plain["lines"] = [printable(line) for line in cell.text.splitlines()] or [""]
    plain["squares"] = list(squares(cell.code)) if cell.code else []
    plain["foot"] = printable(cell.foot)
    plain["ticks"] = [{"words": printable(tick.words), "ticked": tick.ticked} for tick in cell.ticks]
    del plain["text"], plain["code"]
    return plain


__all__ = ["Form", "Labels", "pictures", "write"]
