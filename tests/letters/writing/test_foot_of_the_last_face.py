"""版记: where it stands, on which face, and how its recipients are set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letters import profiles
from letters.letter import Block, Copy
from letters.writing import pdf, wording
from letters.writing.geometry import ems
from tests.letters.writing import measure
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, LONG, WHEN, with_paragraphs

FILE = profiles.load("standard-file")


def printed(letter, profile=FILE) -> bytes:
    return pdf.write(letter, profile, when=WHEN).data


def page_numbers(data):
    return ["".join(line.text for line in page if line.baseline > 264).replace(" ", "") for page in measure.pages(data)]


@pytest.mark.parametrize("paragraphs", range(1, 9))
def test_it_ends_the_type_area_of_the_last_face_which_is_even(paragraphs):
    data = printed(with_paragraphs(FILE_LETTER, paragraphs))

    faces = measure.rules(data)
    black = [rule for rule in faces[-1] if not rule.red]
    assert len(faces) % 2 == 0
    assert black[-1].bottom == pytest.approx(262, abs=0.1)
    assert all(rule.left == pytest.approx(28, abs=0.1) and rule.right == pytest.approx(184, abs=0.1) for rule in black)
    assert "抄送" in measure.text(data)


def test_outer_rules_are_thicker_than_the_inner_one():
    black = [rule for rule in measure.rules(printed(FILE_LETTER))[-1] if not rule.red]

    assert [round(rule.bottom - rule.top, 2) for rule in black] == [0.35, 0.25, 0.35]


def test_blank_face_and_the_face_of_the_foot_after_it_carry_no_number():
    for count in range(1, 120):
        letter = replace(FILE_LETTER, body=(Block(LONG), Block(LONG), *[Block("清河市答复。")] * count))
        numbers = page_numbers(printed(letter))
        if len(numbers) == 4 and numbers[2:] == ["", ""]:
            break
    else:
        pytest.fail("no letter whose text fills face 2")

    assert numbers == ["—1—", "—2—", "", ""]


def test_a_foot_that_just_misses_its_face_is_saved_by_a_tighter_pitch():
    pitches = set()
    for count in range(10, 60):
        letter = replace(FILE_LETTER, body=(Block(LONG), *[Block("清河市答复。")] * count))
        pages = measure.pages(printed(letter))
        texts = [line for line in pages[1] if 15 < line.chars[0].size < 17] if len(pages) == 2 else []
        if texts:
            pitches.add(round((texts[1].baseline - texts[0].baseline) * measure.MM, 1))

    assert pitches == {29.0, 28.0}


def test_the_back_of_an_odd_last_face_carries_its_number():
    numbers = page_numbers(printed(replace(FILE_LETTER, body=(Block("已办理。"),))))

    assert numbers == ["—1—", "—2—"]


def test_single_sided_letters_end_with_their_text():
    letter = replace(FILE_LETTER, body=(Block("已办理。"),), issuer=None)

    assert len(measure.pages(printed(letter, replace(FILE, duplex=False)))) == 1


def test_without_recipients_and_print_line_there_is_no_foot():
    letter = replace(FILE_LETTER, cc=(), printed_by=None, printed_on=None, body=(Block("已办理。"),))

    data = printed(letter)

    assert len(measure.pages(data)) == 1
    assert not [rule for rule in measure.rules(data)[0] if not rule.red]


def test_a_letter_has_neither_rules_nor_print_line():
    letter = replace(LETTER_LETTER, printed_by="白云县交通运输局办公室")

    data = printed(letter, profiles.load("standard-letter"))

    assert not [rule for rule in measure.rules(data)[-1] if not rule.red]
    assert "办公室" not in measure.text(data)


def test_recipients_of_one_place_and_count_stand_together():
    assert "".join(wording.copies(FILE_LETTER.cc)) == (
        "市政协提案委（3份），市委市政府督查局（1份），上河区委、政府、政协（各1份）。"
    )


def test_recipients_without_a_count_print_none():
    assert "".join(wording.copies(LETTER_LETTER.cc)) == "县政协提案委，县督查办，县民政局。"


def test_a_name_goes_to_the_next_line_with_its_count():
    cc = tuple(Copy(f"第{i}号街道办事处", i) for i in range(1, 12))

    lines = wording.wrap_copies(wording.copies(cc), 26)

    assert len(lines) > 2
    assert all(line.endswith(("份），", "份）。")) for line in lines)
    assert all(ems(line) <= 26 for line in lines)
    assert "".join(lines) == "".join(wording.copies(cc))


def test_wrapped_lines_hang_under_the_first_recipient():
    data = printed(FILE_LETTER)

    rows = [line for line in measure.pages(data)[-1] if 13 < line.chars[0].size < 15 and line.baseline < 262]
    first, second = rows[0], rows[1]
    assert first.text.startswith("抄送：")
    assert second.left == pytest.approx(first.chars[3].x, abs=0.1)
