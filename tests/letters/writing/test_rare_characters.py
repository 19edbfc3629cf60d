"""Rare characters are never boxes: they are printed and come back, or a finding names them, in every format."""

from __future__ import annotations

import io
from dataclasses import replace

import docx as python_docx
import pytest
from docx.oxml.ns import qn

from letters import profiles
from letters.files import text_of
from letters.letter import Block
from letters.reading import read
from letters.writing import WRITERS, docx
from tests.letters.writing.samples import FILE_LETTER, WHEN

FILE = profiles.load("standard-file")
RARE = ["㛃", "䶮", "𬭼", "𫖯"]
EVERY_FORM = pytest.mark.parametrize("form", sorted(WRITERS))


def named(written) -> str:
    return "".join(finding.message for finding in written.findings if finding.code == "missing_character")


@EVERY_FORM
@pytest.mark.parametrize("name", RARE)
def test_they_come_back_or_are_named(form, name):
    letter = replace(FILE_LETTER, salutation=f"钱{name}委员：", proposers=(f"钱{name}",))

    written = WRITERS[form](letter, FILE, when=WHEN)

    again = read(text_of(written.data, f"复函.{form}")).letter
    if form == "docx" or name not in named(written):
        assert (again.salutation, again.proposers) == (f"钱{name}委员：", (f"钱{name}",))
    else:
        assert name in named(written)


@EVERY_FORM
def test_every_form_names_the_same_missing_characters(form):
    letter = replace(FILE_LETTER, body=(Block("姓名\ue123和\U000323af。"),))

    said = named(WRITERS[form](letter, FILE, when=WHEN))

    assert "U+E123" in said
    assert "U+323AF" in said


@EVERY_FORM
def test_of_very_many_some_are_named_and_all_are_counted(form):
    letter = replace(FILE_LETTER, body=(Block("".join(chr(0x1F300 + n) for n in range(200))),))

    said = named(WRITERS[form](letter, FILE, when=WHEN))

    assert "U+1F300" in said
    assert "等200个字符" in said


@EVERY_FORM
def test_a_plain_letter_names_none(form):
    assert named(WRITERS[form](FILE_LETTER, FILE, when=WHEN)) == ""


def test_word_keeps_what_this_machine_has_no_font_for():
    written = docx.write(replace(FILE_LETTER, body=(Block("姓名\ue123。"),)), FILE, when=WHEN)

    assert "姓名\ue123。" in text_of(written.data, "复函.docx")
    assert "保留原字" in named(written)


def fonts_by_character(letter) -> dict[str, str]:
    """The font that a run names for Han characters, by each of its characters; empty for that of the style."""
    document = python_docx.Document(io.BytesIO(docx.write(letter, FILE, when=WHEN).data))
    found = {}
    for run in document.element.body.iter(qn("w:r")):
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        for char in "".join(text.text or "" for text in run.iter(qn("w:t"))):
            found[char] = "" if fonts is None else fonts.get(qn("w:eastAsia"))
    return found


def test_word_is_told_a_font_that_has_them():
    letter = replace(
        FILE_LETTER,
        title="关于珺的答复",
        signatory=("赵淏",),
        body=(
            Block("委员喆和㛃、𬭼于〇㎡·–年。"),
            Block("一、堃", 1),
            Block("（一）焜", 2),
            Block("1.昉。" + "已办理。", 3),
        ),
    )

    fonts = fonts_by_character(letter)

    expected = {
        "喆": "仿宋",
        "㛃": "宋体",
        "𬭼": "SimSun-ExtB",
        "珺": "宋体",
        "淏": "楷体",
        "堃": "黑体",
        "焜": "楷体",
        "昉": "仿宋",
    }
    assert {char: fonts[char] for char in expected} == expected
    assert {fonts[char] for char in "委员和于〇㎡·–年一、办理"} == {""}


def test_a_letter_of_common_characters_names_none():
    assert set(fonts_by_character(FILE_LETTER).values()) == {""}
