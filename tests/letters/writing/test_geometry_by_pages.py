"""Letters of 1, 2, 3, 7 and 12 pages keep the numbers of the standard, as PDF and as Word documents are printed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from letters import profiles
from letters.letter import Block
from letters.writing import WRITERS, pdf
from tests.letters.writing import measure
from tests.letters.writing.by_office import printed_by_office
from tests.letters.writing.samples import FILE_LETTER, LETTER_LETTER, LONG, WHEN

NEAR = 0.3  # mm
CELL, PITCH = 156 / 28, 225 / 22
KINDS = {
    "file": (FILE_LETTER, replace(profiles.load("standard-file"), duplex=False)),
    "letter": (LETTER_LETTER, replace(profiles.load("standard-letter"), duplex=False)),
}
PAGES = (1, 2, 3, 7, 12)
CASES = [(kind, pages) for kind in KINDS for pages in PAGES]


def letter_of(kind: str, pages: int):
    """The sample with as many paragraphs as fill that many faces, single-sided, and its PDF."""
    letter, profile = KINDS[kind]
    if pages == 1:
        # Under a letterhead at 72 mm there is room for a few lines, and none for the foot.
        letter = replace(letter, cc=(), printed_by=None, printed_on=None, contact_person=(), contact_phone=())
    for count in range(4 * pages):
        body = (Block("收悉，现答复如下："), *(Block(LONG) for _ in range(count)))
        longer = replace(letter, body=body)
        data = pdf.write(longer, profile, when=WHEN).data
        if len(measure.pages(data)) == pages:
            return longer, profile, data
    raise AssertionError(pages)


@pytest.fixture(scope="module")
def letters():
    return {case: letter_of(*case) for case in CASES}


@pytest.fixture(scope="module")
def by_office(letters, tmp_path_factory):
    """Our documents as LibreOffice prints them, in the same fonts as ours: one call for all of them."""
    documents = {
        f"{kind}-{pages}": WRITERS["docx"](letter, profile, when=WHEN).data
        for (kind, pages), (letter, profile, _) in letters.items()
    }
    found = printed_by_office(documents, tmp_path_factory.mktemp("office"))
    return {case: found[f"{case[0]}-{case[1]}"] for case in CASES}


def text_lines(page):
    """Lines of 3号 inside the type area."""
    return [line for line in page if 15 < line.chars[0].size < 17]


def body_lines(data):
    """Of each page the lines of the running text: from the opening on, without 署名 and what follows."""
    for page in measure.pages(data):
        yield [
            line for line in text_lines(page) if "我们会同" in line.text or "查看" in line.text or "设施" in line.text
        ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
class TestPdf:
    def test_full_lines_begin_and_end_at_the_type_area(self, letters, case):
        for lines in body_lines(letters[case][2]):
            for line in lines:
                assert line.left == pytest.approx(28, abs=NEAR) or line.left == pytest.approx(28 + 2 * CELL, abs=NEAR)
                assert line.chars[-1].x <= 184 - CELL / 2 + NEAR
                assert 37 < line.baseline < 262

    def test_lines_follow_each_other_at_the_pitch(self, letters, case):
        for lines in body_lines(letters[case][2]):
            steps = [below.baseline - above.baseline for above, below in pairwise(lines)]
            assert all(step == pytest.approx(PITCH, abs=0.05) for step in steps)

    def test_full_pages_have_22_lines_from_the_top(self, letters, case):
        pages = measure.pages(letters[case][2])
        for page in pages[1:-2]:
            lines = text_lines(page)
            assert len(lines) == 22
            assert lines[0].baseline == pytest.approx(37 + 0.8 * PITCH, abs=NEAR)
            assert lines[-1].baseline == pytest.approx(262 - 0.2 * PITCH, abs=NEAR)

    def test_the_head_stands_where_the_standard_says(self, letters, case):
        page = measure.pages(letters[case][2])[0]
        rule = measure.rules(letters[case][2])[0]
        title = [line for line in page if 21 < line.chars[0].size < 23]
        number = next(line for line in page if "〔2031〕" in line.text)
        first = next(line for line in page if line.text.startswith("钱若水"))
        size = 16 / measure.MM
        if case[0] == "file":
            mark = next(line for line in page if line.chars[0].size > 24)
            grade = next(line for line in page if line.text.startswith("办理结果"))
            assert measure.ink_top(letters[case][2]) == pytest.approx(72, abs=NEAR)
            assert number.baseline - 0.88 * size - (72 + mark.chars[0].size / measure.MM) == pytest.approx(
                2 * PITCH, abs=NEAR
            )
            assert rule[0].middle - (grade.baseline + 0.12 * size) == pytest.approx(4, abs=NEAR)
            above = rule[0].middle
        else:
            assert measure.ink_top(letters[case][2]) == pytest.approx(30, abs=NEAR)
            assert number.baseline - 0.88 * size - rule[1].bottom == pytest.approx(4.94, abs=NEAR)
            assert rule[-1].bottom == pytest.approx(277, abs=NEAR)
            above = number.baseline + 0.12 * size
        # Two blank lines above the title, one below it.
        assert title[0].baseline - 0.88 * 22 / measure.MM - above == pytest.approx(2 * PITCH, abs=NEAR)
        assert first.baseline - 0.88 * size - (title[-1].baseline + 0.12 * 22 / measure.MM) == pytest.approx(
            PITCH, abs=NEAR
        )

    def test_page_numbers_change_sides(self, letters, case):
        for number, page in enumerate(measure.pages(letters[case][2]), start=1):
            found = [line for line in page if line.text.replace(" ", "") == f"—{number}—"]
            if number == 1 and case[0] == "letter":
                assert found == []
                continue
            [line] = found
            assert line.baseline - 0.38 * 14 / measure.MM == pytest.approx(269, abs=NEAR)
            if number % 2 == 0:
                assert line.left == pytest.approx(28 + 14 / measure.MM, abs=NEAR)

    def test_the_last_line_of_the_foot_is_that_of_the_type_area(self, letters, case):
        last = measure.rules(letters[case][2])[-1]
        if case[0] == "file" and case[1] > 1:
            assert last[-1].bottom == pytest.approx(262, abs=NEAR)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
class TestWord:
    """As LibreOffice prints it. It keeps the last paragraph whole: the page before may be a few lines short."""

    def test_page_1_has_the_same_lines_at_the_same_places(self, letters, by_office, case):
        ours, theirs = (measure.pages(data)[0] for data in (letters[case][2], by_office[case]))
        ours, theirs = ([line for line in page if line.chars[0].size > 15] for page in (ours, theirs))
        pairs = list(zip(ours, theirs, strict=False))
        assert len(pairs) >= min(len(ours), 6)
        assert len(theirs) >= len(ours) or case[1] <= 2
        for mine, other in pairs[: len(pairs) if case[1] > 1 else 6]:
            assert squeezed(mine.text) == squeezed(other.text)
            assert other.baseline == pytest.approx(mine.baseline, abs=NEAR), mine.text

    def test_running_text_stands_where_the_pdf_has_it(self, letters, by_office, case):
        for mine, other in zip(body_lines(letters[case][2]), body_lines(by_office[case]), strict=False):
            for line, twin in zip(mine, other, strict=False):
                if squeezed(line.text) == squeezed(twin.text):
                    assert twin.baseline == pytest.approx(line.baseline, abs=NEAR)
                    assert twin.left == pytest.approx(line.left, abs=NEAR)


def squeezed(text: str) -> str:
    return text.replace(" ", "").replace("\u3000", "")
