"""Forms: what stands in which cell, room to write, long tables, codes to scan, and whatever people paste."""

import datetime as dt
import io

import docx
import pypdfium2
import pytest
import segno
from docx.enum.text import WD_LINE_SPACING

from letters.forms import Cell, Form, Grid, Labels, Prose, Row, Sticker, Tick, fields, label, room
from letters.writing import form, form_docx
from letters.writing.joined import join
from tests.letters.writing import measure

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
LINK = "https://tian.liyang.example/f/3JzkQ0cU8u4tVb2yWn5xRp7A/"


def paper(*rows: Row, **more) -> Form:
    return Form("提案办理情况征询意见表", (Grid((1.3, 2, 1, 2), rows),), **more)


FORM = paper(
    fields(("提案号", "第35号"), ("届次", "市政协七届二次会议")),
    Row((label("案由"), Cell("关于加强社区养老服务的提案", span=3))),
    Row((label("对办理态度"), Cell(span=3, ticks=(Tick("满意"), Tick("基本满意", ticked=True))))),
    room("意见和建议", span=3, height=60, foot="签名：　　　　年　　月　　日"),
    left="承办单位：丽阳市卫生局",
    right="2026年3月2日",
    notes=("注：此表随答复一并送达。",),
)


def printed(paper: Form | Labels) -> bytes:
    return form.write(paper, when=NOON).data


def lines(data: bytes) -> list[str]:
    return [line.text for page in measure.pages(data) for line in page]


def page_count(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(data))


def test_a_value_stands_beside_its_label():
    assert lines(printed(FORM)) == [
        "提案办理情况征询意见表",
        "承办单位：丽阳市卫生局2026年3月2日",
        "提案号第35号届次市政协七届二次会议",
        "案由关于加强社区养老服务的提案",
        "对办理态度满意基本满意",
        "意见和建议",
        "签名：　　　　年　　月　　日",
        "注：此表随答复一并送达。",
    ]


def test_the_room_for_a_pen_is_as_high_as_the_form_says():
    page = measure.pages(printed(FORM))[0]
    above = next(line.baseline for line in page if line.text.startswith("对办理态度"))
    foot = next(line.baseline for line in page if line.text.startswith("签名"))
    assert 55 < foot - above < 66


def test_equal_forms_are_equal_bytes():
    assert printed(FORM) == printed(FORM)


def test_the_head_of_a_long_table_stands_on_every_page():
    head = Row((label("序号"), label("案由"), label("单位"), label("备注")))
    rows = (Row((Cell(str(n)), Cell("关于加强社区养老服务的提案"), Cell("卫生局"), Cell())) for n in range(90))
    data = printed(Form("汇总表", (Grid((1, 3, 2, 1), (head, *rows), head=1, size=10.5),), landscape=True))
    assert page_count(data) > 2
    assert all(any(line.text == "序号案由单位备注" for line in page) for page in measure.pages(data))
    assert lines(data)[-1].startswith(f"第{page_count(data)}页")


def test_a_single_page_has_no_number():
    assert not any(line.startswith("第1页") for line in lines(printed(FORM)))


def test_a_text_of_fifty_thousand_characters_is_printed_whole():
    body = tuple(f"第{n}段" + "社区养老服务设施不足，" * 50 for n in range(91))
    data = printed(Form("承办单", (FORM.parts[0], Prose("关于养老的提案", body, new_page=True))))
    whole = "".join(lines(data))
    assert sum(map(len, body)) > 50_000
    assert all(f"第{n}段" in whole for n in range(91))


def test_a_long_cell_runs_over_the_page_and_a_short_row_does_not_break():
    long = Row((label("办理情况"), Cell("已建成服务站。" * 600, span=3)))
    data = printed(paper(long, room("意见", span=3, height=120, foot="签名：")))
    assert "".join(lines(data)).count("已建成服务站。") > 500
    last = measure.pages(data)[-1]
    assert {"意见", "签名："} <= {line.text for line in last}


@pytest.mark.parametrize(
    "text", ["#set page(fill: red)", "*粗* _斜_ $x^2$", "@引用 <标签> //注", "[内容] #{1 + 1}", "<b>&amp;"]
)
def test_what_looks_like_markup_is_text(text):
    assert text in "".join(lines(printed(paper(Row((label("案由"), Cell(text, span=3)))))))


@pytest.mark.parametrize("text", ["👍🏽", "👨‍👩‍👧", "\ue123", "的\u1ab0"])
def test_a_character_that_no_font_has_is_named(text):
    done = form.write(paper(Row((label("案由"), Cell(f"服务{text}站", span=3)))), when=NOON)
    assert "missing_character" in {finding.code for finding in done.findings}
    assert "服务" in "".join(lines(done.data))


def test_control_characters_are_left_out():
    text = "甲\x00\x07乙\u2028丙\r\n丁\ud800"
    assert "甲乙" in "".join(lines(printed(paper(Row((label("案由"), Cell(text, span=3)))))))


def test_a_very_long_title_and_name_are_printed_whole():
    title, name = "关于加强社区养老服务" * 18, "丽阳市人民政府" * 11
    data = printed(paper(Row((label("案由"), Cell(title, span=3))), issuer=name))
    assert "".join(lines(data)).count("关于加强社区养老服务") >= 17
    stuck = printed(Labels("信封标签", (Sticker(f"{name}　收", name, (title,)),)))
    assert "丽阳市人民政府" in "".join(lines(stuck))


