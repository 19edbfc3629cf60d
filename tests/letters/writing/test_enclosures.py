"""附件 behind the letter: each on a new face, label in line 1, title from line 3, page numbers going on, 版记 last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letters import profiles
from letters.letter import Block
from letters.writing import WRITERS, pdf
from letters.writing.ofd.check import faults
from letters.writing.web import web_text
from tests.letters.writing import measure
from tests.letters.writing.by_office import printed_by_office
from tests.letters.writing.samples import ENCLOSING, FILE_LETTER, LONG, WHEN

NEAR = 0.3  # mm
CELL, PITCH = 156 / 28, 225 / 22
SIZE, TITLE = 16 / measure.MM, 22 / measure.MM
LAYOUTS = ("standard-file", "standard-letter")


def print_of(letter, layout="standard-file", **changes):
    return pdf.write(letter, replace(profiles.load(layout), **changes), when=WHEN).data


def heads(pages) -> list[int]:
    """The faces on which an 附件 begins, counted from 0."""
    return [number for number, page in enumerate(pages) if page and page[0].text.replace(" ", "").startswith("附件")]


@pytest.fixture(scope="module", params=LAYOUTS)
def ours(request):
    return measure.pages(print_of(ENCLOSING, request.param))


@pytest.fixture(scope="module", params=LAYOUTS)
def both(request, tmp_path_factory):
    """Our PDF and what LibreOffice makes of our document."""
    profile = profiles.load(request.param)
    data = WRITERS["docx"](ENCLOSING, profile, when=WHEN).data
    theirs = printed_by_office({"letter": data}, tmp_path_factory.mktemp("office"))["letter"]
    return measure.pages(print_of(ENCLOSING, request.param)), measure.pages(theirs)


def test_each_begins_a_face_behind_the_signature(ours):
    signed = next(i for i, page in enumerate(ours) for line in page if line.text.strip() == "2031年5月6日")
    assert len(heads(ours)) == 2
    assert heads(ours)[0] == signed + 1


def test_label_title_and_text_stand_in_their_lines(ours):
    for number in heads(ours):
        label, *rest = ours[number]
        title = [line for line in rest if 21 < line.chars[0].size < 23]
        text = rest[len(title)]
        assert label.left == pytest.approx(28, abs=NEAR)
        assert label.baseline == pytest.approx(37 + 0.8 * PITCH, abs=NEAR)
        # The title is as high as its characters in the middle of line 3, however high its own lines are.
        assert title[0].baseline == pytest.approx(37 + 2.5 * PITCH + 0.3 * 35 / measure.MM, abs=NEAR)
        for line in title:
            # A bracket at the end of a line is set without its blank half: it is the ink that stands in the middle.
            last = TITLE / 2 if line.text.endswith("）") else TITLE
            assert (line.left + line.chars[-1].x + last) / 2 == pytest.approx(28 + 78, abs=NEAR)
        assert text.left == pytest.approx(28 + 2 * CELL, abs=NEAR)
        below = text.baseline - 0.8 * PITCH - (title[-1].baseline + 0.2 * 35 / measure.MM)
        assert below == pytest.approx(PITCH, abs=NEAR)


def test_a_long_title_is_broken_like_that_of_a_letter(ours):
    lines = [line.text for line in ours[heads(ours)[0]] if 21 < line.chars[0].size < 23]
    assert "".join(lines) == ENCLOSING.attachments[0]
    assert len(lines) == 2


def test_page_numbers_go_on_and_the_foot_comes_last():
    data = print_of(ENCLOSING)
    pages = measure.pages(data)
    for number, page in enumerate(pages[: heads(pages)[-1] + 1], start=1):
        assert any(line.text.replace(" ", "") == f"—{number}—" for line in page), number
    foot = next(i for i, page in enumerate(pages) for line in page if line.text.startswith("抄送"))
    assert foot == len(pages) - 1
    assert len(pages) % 2 == 0
    assert measure.rules(data)[-1][-1].bottom == pytest.approx(262, abs=NEAR)


def test_the_foot_shares_the_face_of_a_short_one():
    last = [line.text.strip() for line in measure.pages(print_of(ENCLOSING))[-1]]
    assert last[:3] == ["附件2", "照明设施清单", "解放路12处，人民路8处。"]
    assert any(line.startswith("抄送") for line in last)


def test_word_has_it_where_the_pdf_has_it(both):
    ours, theirs = both
    assert heads(ours) == heads(theirs)
    for number in heads(ours):
        pairs = zip(large(ours[number])[:6], large(theirs[number])[:6], strict=True)
        for mine, other in pairs:
            assert squeezed(mine.text) == squeezed(other.text)
            assert other.baseline == pytest.approx(mine.baseline, abs=NEAR), mine.text
            if mine.chars[0].size < 17:
                assert other.left == pytest.approx(mine.left, abs=NEAR)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_ofd_is_whole(layout):
    assert faults(WRITERS["ofd"](ENCLOSING, profiles.load(layout), when=WHEN).data) == []


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_same_letter_is_the_same_file(form):
    profile = profiles.load("standard-file")
    one, other = (WRITERS[form](ENCLOSING, profile, when=WHEN).data for _ in range(2))
    assert one == other


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("enclosed", [
    (Block("附件"), Block("清单")),
    (Block("附件1"), Block("长" * 200), Block(LONG)),
    (Block("附件"), Block("清单"), Block("一、只有标题", 1)),
    (Block("附件"), Block("附件"), Block("附件")),
    (Block("附件"), Block("#set page(fill: red)"), Block("</w:t>&amp;$x$")),
    (Block("没有标记的文字"),),
], ids=["title alone", "endless title", "heading last", "labels alone", "markup", "no label"])  # fmt: skip
def test_odd_ones_print_literally(form, enclosed):
    letter = replace(FILE_LETTER, enclosed=enclosed)
    assert WRITERS[form](letter, profiles.load("standard-file"), when=WHEN).data
    pages = measure.pages(print_of(letter))
    printed = squeezed("".join(line.text for page in pages for line in large(page)))
    assert squeezed("".join(block.text for block in enclosed)) in printed


def test_the_public_page_has_their_text_without_anybodys_number():
    letter = replace(ENCLOSING, enclosed=(*ENCLOSING.enclosed, Block("联系人：13812345678。")))
    shown = web_text(letter, profiles.load("standard-file"))
    label, title, text = shown.enclosed[-1]
    assert (label, title) == ("附件2", "照明设施清单")
    assert [block.text for block in text] == ["解放路12处，人民路8处。", "联系人：138******78。"]


def large(page):
    """Without page number and 版记, which LibreOffice does not move to the foot of a face that it shares."""
    return [line for line in page if line.chars[0].size > 15]


def squeezed(text: str) -> str:
    return "".join(text.split())
