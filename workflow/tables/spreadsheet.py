"""XLSX and XLS, read by a program of its own: one hostile cell address makes any reader ask for terabytes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from workflow.errors import Invalid
from workflow.tables.sheet import MOST_ROWS, Sheet

READER = Path(__file__).with_name("reader.py")
PATIENCE = 60
"""Seconds for one file; a list of 20,000 rows takes two."""
UNPACKED = 400 * 1024 * 1024
PROBLEMS = {
    "password": "文件加了密码；请取消密码后再导入。",
    "damaged": "表格文件已损坏，或不是真正的表格，无法读取。",
    "too_long": f"清单超过{MOST_ROWS}行，请拆分后导入。",
    "too_wide": "表格的内容过多，请删去无关的工作表和列后再导入。",
    "empty": "表中没有内容。",
}


def spreadsheet(data: bytes) -> Sheet:
    refuse_other_archives(data) if data.startswith(b"PK") else refuse_other_documents(data)
    found = answer_of_reader(data)
    if problem := found.get("problem"):
        raise Invalid(PROBLEMS[problem])
    return Sheet(dict(found["rows"]), [tuple(area) for area in found["merged"]])


def answer_of_reader(data: bytes) -> dict[str, Any]:
    try:
        # -P: the folder of the program is not searched, where a `calendar` of ours would hide Python's.
        done = subprocess.run(
            [sys.executable, "-P", str(READER)], input=data, capture_output=True, timeout=PATIENCE, check=False
        )
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"problem": "damaged"}
    except (subprocess.TimeoutExpired, ValueError):
        found = {"problem": "damaged"}
    return found


def refuse_other_archives(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names, size = set(archive.namelist()), sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Invalid(PROBLEMS["damaged"]) from error
    if size > UNPACKED:
        raise Invalid("表格展开后过大，未予读取。")
    if "word/document.xml" in names:
        raise Invalid("这是 Word 文档，不是表格；请把表格另存为XLSX再导入。")
    if "xl/workbook.xml" not in names:
        raise Invalid("这不是 XLSX 表格；请用 WPS 或 Excel 另存为XLSX再导入。")


def refuse_other_documents(data: bytes) -> None:
    """A compound file names its streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Invalid(PROBLEMS["password"])
    if "WordDocument".encode("utf-16-le") in data:
        raise Invalid("这是 Word 文档，不是表格；请把表格另存为XLSX再导入。")
