"""The rows that were refused, as they stood, with the reason: to be mended and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from proposals.importing.columns import OURS
from workflow.tables import Line, Table
from workflow.tables.writing import RISKY

BOM = "\ufeff"  # without it Excel takes UTF-8 for the local code page
MARK = "'"


def csv_of(table: Table, reasons: Mapping[int, str]) -> bytes:
    headers = [each for each in table.headers if each not in OURS]
    file = io.StringIO(newline="")
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow([OURS[0], *map(safe, headers), OURS[1]])
    for line in table.rows:
        if line.number in reasons:
            writer.writerow([line.number, *(safe(line.cells[each]) for each in headers), safe(reasons[line.number])])
    return file.getvalue().encode()


def safe(text: str) -> str:
    """A text that a spreadsheet would run as a formula is marked as text; one that is marked already, once more."""
    return MARK + text if _is_risky(text) else text


def as_it_stood(table: Table) -> Table:
    """A list as it was before `csv_of` wrote it: without the marks, where the list is ours."""
    if not set(OURS) & set(table.headers):
        return table
    headers = tuple(map(_unmarked, table.headers))
    lines = [
        Line(line.number, {_unmarked(name): _unmarked(text) for name, text in line.cells.items()})
        for line in table.rows
    ]
    return Table(headers, lines)


def _is_risky(text: str) -> bool:
    return text.lstrip(MARK).startswith(RISKY)


def _unmarked(text: str) -> str:
    return text[1:] if text.startswith(MARK) and _is_risky(text) else text
