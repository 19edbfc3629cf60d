"""Whatever people paste into a letter, it prints: what no font has becomes a mark, and a finding names it."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pypdfium2
import pytest
from lxml import etree

from letters import files
from letters.letter import Block, Kind, Letter
from letters.profiles import ContactField, ContactForm, ContactLine, PublicityPlace, load
from letters.writing import WRITERS
from letters.writing.ofd.check import faults
from letters.writing.pdf import pages

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
PASTED = [
    "👍🏽",
    "👨‍👩‍👧",
    "的\u1ab0",
    "的\u20f0",
    "กำ",
    "क्ष",
    "1️⃣",
    '"\u1ab0',
    ",\u1ab0",
    "\ue123",
    "\U000323af",
    "〓\u0301",
]


def letter(text: str) -> Letter:
    return Letter(
        kind=Kind.REPLY,
        issuer="丽阳市民政局",
        title="对市政协七届二次会议第1号提案的答复",
        salutation="赵明委员：",
        body=(Block(f"共建成12个服务站{text}，投入31万元。"),),
        sign_off="丽阳市民政局",
        date=NOON.date(),
    )


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("text", PASTED, ids=ascii)
def test_a_letter_prints_with_whatever_was_pasted_and_its_figures_stay(text):
    written = WRITERS["pdf"](letter(text), load("standard-file"), when=NOON)
    printed = text_of(written.data)
    assert "共建成12个服务站" in printed
    assert "投入31万元" in printed
    assert WRITERS["docx"](letter(text), load("standard-file"), when=NOON).data.startswith(b"PK")


@pytest.mark.parametrize("text", PASTED, ids=ascii)
def test_the_ofd_says_what_the_pdf_says_and_keeps_its_standard(text):
    written = WRITERS["ofd"](letter(text), load("standard-file"), when=NOON)
    shown = files.text_of(written.data, "复函.ofd")
    assert "共建成12个服务站" in shown
    assert "投入31万元" in shown
    assert faults(written.data) == []
    assert written.findings == WRITERS["pdf"](letter(text), load("standard-file"), when=NOON).findings


def test_what_was_replaced_is_named():
    written = WRITERS["pdf"](letter("\ue123"), load("standard-file"), when=NOON)
    assert [each.code for each in written.findings if each.code == "missing_character"] == ["missing_character"]


def test_the_preview_opens_too():
    assert pages(letter("👍🏽1️⃣"), load("standard-file"))[0].startswith(b"\x89PNG")


def test_more_accents_than_a_pdf_can_name_are_marked_and_named():
    written = WRITERS["pdf"](letter("e" + "\u0301" * 20_000), load("standard-file"), when=NOON)
    assert "〓，投入31万元" in text_of(written.data)
    [finding] = [each for each in written.findings if each.code == "missing_character"]
    assert "U+0301" in finding.message


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("odd", ["\x00\x0b\x1f", "\ud800", "\ufffe\uffff", '#panic("x")*b*', "<w:b/>&amp;"], ids=ascii)
def test_the_words_of_a_layout_print_like_those_of_a_letter(form, odd):
    words = f"甲{odd}乙"
    layout = replace(
        load("standard-file"),
        mark_suffix=words,
        signer_label=words,
        grade_form=words,
        publicity=PublicityPlace.NOTE,
        publicity_form=words,
        contact=ContactForm.LINES,
        contact_lines=(ContactLine(words, (ContactField.PERSON,)),),
        copies_label=words,
    )
    full = replace(letter("。"), signatory=("钱若水",), grade="A", publicity="主动公开", contact_person=("赵明",))
    data = WRITERS[form](full, layout, when=NOON).data
    if form != "pdf":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
            assert [etree.fromstring(package.read(name)) for name in parts]
    said = files.text_of(data, f"复函.{form}")
    shown = odd if odd.isprintable() and odd.isascii() else ""
    assert said.replace("\n", "").replace(" ", "").count(f"甲{shown}乙".replace(" ", "")) >= 4