def test_the_code_is_drawn_square_by_square():
    """Read from the picture: each module of the code is as dark as it should be."""
    data = printed(paper(Row((label("网上评价"), Cell(LINK, span=3, code=LINK)), 32)))
    scale, matrix = 4, segno.make_qr(LINK, error="q", boost_error=False).matrix
    bitmap = pypdfium2.PdfDocument(data)[0].render(scale=scale, grayscale=True)
    buffer, stride = bytes(bitmap.buffer), bitmap.stride
    dark = [(y, x) for y in range(bitmap.height) for x in range(bitmap.width) if buffer[y * stride + x] < 90]
    # Nothing else is as long and as thick as its finder, at the upper left: rules are thinner than a module.
    step = 25 * measure.MM * scale / len(matrix)
    run = int(6.5 * step)
    ink = set(dark)
    top, left = next(
        (y, x) for y, x in dark if all((y + 6, x + i) in ink and (y + i, x + 6) in ink for i in range(run))
    )
    for row, modules in enumerate(matrix):
        for column, module in enumerate(modules):
            place = (round(top + (row + 0.5) * step), round(left + (column + 0.5) * step))
            assert (place in ink) == bool(module), (row, column)


def test_word_has_the_code_as_a_picture_of_25_mm():
    answer = Row((label("网上评价"), Cell(LINK, span=3, code=LINK)), 32)
    data = form_docx.write(paper(answer), when=NOON).data
    document = docx.Document(io.BytesIO(data))
    (shape,) = document.inline_shapes
    assert abs(shape.width.mm - 25) < 0.1
    picture = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
    code = segno.make_qr(LINK, error="q", boost_error=False)
    side = code.symbol_size(scale=8, border=0)[0]
    lines = shape._inline.getparent().getparent().getparent().pPr.spacing
    assert lines.lineRule == WD_LINE_SPACING.MULTIPLE  # in an exact line it would be cut off
    assert (picture[:4], picture[16:24]) == (b"\x89PNG", side.to_bytes(4) * 2)
    assert form_docx.write(paper(answer), when=NOON).data == data
    assert LINK in "".join(cell.text for row in document.tables[0].rows for cell in row.cells)


def test_labels_fill_a_sheet_and_go_on_to_the_next():
    names = [f"委员{n}" for n in range(1, 61)]
    data = printed(Labels("信封标签", tuple(Sticker(f"{name}　收") for name in names)))
    assert page_count(data) == 5  # 14 to a sheet
    assert all(f"{name}　收" in "".join(lines(data)) for name in names)


def test_papers_of_one_job_begin_on_front_faces():
    two = printed(Form("承办单", (Prose("一", ("甲" * 1500,)),)))
    assert page_count(two) == 2
    job = join([printed(FORM), two, printed(FORM)], duplex=True, when=NOON)
    pages = measure.pages(job)
    assert [bool(page) for page in pages] == [True, False, True, True, True]
    assert page_count(join([printed(FORM), two], duplex=False, when=NOON)) == 3
    assert job == join([printed(FORM), two, printed(FORM)], duplex=True, when=NOON)


def test_a_single_file_stays_as_it_is():
    assert join([printed(FORM)], duplex=True, when=NOON) == printed(FORM)


def test_the_word_file_has_the_same_cells():
    done = form_docx.write(FORM, when=NOON).data
    table = docx.Document(io.BytesIO(done)).tables[0]
    first, second, third, fourth = ([cell.text for cell in row.cells] for row in table.rows)
    assert first == ["提案号", "第35号", "届次", "市政协七届二次会议"]
    assert second == ["案由", *["关于加强社区养老服务的提案"] * 3]
    assert third[1] == "□满意　☑基本满意"
    assert fourth[1].endswith("签名：　　　　年　　月　　日")
    assert done == form_docx.write(FORM, when=NOON).data


def test_a_cell_over_two_rows_stands_once_in_the_word_file():
    deep = paper(Row((label("意见", deep=2), Cell("甲", span=3))), Row((Cell("乙", span=3),)))
    table = docx.Document(io.BytesIO(form_docx.write(deep, when=NOON).data)).tables[0]
    assert [row.cells[1].text for row in table.rows] == ["甲", "乙"]
    assert [line for line in lines(printed(deep)) if line in {"甲", "乙"}] == ["甲", "乙"]


def test_a_row_that_is_higher_than_a_page_goes_on_and_leaves_no_page_blank():
    cells = tuple(Cell("、".join(f"委员{n}号" for n in range(90))) for _ in range(14))
    data = printed(Form("汇总表", (Grid((1,) * 14, (Row(cells),), size=9.0),), landscape=True))
    assert all(len(page) > 3 for page in measure.pages(data))
    assert text_in_columns(data) == sum(len(cell.text) for cell in cells)


def text_in_columns(data: bytes) -> int:
    """Characters in the cells, wherever their lines break."""
    return sum(len(line) for line in lines(data) if not line.startswith(("汇总表", "第1页", "第2页", "第3页")))


LONG = {
    "an opinion of 2,000 characters": "拟同意。" * 500,
    "60 short lines": "已办。\n" * 60,
    "an address of the web": "http://" + "a" * 300,
    "markup": '#panic("x")*b*_i_$x$`r`<l>@k',
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_text_beside_a_short_label_goes_over_to_the_next_page(text):
    lists = Grid((1,) * 14, (Row(tuple(Cell(text) for _ in range(14))),), size=9)
    written = form.write(
        Form("表", (Grid((1, 1, 1, 1), (room("拟办意见", span=3, height=20, text=text),)), lists)), when=NOON
    )
    assert "cut_off" not in {each.code for each in written.findings}
    said = measure.text(written.data).replace("\n", "")
    assert text[-4:].strip() in said


def test_what_no_cell_holds_is_told():
    written = form.write(Form("表", (Grid((1, 1), (Row((Cell("甲", foot="清" * 800), Cell())),)),)), when=NOON)
    assert "有文字超出纸面，没有印全；请缩短过长的文字。" in {each.message for each in written.findings}
