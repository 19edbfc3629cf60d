"""The page keeps the numbers of GB/T 9704-2012, measured in the file."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

import pytest

from letters import profiles
from letters.letter import Block
from letters.writing import pdf
from tests.letters.writing import measure
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, WHEN, with_paragraphs

FILE = profiles.load("standard-file")
LETTER = profiles.load("standard-letter")
PITCH = 225 / 22


def printed(letter, profile) -> bytes:
    return pdf.write(letter, profile, when=WHEN).data


def body_lines(page):
    return [line for line in page if 15 < line.chars[0].size < 17]


@pytest.fixture(scope="module")
def file_pdf() -> bytes:
    return printed(with_paragraphs(FILE_LETTER, 12), FILE)


@pytest.fixture(scope="module")
def letter_pdf() -> bytes:
    return printed(with_paragraphs(LETTER_LETTER, 12), LETTER)


def test_a_full_page_has_22_lines_of_one_pitch(file_pdf):
    lines = body_lines(measure.pages(file_pdf)[1])

    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    assert len(lines) == 22
    assert all(step == pytest.approx(PITCH, abs=0.03) for step in steps)


def test_text_stays_inside_the_type_area(file_pdf):
    for page in measure.pages(file_pdf):
        for line in body_lines(page):
            assert line.left >= 28 - 0.1
            assert line.chars[-1].x <= 184 - 2.5  # the last sign may be squeezed to half its width
            assert 37 < line.baseline < 262


def test_a_line_of_han_has_28_characters():
    letter = replace(FILE_LETTER, body=(Block("清" * 28 * 12),))

    lines = [line for line in measure.pages(printed(letter, FILE))[0] if line.text.startswith("清清")]

    assert [len(line.chars) for line in lines[1:]] == [28] * (len(lines) - 1)
    assert lines[1].left == pytest.approx(28, abs=0.1)
    assert lines[1].chars[27].x == pytest.approx(28 + 27 * 156 / 28, abs=0.1)


def test_a_paragraph_starts_two_characters_in(file_pdf):
    starts = [line.left for line in body_lines(measure.pages(file_pdf)[1]) if line.left > 30]

    assert median(starts) == pytest.approx(28 + 2 * 156 / 28, abs=0.1)


@pytest.mark.parametrize(("letter", "profile", "top"), [(FILE_LETTER, FILE, 72), (LETTER_LETTER, LETTER, 30)])
def test_letterhead_ink_starts_where_the_standard_says(letter, profile, top):
    assert measure.ink_top(printed(letter, profile)) == pytest.approx(top, abs=0.3)


def test_a_letterhead_too_long_for_a_line_takes_two_inside_the_type_area():
    issuer = "清河市人民政府办公室清河市住房和城乡建设局清河市交通运输局"

    page = measure.pages(printed(replace(FILE_LETTER, issuer=issuer), FILE))[0]

    mark = [line for line in page if line.chars[0].size > 24]
    assert "".join(line.text for line in mark) == issuer + "文件"
    assert len(mark) == 2
    assert all(line.left >= 28 and line.chars[-1].x < 184 for line in mark)


def test_one_red_line_as_wide_as_the_type_area_4_mm_under_the_number(file_pdf):
    first, *others = measure.rules(file_pdf)
    number = next(line for line in measure.pages(file_pdf)[0] if "〔2031〕" in line.text)
    grade = next(line for line in measure.pages(file_pdf)[0] if "办理结果" in line.text)

    (red,) = [rule for rule in first if rule.red]
    assert (red.left, red.right) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.3))
    foot_of_characters = grade.baseline + 0.12 * 16 / measure.MM
    assert red.middle - foot_of_characters == pytest.approx(4, abs=0.1)
    assert number.baseline < grade.baseline
    assert not [rule for page in others for rule in page if rule.red]


def test_number_and_signer_share_a_line_one_character_in(file_pdf):
    row = next(line for line in measure.pages(file_pdf)[0] if "〔2031〕" in line.text)

    assert row.text.replace(" ", "") == "清城管字〔2031〕18号签发人：赵一帆"
    assert row.left == pytest.approx(28 + 156 / 28, abs=0.1)
    assert row.chars[-1].x + 156 / 28 == pytest.approx(184 - 156 / 28, abs=0.5)


def test_grade_stands_under_the_first_character_of_the_signer(file_pdf):
    page = measure.pages(file_pdf)[0]
    row = next(line for line in page if "〔2031〕" in line.text)
    grade = next(line for line in page if line.text == "办理结果：A")

    signer = next(char for char in row.chars if char.char == "签")
    assert grade.left == pytest.approx(signer.x, abs=0.1)


def test_two_signers_stand_on_a_line_and_the_number_on_the_last():
    letter = replace(FILE_LETTER, signatory=("赵一帆", "钱若水", "孙三"))

    page = measure.pages(printed(letter, FILE))[0]

    first = next(line for line in page if line.text.startswith("签发人："))
    last = next(line for line in page if "〔2031〕" in line.text)
    assert first.text == "签发人：赵一帆　钱若水"
    assert last.text.endswith("孙三")
    third = next(char for char in last.chars if char.char == "孙")
    above = next(char for char in first.chars if char.char == "赵")
    assert third.x == pytest.approx(above.x, abs=0.3)


def test_number_is_centred_where_nobody_signs():
    page = measure.pages(printed(replace(FILE_LETTER, signatory=(), grade=None), FILE))[0]

    row = next(line for line in page if "〔2031〕" in line.text)
    assert (row.left + row.chars[-1].x + 156 / 28) / 2 == pytest.approx(28 + 78, abs=0.5)


def test_page_numbers_stand_outside_right_then_left(file_pdf):
    numbers = [
        next(line for line in page if line.baseline > 262 and line.text.startswith("—"))
        for page in measure.pages(file_pdf)[:4]
    ]

    assert [line.text.replace(" ", "") for line in numbers] == ["—1—", "—2—", "—3—", "—4—"]
    right, left = numbers[0], numbers[1]
    assert left.left == pytest.approx(28 + 4.94, abs=0.2)
    assert right.chars[-1].x + 4.94 == pytest.approx(184 - 4.94, abs=0.6)  # a dash narrower than its em
    dash = right.baseline - 0.38 * 14 / measure.MM
    assert dash == pytest.approx(269, abs=0.3)


def test_letter_has_double_lines_of_170_mm_on_page_1_only(letter_pdf):
    first, *others = measure.rules(letter_pdf)

    assert [rule.red for rule in first] == [True] * 4
    assert all(rule.left == pytest.approx(20, abs=0.3) and rule.right == pytest.approx(190, abs=0.3) for rule in first)
    assert first[-1].bottom == pytest.approx(277, abs=0.3)
    upper_thick, upper_thin, lower_thin, lower_thick = (rule.bottom - rule.top for rule in first)
    assert upper_thick > upper_thin
    assert lower_thin < lower_thick
    assert not [rule for page in others for rule in page if rule.red]


def test_letter_number_is_flush_right_under_the_double_line(letter_pdf):
    page, lines = measure.pages(letter_pdf)[0], measure.rules(letter_pdf)[0]

    row = next(line for line in page if "〔2031〕" in line.text)
    top_of_characters = row.baseline - 0.88 * 16 / measure.MM
    assert row.chars[-1].x + 156 / 28 == pytest.approx(184, abs=0.4)
    assert top_of_characters - lines[1].middle == pytest.approx(4.94, abs=0.3)


def test_letter_page_1_has_no_number_and_keeps_clear_of_the_lower_line(letter_pdf):
    first, second = measure.pages(letter_pdf)[:2]

    assert max(line.baseline for line in first) < 277 - 4.94
    assert [line.text.replace(" ", "") for line in second if line.baseline > 262] == ["—2—"]


def test_first_page_shows_body_text_under_a_long_title():
    letter = replace(FILE_LETTER, title="清河市城市管理局关于对政协清河市第六届委员会第三次会议第63021号提案的答复")

    page = measure.pages(printed(letter, FILE))[0]

    assert any("您提出的" in line.text for line in page)
