"""How a Word document sets its headings: said by the run, by a style, by what that rests on, or by the document."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from letters import profiles
from letters.files.draft import Heading, read_draft
from letters.files.typeset import Typeset, typeset
from letters.letter import Block
from letters.writing import WRITERS
from tests.letters.writing.samples import FILE_LETTER, WHEN

LINES = (("提案收悉，现答复如下：", 0), ("一、关于路灯", 1), ("（一）巷道照明", 2), ("已装518盏。", 0))
BODY = tuple(Block(*line) for line in LINES)


def han(fonts_of, name: str) -> None:
    fonts_of.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def document():
    return docx.Document()


def only(document) -> Typeset:
    (found,) = typeset(saved(document))
    return found


def test_the_run_has_the_first_word(document):
    run = document.add_paragraph(style="Heading 1").add_run("一、关于路灯")
    han(run._element, "黑体")
    run.font.size, run.font.underline = Pt(16), True
    assert only(document) == Typeset("一、关于路灯", "黑体", 16, underlined=True)


def test_then_the_style_and_what_it_rests_on(document):
    below = document.styles.add_style("三级", 1)
    below.base_style = document.styles["Heading 2"]
    han(document.styles["Heading 2"].element, "楷体_GB2312")
    document.styles["Heading 2"].font.size = Pt(15)
    below.font.underline = False
    document.add_paragraph("（一）巷道照明", style="三级")
    assert only(document) == Typeset("（一）巷道照明", "楷体_GB2312", 15, underlined=False)


def test_then_the_usual_paragraph(document):
    usual = document.styles["Normal"]
    han(usual.element, "宋体")
    usual.font.size = Pt(10.5)
    document.add_paragraph("一、关于路灯")
    assert only(document) == Typeset("一、关于路灯", "宋体", 10.5, underlined=False)


def test_a_font_of_the_theme_is_not_known(document):
    document.add_paragraph("一、关于路灯", style="Heading 1")
    assert only(document).font == ""


def test_a_style_that_rests_on_itself_comes_to_an_end(document):
    style = document.styles.add_style("环", 1)
    style.base_style = style
    document.add_paragraph("一、关于路灯", style="环")
    assert only(document).underlined is False


def test_paragraphs_without_han_are_left_out(document):
    document.add_paragraph("2031-05-06")
    assert list(typeset(saved(document))) == []


@pytest.mark.parametrize("place", ["standard-file", "mianyang"])
def test_headings_of_our_own_document_are_set_as_the_standard_says(place):
    data = WRITERS["docx"](replace(FILE_LETTER, body=BODY), profiles.load(place), when=WHEN).data
    assert [(each.block, each.level, each.size, each.underlined) for each in read_draft(data, "稿.docx").headings] == [
        (1, 1, 16, False), (2, 2, 16, False),
    ]  # fmt: skip
    assert [each.font[:2] for each in read_draft(data, "稿.docx").headings] == ["黑体", "楷体"]


def test_headings_typed_by_hand_are_known_by_their_numerals(document):
    for line in ("对市政协六届三次会议第63021号提案的答复", "钱若水委员：", *(block.text for block in BODY)):
        han(document.add_paragraph().add_run(line)._element, "宋体")
    for paragraph in document.paragraphs:
        paragraph.runs[0].font.size = Pt(14)
    assert read_draft(saved(document), "稿.docx").headings == (
        Heading(1, 1, "宋体", 14, underlined=False), Heading(2, 2, "宋体", 14, underlined=False),
    )  # fmt: skip
