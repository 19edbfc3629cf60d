"""Run by `spreadsheet` as a program: a workbook on standard input → the cells of its first sheet in use as JSON.

It knows nothing of the office, and has a gigabyte and half a minute: a hostile file kills it and nothing else.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import sys
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY, SECONDS = 1 << 30, 30
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 20_100, 400, 30_000_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


def answer(data: bytes) -> dict[str, Any]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        return {"problem": "password"}
    found: dict[str, Any] = {"problem": "empty"}
    for index, meta in enumerate(book.sheets_metadata):
        if shown(meta):
            found = cells_of(book.get_sheet_by_index(index))
            if "problem" in found or len(found["rows"]) > 1:
                break
    return found


def shown(meta: SheetMetadata) -> bool:
    return meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible


def cells_of(sheet: CalamineSheet) -> dict[str, Any]:
    """Rows are numbered as the sheet shows them; columns from the first in use."""
    if sheet.start is None:
        return {"rows": [], "merged": []}
    if sheet.width > MOST_COLUMNS:
        return {"problem": "too_wide"}
    rows, length = [], 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [said(value) for value in row]
        if any(cells):
            rows.append((number, cells))
            length += sum(map(len, cells))
        if len(rows) > MOST_ROWS:
            return {"problem": "too_long"}
        if length > MOST_CHARACTERS:
            return {"problem": "too_wide"}
    return {"rows": rows, "merged": merged_in(sheet, sheet.start[1])}


def merged_in(sheet: CalamineSheet, offset: int) -> list[tuple[int, int, int, int]]:
    ranges = sheet.merged_cell_ranges or []
    return [(top + 1, left - offset, bottom + 1, right - offset) for (top, left), (bottom, right) in ranges]


def said(value: Any) -> str:
    """As a person reads the cell: 35.0 is 35, a day is ISO, and text keeps its zeros."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(value).strip()


if __name__ == "__main__":
    main()
