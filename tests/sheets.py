"""Spreadsheets as offices make them, for tests."""

from __future__ import annotations

import io

import openpyxl


def xlsx(*rows, merged=(), title="清单") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
