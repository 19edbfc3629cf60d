"""CSV and JSON: which encoding, which separator, and whether it is a list at all."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from typing import Any

from workflow.errors import Invalid
from workflow.tables.sheet import MOST_COLUMNS, MOST_ROWS, Line, Sheet, Table

MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
SEPARATORS = ",\t;，"
TOO_LONG = f"清单超过{MOST_ROWS}行，请拆分后导入。"


def text_of(data: bytes) -> str:
    """By byte order mark, else UTF-8, else GB18030, which is what Chinese Excel writes."""
    encodings = [encoding for mark, encoding in MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(found):
            break
        return found
    raise Invalid("不是表格文件；请上传 XLSX、XLS、CSV 或 JSON。")


def csv_sheet(data: bytes) -> Sheet:
    text = text_of(data)
    if text.lstrip().startswith("<"):
        raise Invalid("这是网页格式的表格；请用 WPS 或 Excel 打开，另存为XLSX再导入。")
    try:
        found = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
        rows = {number: [cell.strip() for cell in row] for number, row in enumerate(found, start=1) if any(row)}
    except csv.Error as error:
        raise Invalid("CSV 文件的引号或分隔有误，无法读取。") from error
    if len(rows) > MOST_ROWS + 1:
        raise Invalid(TOO_LONG)
    return Sheet(rows)


def separator_of(text: str) -> str:
    """The separator that the first lines have most of; a comma where none is seen."""
    start = text[:5000]
    return max(SEPARATORS, key=start.count)


def json_table(data: bytes) -> Table:
    try:
        records = json.loads(text_of(data))
    except (ValueError, RecursionError) as error:
        raise Invalid("JSON 内容有误，无法读取。") from error
    return of_records(records)


def of_records(records: Any) -> Table:
    """A list of objects; rows are counted from one, and what is nested stays JSON in its cell."""
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise Invalid("JSON 应为对象的列表，每件一个对象。")
    if len(records) > MOST_ROWS:
        raise Invalid(TOO_LONG)
    headers = tuple(dict.fromkeys(key for each in records for key in each))
    if not headers:
        raise Invalid("清单中没有内容。")
    if len(headers) > MOST_COLUMNS:
        raise Invalid(f"清单超过{MOST_COLUMNS}列。")
    lines = [
        Line(number, {key: said(each.get(key)) for key in headers}) for number, each in enumerate(records, start=1)
    ]
    return Table(headers, lines)


def said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return "\n".join(said(each) for each in value)
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    # Half a surrogate pair or a NUL is no text: neither a page nor a database takes it.
    return CONTROL.sub("", text).encode("utf-8", "ignore").decode().strip()
