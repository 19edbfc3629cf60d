"""What is typed is printed as typed; what is missing is said, never invented."""

from __future__ import annotations

import datetime as dt
import io
import threading
from dataclasses import replace

import pytest

from letters import profiles
from letters.letter import Block, Kind, Letter
from letters.writing import WRITERS, fonts, pdf
from tests.letters.writing import measure, ofd_measure
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, WHEN, with_paragraphs

FILE = profiles.load("standard-file")


def codes(written):
    return {finding.code for finding in written.findings}


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_same_letter_same_bytes(form):
    first = WRITERS[form](FILE_LETTER, FILE, when=WHEN)
    pdf.proof.cache_clear()

    assert WRITERS[form](FILE_LETTER, FILE, when=WHEN) == first


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_moment_is_the_callers(form):
    later = WHEN + dt.timedelta(days=1)

    assert WRITERS[form](FILE_LETTER, FILE, when=WHEN).data != WRITERS[form](FILE_LETTER, FILE, when=later).data


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x")',
        "#let x = 1",
        "$ x^2 $",
        "*粗体* _斜体_",
        "= 标题",
        "<last-text>",
        "@ref",
        "\\u{41} // 注",
        "<w:b/>&amp;",
        "`x`",
    ],
)
def test_nothing_typed_is_run_as_markup(typed):
    letter = replace(FILE_LETTER, body=(Block(f"甲{typed}乙"),), title=f"关于{typed}的答复")

    printed = measure.text(pdf.write(letter, FILE, when=WHEN).data)
    shown = "".join(
        char.char for page in ofd_measure.pages(WRITERS["ofd"](letter, FILE, when=WHEN).data) for char in page
    )

    assert f"甲{typed}乙" in printed
    assert f"甲{typed}乙" in shown


def test_without_issuer_no_letterhead_and_a_finding():
    written = pdf.write(replace(FILE_LETTER, issuer=None), FILE, when=WHEN)

    assert "no_issuer" in codes(written)
    assert "文件" not in measure.text(written.data)
    assert not [rule for page in measure.rules(written.data) for rule in page if rule.red]


def test_without_number_no_number_row():
    written = pdf.write(replace(FILE_LETTER, doc_number=None), FILE, when=WHEN)

    assert "no_doc_number" in codes(written)
    assert "〔" not in measure.text(written.data)


def test_without_date_no_date():
    written = pdf.write(replace(FILE_LETTER, date=None, printed_on=None), FILE, when=WHEN)

    assert "no_date" in codes(written)
    assert "2031年" not in measure.text(written.data)


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("preset", profiles.names())
def test_an_empty_letter_is_an_empty_page_with_findings(form, preset):
    written = WRITERS[form](Letter(kind=Kind.REPLY), profiles.load(preset), when=WHEN)

    missing = {"no_issuer", "no_doc_number", "no_title", "no_salutation", "no_body", "no_sign_off", "no_date"}
    assert codes(written) >= missing


def test_a_whole_letter_has_no_finding_but_fonts():
    assert codes(pdf.write(FILE_LETTER, FILE, when=WHEN)) <= {"font_replaced"}


@pytest.mark.parametrize("name", ["㛃", "䶮", "𬭼", "𫖯", "喆", "堃"])
def test_rare_characters_are_printed_or_named(name):
    letter = replace(FILE_LETTER, salutation=f"钱{name}委员：", body=(Block(f"您和{name}委员的提案收悉。"),))

    written = pdf.write(letter, FILE, when=WHEN)

    named = any(name in finding.message for finding in written.findings)
    assert named or f"钱{name}委员：" in measure.text(written.data)


def test_characters_in_no_font_are_marked_and_all_named():
    letter = replace(FILE_LETTER, body=(Block("姓名\ue123和\ue456。"),), salutation="钱\ue123委员：")

    written = pdf.write(letter, FILE, when=WHEN)

    (finding,) = [finding for finding in written.findings if finding.code == "missing_character"]
    assert "U+E123" in finding.message
    assert "U+E456" in finding.message
    assert "姓名〓和〓。" in measure.text(written.data)


def test_every_role_has_a_family_and_replacements_are_said():
    choices = fonts.choices()

    assert set(choices) == set(fonts.Role)
    assert all(choice.families for choice in choices.values())
    assert bool(fonts.findings()) == any(not choice.office for choice in choices.values())


def test_control_characters_do_not_break_a_writer():
    letter = replace(FILE_LETTER, body=(Block("第一行\n第二行\x0b\x00完。"),))

    for writer in WRITERS.values():
        assert writer(letter, FILE, when=WHEN).data


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_threads_print_side_by_side(form):
    results: list[bytes] = []
    expected = WRITERS[form](FILE_LETTER, FILE, when=WHEN).data

    def print_anew() -> None:
        pdf.proof.cache_clear()
        results.append(WRITERS[form](FILE_LETTER, FILE, when=WHEN).data)

    threads = [threading.Thread(target=print_anew) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [expected] * 3


def test_all_formats_of_a_letter_come_from_one_run_of_the_typesetter():
    pdf.proof.cache_clear()

    for writer in WRITERS.values():
        writer(FILE_LETTER, FILE, when=WHEN)

    assert pdf.proof.cache_info().misses == 1


def test_pages_are_pictures_of_every_face():
    pictures = pdf.pages(LETTER_LETTER, profiles.load("mianyang"), ppi=40)

    data = pdf.write(LETTER_LETTER, profiles.load("mianyang"), when=WHEN).data
    assert len(pictures) == len(measure.pages(data))
    assert all(io.BytesIO(picture).read(8) == b"\x89PNG\r\n\x1a\n" for picture in pictures)


@pytest.mark.parametrize("preset", profiles.names())
def test_no_paragraph_is_lost(preset):
    letter = with_paragraphs(FILE_LETTER, 3)

    printed = measure.text(pdf.write(letter, profiles.load(preset), when=WHEN).data).replace("\n", "")

    for block in letter.body:
        assert block.text[:40] in printed
        assert block.text[-10:] in printed
