"""PDF: lines in reading order, paragraphs whole, page numbers gone."""

from __future__ import annotations

from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
import typst

from letters.files import Unreadable, text_of
from letters.reading import read

FONTS = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
PARAGRAPH = "近年来我局持续推进社区助餐服务，新建助餐点十二处，覆盖九个街道，老人就餐更加方便。" * 5
PARAGRAPHS = "\n\n".join([PARAGRAPH] * 6)
PAGE = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  footer: context align(center)[— #counter(page).get().first() —])
#set text(font: "Noto Serif SC", size: 16pt)
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
"""
LETTER = f"""
#grid(columns: (1fr, auto), [临民函〔2024〕7号], [签发人：钱伟民])
#align(center, text(size: 22pt)[对市政协五届三次会议 \\ 第18号提案的答复])
#par(first-line-indent: 0pt)[孙晓岚委员：]

您提出的《关于增设社区助餐点的提案》收悉，现答复如下：

{PARAGRAPHS}

感谢您的关心和支持。
#align(right)[临川市民政局]
#align(right)[2024年6月5日]
"""


@pytest.fixture(scope="module")
def text():
    return text_of(typst.compile((PAGE + LETTER).encode(), font_paths=[FONTS]), "复函.pdf")


def test_paragraphs_are_whole_over_lines_and_pages(text):
    assert text.split("\n").count(PARAGRAPH) == 6


def test_page_numbers_are_gone(text):
    assert "—" not in text


def test_number_and_signatory_stay_on_one_line(text):
    assert text.split("\n")[0].split() == ["临民函〔2024〕7号", "签发人：钱伟民"]


def test_the_letter_can_be_read_from_it(text):
    letter = read(text).letter

    assert letter.title == "对市政协五届三次会议第18号提案的答复"
    assert letter.signatory == ("钱伟民",)
    assert letter.sign_off == "临川市民政局"
    assert str(letter.date) == "2024-06-05"


def test_a_scan_is_named_as_one():
    with pytest.raises(Unreadable, match="扫描件") as refused:
        text_of(
            typst.compile((PAGE.replace("— #counter(page).get().first() —", "") + "#rect()").encode()),
            "扫描.pdf",
        )

    assert refused.value.code == "scan"


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing more", b"%PDF-"])
def test_a_broken_file_is_refused(data):
    with pytest.raises(Unreadable) as refused:
        text_of(data, "复函.pdf")

    assert refused.value.code == "damaged"


def test_characters_beyond_the_first_plane_come_back():
    page = PAGE + "#set text(size: 12pt)\n孙𬭼岚委员：\n\n您提出的提案收悉，现答复如下，请提意见。"

    assert "孙𬭼岚委员：" in text_of(typst.compile(page.encode(), font_paths=[FONTS]), "复函.pdf")


def test_a_hyphen_that_ends_a_line_comes_back():
    said = text_of(
        typst.compile((PAGE + "0399-6600001，" + "well-known-" * 40).encode(), font_paths=[FONTS]), "复函.pdf"
    )

    assert said.replace("\n", "").count("well-known-") == 40
