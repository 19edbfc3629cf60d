"""What we write as XLSX, read back by two readers that are not ours."""

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.utils.exceptions import IllegalCharacterError

from workflow import tables
from workflow.tables.writing import LONGEST, Column, xlsx

COLUMNS = [Column("序号", 6), Column("文件", 40), Column("日期", 12)]


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_values_come_back_as_they_were():
    day = dt.date(2026, 3, 2)
    sheet = sheet_of(xlsx(COLUMNS, [(1, "复文/答复.txt", day), (2, "", None)], title="导入结果"))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["序号", "文件", "日期"]
    assert rows[1][:2] == [1, "复文/答复.txt"]
    assert (rows[1][2].date(), rows[2]) == (day, [2, None, None])
    assert sheet.title == "导入结果"


def test_the_head_stays_in_sight_and_columns_are_wide_enough():
    sheet = sheet_of(xlsx(COLUMNS, [(1, "a", None)] * 3, title="导入结果"))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C4")
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [6, 40, 12]
    assert [cell.font.bold for cell in sheet[1]] == [True, True, True]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "=cmd|' /C calc'!A0", "\t=1"])
def test_no_text_becomes_a_formula(text):
    cell = sheet_of(xlsx(COLUMNS, [(1, text, None)], title="表"))["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_what_no_xml_holds_is_left_out():
    text = "甲\x00\x07\x0b\x1f\ud800\ufffe乙"
    with pytest.raises(IllegalCharacterError):
        openpyxl.Workbook().active.append([text])
    assert sheet_of(xlsx(COLUMNS, [(1, text, None)], title="表"))["B2"].value == "甲乙"


def test_a_text_longer_than_a_cell_is_cut():
    assert len(sheet_of(xlsx(COLUMNS, [(1, "长" * 40_000, None)], title="表"))["B2"].value) == LONGEST


def test_a_sheet_without_rows_is_a_sheet():
    assert sheet_of(xlsx(COLUMNS, [], title="表")).auto_filter.ref == "A1:C1"


def test_our_own_reader_reads_it_too():
    table = tables.read(xlsx(COLUMNS, [(1, "=a", None), (2, "b", dt.date(2026, 3, 2))], title="表"))
    assert [line.cells for line in table.rows] == [
        {"序号": "1", "文件": "=a", "日期": ""},
        {"序号": "2", "文件": "b", "日期": "2026-03-02"},
    ]
