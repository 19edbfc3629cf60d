"""The Word document says what the PDF says, in styles, and opens."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from letters import profiles
from letters.letter import Block
from letters.writing import docx as word
from letters.writing import pdf
from tests.letters.writing import measure
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, WHEN

FILE = profiles.load("standard-file")
LETTER = profiles.load("standard-letter")

# The order of the schema, for what these documents use.
PARAGRAPH_ORDER = [
    "pStyle", "keepNext", "widowControl", "pBdr", "tabs", "overflowPunct", "autoSpaceDE", "autoSpaceDN",
    "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "sectPr",
]  # fmt: skip
RUN_ORDER = ["rStyle", "rFonts", "color", "spacing", "w", "kern", "sz", "szCs", "lang"]
SECTION_ORDER = ["headerReference", "footerReference", "type", "pgSz", "pgMar", "titlePg", "docGrid"]
TABLE_ORDER = ["tblpPr", "tblOverlap", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar"]


def written(letter=FILE_LETTER, profile=FILE) -> bytes:
    return word.write(letter, profile, when=WHEN).data


def opened(letter=FILE_LETTER, profile=FILE):
    return docx.Document(io.BytesIO(written(letter, profile)))


def all_text(document) -> str:
    # 信函格式 has its letterhead in the header of page 1.
    header = document.sections[0].first_page_header._element.iter(qn("w:p"))
    paragraphs = (*header, *document.element.body.iter(qn("w:p")))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_text_stands_in_the_order_of_the_page():
    text = all_text(opened())

    parts = [
        "文件",
        "清城管字〔2031〕18号",
        "赵一帆",
        "办理结果：A",
        "对市政协",
        "钱若水委员：",
        "一、基本情况",
    ]
    parts += [
        "（一）补齐照明设施",
        "1.落实经费。",
        "2031年5月6日",
        "联系人：孙三",
        "抄送：",
        "2031年5月7日印发",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("preset", profiles.names())
@pytest.mark.parametrize("letter", [FILE_LETTER, LETTER_LETTER], ids=["file", "letter"])
def test_word_and_pdf_say_the_same(letter, preset):
    profile = profiles.load(preset)
    pdf_lines = [
        line for page in measure.pages(pdf.write(letter, profile, when=WHEN).data) for line in page
        if not re.fullmatch(r"— \d+ —", line.text)
    ]  # fmt: skip

    assert squeezed(all_text(opened(letter, profile))) == squeezed("".join(line.text for line in pdf_lines))


def test_each_element_has_its_style():
    styles = [paragraph.style.style_id for paragraph in opened().paragraphs]

    assert styles[:6] == ["Mark", "HeadRow", "HeadRow", "RedLine", "Title", "Salutation"]
    assert {"BodyText", "Heading1", "Heading2", "Signature", "Date", "Note"} <= set(styles)


def test_a_heading_that_runs_on_is_set_in_its_face_up_to_the_full_stop():
    document = opened()

    paragraph = next(p for p in document.paragraphs if p.text.startswith("（二）建立长效机制。"))
    first, second = paragraph.runs
    assert (first.text, first.style.style_id) == ("（二）建立长效机制。", "Lead2")
    assert second.style.style_id == "DefaultParagraphFont"


def test_page_and_grid_are_those_of_the_standard():
    section = opened().sections[0]

    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_every_font_is_named_for_han_characters_too():
    with zipfile.ZipFile(io.BytesIO(written())) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))

    for fonts in styles.iter(qn("w:rFonts")):
        names = {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(names) == 1
        assert None not in names


def test_page_numbers_differ_on_odd_and_even_faces():
    document = opened()

    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    assert section.footer.paragraphs[0]._p.pPr.jc.get(qn("w:val")) == "right"
    assert section.even_page_footer.paragraphs[0]._p.pPr.jc.get(qn("w:val")) == "left"


def test_a_letter_has_its_own_first_page():
    section = opened(LETTER_LETTER, LETTER).sections[0]

    assert section.different_first_page_header_footer
    assert "".join(p.text for p in section.first_page_header.paragraphs) == LETTER_LETTER.issuer
    assert section.first_page_footer.paragraphs[0]._p.pPr.find(qn("w:pBdr")) is not None


def test_a_foot_on_its_own_face_starts_an_even_page():
    odd = replace(FILE_LETTER, body=(Block("已办理。"),), issuer=None)

    last = opened(odd).sections[-1]._sectPr

    assert last.find(qn("w:type")).get(qn("w:val")) == "evenPage"


def test_without_a_foot_there_is_one_section_and_no_table():
    document = opened(replace(FILE_LETTER, cc=(), printed_by=None, printed_on=None))

    assert len(document.sections) == 1
    assert document.tables == []


@pytest.mark.parametrize("profile", [FILE, LETTER, profiles.load("nanyang")], ids=["file", "letter", "lines"])
def test_elements_stand_in_the_order_of_the_schema(profile):
    letter = replace(FILE_LETTER, attachments=("甲", "乙"))
    with zipfile.ZipFile(io.BytesIO(written(letter, profile))) as package:
        roots = [etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")]

    for tag, order in [
        ("pPr", PARAGRAPH_ORDER),
        ("rPr", RUN_ORDER),
        ("sectPr", SECTION_ORDER),
        ("tblPr", TABLE_ORDER),
    ]:
        for element in (e for root in roots for e in root.iter(qn(f"w:{tag}"))):
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places)


def test_core_properties_are_the_letters():
    core = opened().core_properties

    assert (core.title, core.author) == (FILE_LETTER.title, FILE_LETTER.issuer)
    assert core.created == WHEN
    assert core.modified == WHEN


def test_signs_of_xml_are_text():
    letter = replace(FILE_LETTER, body=(Block("甲<w:br/>&amp;乙"),), issuer="清河市<局>&处")

    document = opened(letter)

    assert "甲<w:br/>&amp;乙" in all_text(document)
    assert document.core_properties.author == "清河市<局>&处"


def test_a_stretched_label_holds_no_blanks():
    assert "承办人：孙三" in all_text(opened(FILE_LETTER, profiles.load("nanyang")))
