"""Lists as offices keep them: the bytes of an XLSX, XLS, CSV or JSON file → headers and rows of text."""

from __future__ import annotations

from workflow.errors import Invalid
from workflow.tables.header import table_of
from workflow.tables.plain import csv_sheet, json_table
from workflow.tables.sheet import LARGEST, MOST_ROWS, Line, Sheet, Table
from workflow.tables.spreadsheet import spreadsheet

__all__ = ["LARGEST", "MOST_ROWS", "Line", "Table", "read"]

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {
    b"%PDF-": "这是PDF文件，不是表格；请用原来的表格文件导入。",
    b"{\\rtf": "这是RTF文档，不是表格；请把表格另存为XLSX再导入。",
    b"\x89PNG": "这是图片，不是表格。",
    b"\xff\xd8\xff": "这是图片，不是表格。",
    b"Rar!": "这是压缩包；请解压后导入里面的表格。",
    b"7z\xbc\xaf": "这是压缩包；请解压后导入里面的表格。",
}


def read(data: bytes, name: str = "") -> Table:
    """The table in a file, judged by its content; Invalid with a sentence for people where there is none.

    `name` serves the sentence only: offices rename files as they like.
    """
    try:
        return _table(data)
    except Invalid as problem:
        raise Invalid(f"{name}：{problem.message}" if name else problem.message, field="file") from problem


def _table(data: bytes) -> Table:
    if not data.strip():
        raise Invalid("文件是空的。")
    if len(data) > LARGEST:
        raise Invalid(f"文件超过{LARGEST // 1024 // 1024}兆，请拆分后导入。")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        return json_table(data)
    return table_of(_sheet(data))


def _sheet(data: bytes) -> Sheet:
    for mark, sentence in REFUSED.items():
        if data.startswith(mark):
            raise Invalid(sentence)
    return spreadsheet(data) if data.startswith((ZIP, COMPOUND)) else csv_sheet(data)
