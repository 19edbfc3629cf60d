"""A printed letter, read again, is the same letter."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from letters import files as readers
from letters import profiles
from letters.body import blocks_of
from letters.files import docx, ofd, pdf
from letters.letter import Block, Kind, Letter
from letters.reading import read
from letters.writing import WRITERS
from tests.letters.reading.layouts import STEMS, label_of, text_of
from tests.letters.writing.samples import ENCLOSING, FILE_LETTER, LETTER_LETTER, WHEN

READERS: dict[str, Callable[[bytes], str]] = {"docx": docx.text, "ofd": ofd.text, "pdf": pdf.text}
CORPUS = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
PLACES = {"001": "nanyang", "002": "mianyang", "003": "sanmenxia", "004": "puyang"}


def read_back(letter: Letter, preset: str, form: str) -> Letter:
    return read(READERS[form](WRITERS[form](letter, profiles.load(preset), when=WHEN).data)).letter


def differences(one: Letter, other: Letter, *, leaving: frozenset[str] = frozenset()) -> dict[str, tuple]:
    names = [field.name for field in fields(Letter) if field.name not in leaving]
    return {n: (getattr(one, n), getattr(other, n)) for n in names if getattr(one, n) != getattr(other, n)}


# The reader leaves the issuing body out of a title.
@pytest.mark.parametrize("form", sorted(READERS))
@pytest.mark.parametrize(
    ("letter", "preset", "not_printed"),
    [
        (FILE_LETTER, "standard-file", {"postcode", "publicity"}),
        (replace(FILE_LETTER, printed_by=None, printed_on=None), "nanyang", {"publicity"}),
        (LETTER_LETTER, "mianyang", {"postcode", "publicity", "title"}),
        (ENCLOSING, "standard-file", {"postcode", "publicity"}),
        (replace(ENCLOSING, cc=(), printed_by=None, printed_on=None), "standard-file", {"postcode", "publicity"}),
    ],
    ids=["standard-file", "nanyang", "mianyang", "with 附件", "with 附件 and no 版记"],
)
def test_fields_come_back(letter, preset, not_printed, form):
    again = read_back(letter, preset, form)

    assert differences(letter, again, leaving=frozenset(not_printed)) == {}


# The layout leaves these out: the agency of a title, what the grade is called, the section, postcode and publicity.
NOT_OF_THE_LAYOUT = frozenset({"title", "grade_raw", "contact_unit", "postcode", "publicity"})
# These state the proposal in a table beside the letter, which is not printed with it.
FORMS = frozenset({"30", "55", "70"})


@pytest.mark.parametrize("form", sorted(READERS))
def test_a_letter_of_short_paragraphs_keeps_them_whole(form):
    """Most of its lines are indented, and their edge is not that of the text."""
    items = [f"（{n}）第{n}项任务由市民政局牵头，2031年12月底以前完成，所需经费列入年度预算。" for n in range(1, 20)]
    letter = replace(FILE_LETTER, body=(*FILE_LETTER.body[:2], *map(Block, items)))

    assert [block.text for block in read_back(letter, "standard-file", form).body] == [
        block.text for block in letter.body
    ]


@pytest.mark.parametrize("form", sorted(READERS))
def test_a_long_list_among_attachments_leaves_the_body_whole(form):
    """Hundreds of its lines are indented, and few of the whole file begin at the edge of the text."""
    items = "\n".join(f"第{n}处路灯已修复" for n in range(400))
    letter = replace(FILE_LETTER, attachments=("清单",), enclosed=blocks_of(f"附件\n清单\n{items}"))
    lines = READERS[form](WRITERS[form](letter, profiles.load("standard-file"), when=WHEN).data).split("\n")

    assert not [block.text for block in letter.body if block.text not in lines]


@pytest.mark.parametrize("form", sorted(READERS))
@pytest.mark.parametrize("stem", [stem for stem in STEMS if label_of(stem)["kind"] == "reply" and stem not in FORMS])
def test_letters_of_every_layout_come_back(stem, form):
    letter = read(text_of(stem)).letter
    # Where a paragraph is as short as a line, a page does not show that it ended.
    leaving = NOT_OF_THE_LAYOUT | {"body"}

    assert differences(letter, read_back(letter, "standard-file", form), leaving=leaving) == {}


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no letters at {CORPUS}: set LETTER_CORPUS")
@pytest.mark.parametrize("form", sorted(READERS))
def test_every_labelled_reply_comes_back(form):
    letters = {path.stem: read(path.read_bytes().decode()).letter for path in sorted(CORPUS.glob("*.txt"))}
    replies = {stem: letter for stem, letter in letters.items() if letter.kind == Kind.REPLY}
    again = {stem: read_back(letter, "standard-file", form) for stem, letter in replies.items()}

    wrong = {stem: differences(letter, again[stem], leaving=NOT_OF_THE_LAYOUT) for stem, letter in replies.items()}

    assert {stem: found for stem, found in wrong.items() if found} == {}


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no letters at {CORPUS}: set LETTER_CORPUS")
@pytest.mark.parametrize("form", sorted(READERS))
@pytest.mark.parametrize("number", sorted(PLACES))
def test_real_letters_come_back(number, form):
    letter = read((CORPUS / f"{number}.txt").read_text(encoding="utf-8")).letter

    assert differences(letter, read_back(letter, PLACES[number], form)) == {}


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_a_letterhead_above_the_type_area_is_read_back(form):
    said = readers.text_of(
        WRITERS[form](LETTER_LETTER, profiles.load("standard-letter"), when=WHEN).data, f"复函.{form}"
    )
    assert read(said).letter.issuer == LETTER_LETTER.issuer
