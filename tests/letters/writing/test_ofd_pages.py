"""The OFD shows what the PDF shows: each character, colour and rule in the same place."""

from __future__ import annotations

import ctypes
import datetime as dt
from dataclasses import replace
from itertools import pairwise

import ofdkit
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import uharfbuzz as hb

from letters import profiles
from letters.letter import Block
from letters.profiles import GradePlace, SignerPlace
from letters.writing import fonts, ofd, pdf
from letters.writing.ofd.check import faults
from tests.letters.writing import measure, ofd_measure
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, WHEN, with_paragraphs

FILE = profiles.load("standard-file")
LETTER = profiles.load("standard-letter")
WIDE = "清河市人民政府办公室清河市住房和城乡建设局清"
LETTERS = {
    "file": (FILE_LETTER, FILE),
    "letter": (LETTER_LETTER, LETTER),
    "condensed": (replace(FILE_LETTER, issuer=WIDE), FILE),
    "joint": (replace(FILE_LETTER, joint_with=("清河市财政局", "清河市住房和城乡建设局")), FILE),
    "lines": (FILE_LETTER, profiles.load("nanyang")),
    "long": (with_paragraphs(FILE_LETTER, 12), FILE),
    "attachments": (replace(FILE_LETTER, attachments=("照明设施清单", "经费安排表")), FILE),
}
EACH = pytest.mark.parametrize(("letter", "profile"), LETTERS.values(), ids=LETTERS)


def written(letter=FILE_LETTER, profile=FILE) -> bytes:
    return ofd.write(letter, profile, when=WHEN).data


def text(data: bytes) -> str:
    return "".join(char.char for page in ofd_measure.pages(data) for char in page)


@EACH
def test_each_character_stands_where_the_pdf_has_it(letter, profile):
    shown = ofd_measure.pages(written(letter, profile))
    printed = measure.pages(pdf.write(letter, profile, when=WHEN).data)

    assert len(shown) == len(printed)
    for page, lines in zip(shown, printed, strict=True):
        expected = sorted((c.char, c.baseline, c.x, c.size / measure.MM) for line in lines for c in line.chars)
        found = sorted((c.char, round(c.baseline, 2), c.x, c.size) for c in page)
        assert [char for char, *_ in found] == [char for char, *_ in expected]
        for one, other in zip(found, expected, strict=True):
            assert one[1:] == pytest.approx(other[1:], abs=0.1)


@EACH
def test_each_rule_stands_where_the_pdf_has_it(letter, profile):
    shown = ofd_measure.rules(written(letter, profile))

    for page, rules in zip(shown, measure.rules(pdf.write(letter, profile, when=WHEN).data), strict=True):
        found = sorted((rule.top, rule.bottom, rule.left, rule.right, rule.colour == (255, 0, 0)) for rule in page)
        # pdfium counts in the soft edge of a filled shape.
        expected = [(rule.top, rule.bottom, rule.left, rule.right, rule.red) for rule in rules]
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert one == pytest.approx(other, abs=0.1)


def test_colours_are_those_of_the_pdf():
    page = pypdfium2.PdfDocument(pdf.write(FILE_LETTER, FILE, when=WHEN).data)[0].get_textpage()
    parts = [ctypes.c_uint() for _ in range(4)]
    printed = {}
    for index in range(page.count_chars()):
        pdfium.FPDFText_GetFillColor(page, index, *parts)
        printed.setdefault(chr(pdfium.FPDFText_GetUnicode(page, index)), set()).add(tuple(p.value for p in parts[:3]))

    shown = {}
    for char in ofd_measure.pages(written())[0]:
        shown.setdefault(char.char, set()).add(char.colour)

    assert {char: printed[char] for char in shown} == shown
    assert shown["件"] == {(255, 0, 0)}


def test_a_condensed_letterhead_is_condensed_and_keeps_its_size():
    head = [char for char in ofd_measure.pages(written(*LETTERS["condensed"]))[0] if char.colour == (255, 0, 0)]

    assert all(0.7 <= char.squeeze < 1 for char in head)
    steps = {round(b.x - a.x, 1) for a, b in pairwise(head) if a.baseline == b.baseline}
    assert steps == {round(head[0].size * head[0].squeeze, 1)}


