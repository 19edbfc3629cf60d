"""Rows of values → an XLSX as offices open it: a bold head that stays in sight, filters, and text that stays text."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Value = str | int | float | dt.date | None
LONGEST = 32_767
"""Characters of one cell, as the format has it."""
# What no XML holds: control characters, half a pair of UTF-16, and two that are no characters.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Typed into a cell these begin a formula. Kept as text and marked as such, they are none when somebody edits the cell.
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


class Column(NamedTuple):
    """A head and how wide it stands, in digits; a Chinese character takes two."""

    head: str
    width: int


def xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, title: str) -> bytes:
    """One sheet, named `title`; rows are asked for one by one."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    # All of this stands before the cells in the file, so it is said before the first row.
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.append([_head(sheet, column.head) for column in columns])
    written = 1
    for row in rows:
        sheet.append(list(_cells(sheet, row)))
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{written}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cells(sheet: Any, row: Sequence[Value]) -> Iterator[Any]:
    for value in row:
        yield _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: Any, value: str) -> Any:
    text = UNWRITABLE.sub("", value)[:LONGEST]
    if not text.startswith(RISKY):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
