"""Recipients of copies and their numbers."""

from __future__ import annotations

import pytest

from letters.letter import Copy


def _copies(read_letter, line):
    return read_letter(tail=line).letter.cc


def test_shared_count_belongs_to_each_recipient(read_letter):
    assert _copies(read_letter, "抄送：市政协提案委、市政府督查室（各2份）。") == (
        Copy("市政协提案委", 2),
        Copy("市政府督查室", 2),
    )


def test_shared_count_does_not_reach_past_one_that_has_its_own(read_letter):
    assert _copies(read_letter, "抄送：市政协提案委（3份），市财政局、市教育局（各1份）。") == (
        Copy("市政协提案委", 3),
        Copy("市财政局", 1),
        Copy("市教育局", 1),
    )


def test_bodies_of_the_same_place_get_its_name(read_letter):
    assert _copies(read_letter, "抄送：东湖区委、政府、政协（各1份）。") == (
        Copy("东湖区委", 1),
        Copy("东湖区政府", 1),
        Copy("东湖区政协", 1),
    )


def test_no_number_stays_no_number(read_letter):
    assert _copies(read_letter, "抄送：市政协提案委，市目督办。") == (Copy("市政协提案委"), Copy("市目督办"))


@pytest.mark.parametrize("count", ["2份", "（2份）", "(2 份)", "二份"])
def test_number_with_and_without_brackets(read_letter, count):
    assert _copies(read_letter, f"抄送：市政协提案委{count}") == (Copy("市政协提案委", 2),)


def test_trailing_each_without_brackets(read_letter):
    assert _copies(read_letter, "抄送：市政协提案委、市政府督查室各一份。") == (
        Copy("市政协提案委", 1),
        Copy("市政府督查室", 1),
    )


def test_line_runs_on(read_letter):
    assert _copies(read_letter, "抄送：市政协提案委（2份），市政府督\n　　　查室（1份）。") == (
        Copy("市政协提案委", 2),
        Copy("市政府督查室", 1),
    )


def test_report_and_copies_on_lines_of_their_own(read_letter):
    tail = "报：市人民政府建议提案办公室\n抄送：市政协提案委"

    assert _copies(read_letter, tail) == (Copy("市人民政府建议提案办公室"), Copy("市政协提案委"))


def test_recipients_that_only_blanks_divide(read_letter):
    assert _copies(read_letter, "抄报：县政府办　县政协提案委") == (Copy("县政府办"), Copy("县政协提案委"))


def test_the_copy_for_the_file_has_no_recipient(read_letter):
    assert _copies(read_letter, "抄送：市政协提案委（2份），存档（1份）。") == (Copy("市政协提案委", 2),)


def test_blanks_divide_after_a_number_too(read_letter):
    assert _copies(read_letter, "抄送：区政协提案委（2份）  区政府督查室（1份）") == (
        Copy("区政协提案委", 2),
        Copy("区政府督查室", 1),
    )


def test_print_line_is_no_recipient(read_letter):
    letter = read_letter(tail="抄送：市政协提案委\n临川市民政局办公室      2024年6月6日印发").letter

    assert letter.cc == (Copy("市政协提案委"),)
    assert letter.printed_by == "临川市民政局办公室"
    assert letter.printed_on is not None


def test_no_line_no_copies(read_letter):
    reading = read_letter()

    assert reading.letter.cc == ()
    assert "missing_copies" in {finding.code for finding in reading.findings}