def test_a_face_made_bold_by_an_outline_keeps_it():
    data = pdf.write(FILE_LETTER, FILE, when=WHEN).data
    objects = pypdfium2.PdfDocument(data)[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
    outlined = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE in map(pdfium.FPDFTextObj_GetTextRenderMode, objects)

    page = ofd_measure.pages(written())[0]

    assert any(char.outline > 0 for char in page) == outlined
    assert all(char.outline == 0 for char in page if char.size < 5)


@pytest.mark.parametrize("preset", profiles.names())
@pytest.mark.parametrize("letter", [FILE_LETTER, LETTER_LETTER], ids=["file", "letter"])
def test_no_place_has_a_file_with_faults(letter, preset):
    assert faults(written(letter, profiles.load(preset))) == []


@EACH
def test_no_letter_has_a_file_with_faults(letter, profile):
    assert faults(written(letter, profile)) == []


def test_findings_are_those_of_the_pdf():
    letter = replace(FILE_LETTER, issuer=None, body=(Block("姓名\ue123。"),))

    assert ofd.write(letter, FILE, when=WHEN).findings == pdf.write(letter, FILE, when=WHEN).findings


def test_fonts_are_truetype_and_hold_no_more_than_what_is_shown():
    data = written()

    known = {chr(code) for font in ofd_measure.fonts(data).values() for code in hb.Face(font).unicodes}
    assert known == set(text(data))
    for font in ofd_measure.fonts(data).values():
        assert {"glyf", "loca", "cmap"} <= set(hb.Face(font).table_tags)
        assert "CFF " not in hb.Face(font).table_tags


def test_outlines_are_those_of_the_font_they_came_from():
    installed = [hb.Face(hb.Blob.from_file_path(font.path), font.index) for font in fonts.collection().fonts()]
    sources = {face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME): hb.Font(face) for face in reversed(installed)}

    for embedded in ofd_measure.fonts(written()).values():
        face = hb.Face(embedded)
        font, source = hb.Font(face), sources[face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)]
        for code in face.unicodes:
            ours, theirs = font.get_nominal_glyph(code), source.get_nominal_glyph(code)
            assert font.get_glyph_h_advance(ours) == source.get_glyph_h_advance(theirs)
            assert ofd_measure.ink(font, ours) == pytest.approx(ofd_measure.ink(source, theirs), rel=0.01, abs=1.5)


def test_characters_beyond_the_first_plane_stand_alone():
    letter = replace(FILE_LETTER, body=(Block("委员𬭼𫖯和䶮、㛃。"),))

    data = written(letter)

    texts = ofd_measure.texts(data)
    missing = {f for f in pdf.write(letter, FILE, when=WHEN).findings if f.code == "missing_character"}
    assert missing or {"𬭼", "𫖯"} <= set(texts)
    assert all(len(said) == 1 for said in texts if max(said) > "\uffff")
    assert faults(data) == []


def test_signs_that_the_pdf_folds_have_a_place_each():
    letter = replace(FILE_LETTER, body=(Block("office ffi fi；Cafe\u0301 " + "well-known-" * 30),))

    data = written(letter)

    said = text(data)
    assert "office ffi fi" in said
    assert "Café" in said
    assert said.count("well-known-") == 30
    assert faults(data) == []
    folded = [char for char in ofd_measure.pages(data)[0] if char.char in "fi"]
    assert len({(round(char.x, 2), round(char.baseline, 2)) for char in folded}) == len(folded)


def test_the_fields_stand_in_the_properties():
    letter = replace(FILE_LETTER, title="关于<甲>&“乙”的答复\x07", joint_with=("清河市财政局",))

    with ofdkit.OFDDocument(written(letter)) as document:
        info = document.info

    assert info.title == "关于<甲>&“乙”的答复"
    assert info.author == "清河市城市管理局"
    assert info.custom_data["发文字号"] == "清城管字〔2031〕18号"
    assert info.custom_data["标题"] == "关于<甲>&“乙”的答复"
    assert info.custom_data["署名"] == "清河市城市管理局、清河市财政局"
    assert info.custom_data["届次"] == "六届三次会议"
    assert "0999-1234567" not in str(info.custom_data)


def test_what_the_place_does_not_print_is_no_property_either():
    hidden = replace(FILE, grade=GradePlace.NOT_PRINTED, signer=SignerPlace.NOT_PRINTED)
    with ofdkit.OFDDocument(written(profile=hidden)) as document:
        assert {"办理结果", "签发人"} & set(document.info.custom_data) == set()


def test_what_is_not_stated_is_no_property():
    with ofdkit.OFDDocument(written(replace(FILE_LETTER, doc_number=None, title=None, cc=()))) as document:
        assert {"发文字号", "标题", "抄送"} & set(document.info.custom_data) == set()
        assert document.info.title is None


def test_its_dates_are_those_of_the_moment_in_the_office():
    late = dt.datetime(2031, 5, 6, 20, 0, tzinfo=dt.UTC)

    with ofdkit.OFDDocument(ofd.write(FILE_LETTER, FILE, when=late).data) as document:
        assert (document.info.creation_date, document.info.mod_date) == ("2031-05-07", "2031-05-07")
