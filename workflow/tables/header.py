"""Where the header of a sheet stands, and what its columns are called."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from workflow.errors import Invalid
from workflow.tables.sheet import MOST_COLUMNS, MOST_ROWS, Line, Sheet, Table

LOOKED_AT = 30
LONGEST_HEADER = 60
BLANK = re.compile(r"[\s\u200b\ufeff]+")
FIGURE = re.compile(r"[-+\d.,:/年月日 %]+")


def table_of(sheet: Sheet) -> Table:
    """The header is the first row that looks like one; titles above it and empty rows anywhere do not count."""
    rows = filled_down(sheet)
    numbers = [number for number, row in sorted(rows.items()) if any(row)]
    if not numbers:
        raise Invalid("表中没有内容。")
    first = header_row(rows, numbers)
    last = first + header_depth(sheet, first) - 1
    columns = columns_of(rows, sheet, first, last)
    names = dict(zip(columns, unique(columns.values()), strict=True))
    lines = [line_of(number, rows[number], names) for number in numbers if number > last]
    # Long lists repeat their header on every printed page.
    lines = [line for line in lines if any(line.cells.values()) and not repeats(line, columns, names)]
    if not lines:
        raise Invalid("表中只有表头，没有内容。")
    if len(lines) > MOST_ROWS:
        raise Invalid(f"清单超过{MOST_ROWS}行，请拆分后导入。")
    return Table(tuple(names.values()), lines)


def filled_down(sheet: Sheet) -> dict[int, list[str]]:
    """Rows in which a cell merged over several rows stands in each of them, as a reader of the sheet sees it."""
    rows = {number: list(row) for number, row in sheet.rows.items()}
    for top, left, bottom, _right in sheet.merged:
        words = cell(rows.get(top, []), left)
        for number in range(top + 1, min(bottom, top + MOST_ROWS) + 1) if words else ():
            row = rows.get(number)
            if row is not None and left < len(row):
                row[left] = words
    return rows


def header_row(rows: dict[int, list[str]], numbers: list[int]) -> int:
    seen = numbers[:LOOKED_AT]
    width = max(filled(rows[number]) for number in seen)
    if width < 2:
        raise Invalid("没有找到表头：清单至少要有两列。")
    for number in seen:
        if filled(rows[number]) >= max(2, 0.6 * width) and is_header(rows[number]):
            return number
    raise Invalid("没有找到表头；请在第一行写明每一列是什么。")


def is_header(row: list[str]) -> bool:
    words = [header_name(each) for each in row if each.strip()]
    return all(0 < len(each) <= LONGEST_HEADER and not FIGURE.fullmatch(each) for each in words)


def header_depth(sheet: Sheet, first: int) -> int:
    """Two where a header cell spans several columns (承办单位 over 主办 and 会办), else one."""
    spans = [area for area in sheet.merged if area[0] == first]
    wide = any(right > left and bottom == first for _, left, bottom, right in spans)
    deep = max((bottom - first + 1 for _, _, bottom, _ in spans), default=1)
    return min(max(deep, 2 if wide else 1), 3)


def columns_of(rows: dict[int, list[str]], sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """Every column that has a header, or none but something below it."""
    width = max(len(row) for row in rows.values())
    spread = {
        column: cell(rows[first], left)
        for top, left, bottom, right in sheet.merged
        if top == first == bottom
        for column in range(left, min(right, width) + 1)
    }
    found = {}
    for column in range(width):
        words = [spread.get(column, "")] + [cell(rows.get(number, []), column) for number in range(first, last + 1)]
        name = "".join(dict.fromkeys(filter(None, map(header_name, words))))
        if name or any(cell(row, column) for number, row in rows.items() if number > last):
            found[column] = name or f"第{column + 1}列"
    if len(found) > MOST_COLUMNS:
        raise Invalid(f"清单超过{MOST_COLUMNS}列。")
    return found


def header_name(text: str) -> str:
    """案　号, 案 号 and 案号： are one header."""
    return BLANK.sub("", unicodedata.normalize("NFKC", text)).strip(":*")


def unique(names: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    found: list[str] = []
    for name in names:
        seen[name] += 1
        fresh = name if seen[name] == 1 else f"{name}（{seen[name]}）"
        while fresh in found:
            fresh += "′"
        found.append(fresh)
    return found


def line_of(number: int, row: list[str], names: dict[int, str]) -> Line:
    return Line(number, {name: cell(row, column) for column, name in names.items()})


def repeats(line: Line, columns: dict[int, str], names: dict[int, str]) -> bool:
    return all(header_name(line.cells[names[column]]) == name for column, name in columns.items())


def cell(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def filled(row: list[str]) -> int:
    return sum(bool(each.strip()) for each in row)
