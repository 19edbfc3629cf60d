"""Lists as offices keep them are read whole; whatever is no list is refused with a sentence."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets import saved, xlsx
from workflow import tables
from workflow.errors import Invalid
from workflow.tables.spreadsheet import READER

XLS = Path(__file__).with_name("files") / "list.xls"
HEAD = ("案号", "案由")


def cells(table) -> list[tuple[str, ...]]:
    return [tuple(line.cells.values()) for line in table.rows]


def refusal(data: bytes, name: str = "") -> str:
    with pytest.raises(Invalid) as refused:
        tables.read(data, name)
    assert refused.value.field == "file"
    return refused.value.message


def test_an_old_xls_with_a_title_above_the_header():
    table = tables.read(XLS.read_bytes())
    assert table.headers == ("案号", "案由", "第一提案人", "主办单位", "立案日期")
    assert [line.number for line in table.rows] == [3, 4]
    assert cells(table)[0] == ("35", "关于加强社区养老服务的提案", "赵明", "卫生局", "2026-02-06")
    assert cells(table)[1][0] == "0716"


def test_values_are_what_a_person_reads_in_the_cell():
    day, moment = dt.date(2026, 3, 2), dt.datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - a cell has no time zone
    data = xlsx((*HEAD, "值"), (35, "甲", day), ("0716", "乙", moment), (13800000000, "丙", 1.5), (1, "丁", True))
    assert cells(tables.read(data)) == [
        ("35", "甲", "2026-03-02"),
        ("0716", "乙", "2026-03-02 09:30"),
        ("13800000000", "丙", "1.5"),
        ("1", "丁", "是"),
    ]


def test_rows_keep_the_number_that_the_sheet_shows():
    data = xlsx(("提案清单",), ("填报：办公室",), (), HEAD, ("1", "甲"), (), ("2", "乙"), (), (), merged=["A1:B1"])
    table = tables.read(data)
    assert table.headers == HEAD
    assert [line.number for line in table.rows] == [5, 7]


def test_headers_lose_their_spacing_and_width():
    table = tables.read(xlsx(("案　号：", "案 由", "联系\n电话", "ＡＢ"), ("1", "甲", "乙", "丙")))
    assert table.headers == ("案号", "案由", "联系电话", "AB")


def test_two_headers_alike_are_told_apart_and_a_column_without_one_is_kept():
    table = tables.read(xlsx(("案由", "单位", "单位", None, None), ("甲", "乙", "丙", "丁", None)))
    assert table.headers == ("案由", "单位", "单位（2）", "第4列")


def test_a_header_of_two_rows_is_read_as_one():
    head = ("案号", "案由", "承办单位", None), (None, None, "主办", "会办")
    data = xlsx(*head, ("1", "甲", "卫生局", "财政局"), merged=["A1:A2", "B1:B2", "C1:D1"])
    table = tables.read(data)
    assert table.headers == ("案号", "案由", "承办单位主办", "承办单位会办")
    assert (cells(table), table.rows[0].number) == ([("1", "甲", "卫生局", "财政局")], 3)


def test_a_cell_merged_over_rows_stands_in_each_of_them():
    data = xlsx(("分类", "案由"), ("经济", "甲"), (None, "乙"), ("文化", "丙"), merged=["A2:A3"])
    assert cells(tables.read(data)) == [("经济", "甲"), ("经济", "乙"), ("文化", "丙")]


def test_a_header_repeated_on_every_page_is_no_row():
    assert len(tables.read(xlsx(HEAD, ("1", "甲"), HEAD, ("2", "乙"))).rows) == 2


def test_hidden_and_empty_sheets_are_passed_over():
    book = openpyxl.Workbook()
    book.active.title = "说明"
    hidden = book.create_sheet("隐藏")
    hidden.append(HEAD)
    hidden.append(("9", "旧"))
    hidden.sheet_state = "hidden"
    for row in (HEAD, ("1", "甲")):
        book.create_sheet("清单") if "清单" not in book.sheetnames else None
        book["清单"].append(row)
    assert cells(tables.read(saved(book))) == [("1", "甲")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_every_encoding_that_offices_write(encoding, separator):
    text = (
        f'案号{separator}案由\r\n0716{separator}"关于校车，\r\n和公交的提案"\r\n\r\n35{separator}关于镕基路的提案\r\n'
    )
    table = tables.read(text.encode(encoding), "清单.csv")
    assert cells(table) == [("0716", "关于校车，\r\n和公交的提案"), ("35", "关于镕基路的提案")]
    assert [line.number for line in table.rows] == [2, 4]


def test_json_is_a_list_of_objects():
    records = [{"number": "35", "title": "甲", "is_key": True}, {"title": "乙", "asks": ["一", "二"], "pages": 3}]
    table = tables.read(json.dumps(records).encode())
    assert table.headers == ("number", "title", "is_key", "asks", "pages")
    assert cells(table) == [("35", "甲", "是", "", ""), ("", "乙", "", "一\n二", "3")]
    assert [line.number for line in table.rows] == [1, 2]


def test_what_is_nested_stays_json():
    table = tables.read(b'[{"proposers": [{"name": "a"}]}]')
    assert cells(table) == [('[{"name": "a"}]',)]


def test_the_content_counts_and_not_the_name():
    assert tables.read(xlsx(HEAD, ("1", "甲")), "清单.csv").headers == HEAD


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return file.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(("data", "sentence"), [
    (b"", "文件是空的。"),
    (b" \r\n", "文件是空的。"),
    (b"x" * (tables.LARGEST + 1), "文件超过20兆，请拆分后导入。"),
    (b"\x00\x01\x02rubbish", "不是表格文件；请上传 XLSX、XLS、CSV 或 JSON。"),
    (b"%PDF-1.7", "这是PDF文件，不是表格；请用原来的表格文件导入。"),
    (b"<html><table>", "这是网页格式的表格；请用 WPS 或 Excel 打开，另存为XLSX再导入。"),
    (b"PK\x03\x04broken", "表格文件已损坏，或不是真正的表格，无法读取。"),
    (COMPOUND, "表格文件已损坏，或不是真正的表格，无法读取。"),
    (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "文件加了密码；请取消密码后再导入。"),
    (COMPOUND + "WordDocument".encode("utf-16-le"), "这是 Word 文档，不是表格；请把表格另存为XLSX再导入。"),
    (zipped(word__document=b"<w/>"), "这是 Word 文档，不是表格；请把表格另存为XLSX再导入。"),
    (zipped(content=b"<o/>"), "这不是 XLSX 表格；请用 WPS 或 Excel 另存为XLSX再导入。"),
    (zipped(xl__workbook=b"<w/>", xl__huge=bytes(450_000_000)), "表格展开后过大，未予读取。"),
    (b'{"title": 1}', "JSON 应为对象的列表，每件一个对象。"),
    (b"[1, 2]", "JSON 应为对象的列表，每件一个对象。"),
    (b"[]", "清单中没有内容。"),
    (b"[{", "JSON 内容有误，无法读取。"),
    (b"[" * 100_000, "JSON 内容有误，无法读取。"),
    ("1,甲\n2,乙".encode(), "没有找到表头；请在第一行写明每一列是什么。"),
    ("案由\n甲".encode(), "没有找到表头：清单至少要有两列。"),
    ("案号,案由\n,".encode(), "表中只有表头，没有内容。"),
    ('案号,案由\n1,"甲"乙"\n'.encode() + b'"' + b"x" * 200_000, "CSV 文件的引号或分隔有误，无法读取。"),
    ("案号,案由\n".encode() + "1,甲\n".encode() * 20_001, "清单超过20000行，请拆分后导入。"),
    (json.dumps([{"a": 1}] * 20_001).encode(), "清单超过20000行，请拆分后导入。"),
    (json.dumps([{f"a{n}": 1 for n in range(201)}]).encode(), "清单超过200列。"),
], ids=lambda each: each if isinstance(each, str) else "")  # fmt: skip
def test_what_is_no_list_is_refused_with_a_sentence(data, sentence):
    assert refusal(data) == sentence
    assert refusal(data, "清单.xls") == f"清单.xls：{sentence}"


def test_a_spreadsheet_with_too_many_rows_or_columns_is_refused():
    assert refusal(xlsx(HEAD, *[("1", "甲")] * 20_001)) == "清单超过20000行，请拆分后导入。"
    assert refusal(xlsx([f"列{n}" for n in range(201)], range(201))) == "清单超过200列。"
    assert refusal(xlsx(range(500), range(500))) == "表格的内容过多，请删去无关的工作表和列后再导入。"


def test_two_far_cells_cost_one_refusal_and_not_the_server():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "案号", "案由"
    assert refusal(saved(book)) == "表格文件已损坏，或不是真正的表格，无法读取。"


def test_a_small_file_that_would_fill_the_memory_is_refused():
    parts = zipfile.ZipFile(io.BytesIO(xlsx(HEAD, ("1", "甲"))))
    shared = '<c t="s"><v>0</v></c>' * 10
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            text = parts.read(name).decode()
            if name.endswith("sharedStrings.xml"):
                text = text[: text.index("<si>")] + f"<si><t>{'长' * 30_000}</t></si></sst>"
            if name.endswith("sheet1.xml"):
                start, end = text.index("<sheetData>"), text.index("</sheetData>")
                text = text[:start] + "<sheetData>" + f"<row>{shared}</row>" * 10_000 + text[end:]
            archive.writestr(name, text)
    assert len(file.getvalue()) < 50_000
    assert "表格" in refusal(file.getvalue())


def test_the_reader_of_spreadsheets_knows_nothing_of_the_office():
    assert "workflow" not in "".join(line for line in READER.read_text().splitlines() if "import" in line)


STARTS = st.sampled_from([b"", b"[", b"{", b"\xef\xbb\xbf", b"\xff\xfe", "案号,案由\n".encode(), b"<", b"a,b\n"])


@given(start=STARTS, rest=st.binary(max_size=300))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_a_table_or_invalid(start, rest):
    check(start + rest)


@given(text=st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_table_or_invalid(text):
    check(("案号,案由,单位\n1,2,3\n" + text).encode("utf-8", "ignore"))


# Made once: a workbook holds the time at which it was made, and chance is not to hang on that.
WHOLE = [XLS.read_bytes(), xlsx(HEAD, ("1", "甲"), merged=["A2:B2"])]


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_spoilt_spreadsheet_is_a_table_or_invalid(data):
    whole = data.draw(st.sampled_from(WHOLE))
    place = data.draw(st.integers(0, len(whole) - 1))
    rubbish = data.draw(st.binary(min_size=1, max_size=20))
    check(whole[:place] + rubbish + whole[place + len(rubbish) :])


def check(data: bytes) -> None:
    try:
        table = tables.read(data)
    except Invalid:
        return
    assert table.headers
    assert len(set(table.headers)) == len(table.headers)
    assert all(tuple(line.cells) == table.headers for line in table.rows)
