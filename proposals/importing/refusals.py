"""The rows that were refused, as they stood, with the reason: to be mended and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from proposals.importing.columns import OURS
from workflow.tables import Table

BOM = "\ufeff"  # without it Excel takes UTF-8 for the local code page
RISKY = ("=", "+", "-", "@", "\t", "\r")


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
    """A text that a spreadsheet would run as a formula is marked as text."""
    return f"'{text}" if text.startswith(RISKY) else text
