"""Letters really sent, printed in the layout of their places; they stay outside the repository."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from letters import profiles
from letters.letter import Block, BodyLevel, Copy, Kind, Letter, SessionRef
from letters.writing import WRITERS, pdf
from tests.letters.writing import measure
from tests.letters.writing.samples import WHEN

CORPUS = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
PLACES = {"001": "nanyang", "002": "mianyang", "003": "sanmenxia", "004": "puyang"}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no letters at {CORPUS}: set LETTER_CORPUS")


def letter_of(number: str) -> Letter:
    """The labelled facts with every line of the text that is long enough to be body."""
    label = json.loads((CORPUS / f"{number}.json").read_text(encoding="utf-8"))
    lines = (CORPUS / f"{number}.txt").read_text(encoding="utf-8").splitlines()
    body = tuple(Block(line.strip()) for line in lines if len(line.strip()) > 60)
    return Letter(
        kind=Kind(label["kind"]),
        issuer=label["issuer"],
        doc_number=label["doc_number"],
        signatory=tuple(label["signatory"]),
        grade=label["grade"],
        body_level=BodyLevel(label["body_level"]),
        session=SessionRef(**label["session"]),
        proposal_number=label["proposal_number"],
        title=f"对市政协会议第{label['proposal_number']}号提案的答复",
        salutation="、".join(label["proposers"]) + "：",
        body=body,
        date=dt.date.fromisoformat(label["date"]) if label["date"] else None,
        contact_person=tuple(label["contact_person"]),
        contact_phone=tuple(label["contact_phone"]),
        contact_unit=label["contact_unit"],
        postcode=label["postcode"],
        cc=tuple(Copy(**copy) for copy in label["cc"]),
    )


@pytest.mark.parametrize("number", sorted(PLACES))
def test_every_paragraph_is_printed_inside_the_type_area(number):
    letter = letter_of(number)

    pages = measure.pages(pdf.write(letter, profiles.load(PLACES[number]), when=WHEN).data)

    printed = "".join(line.text for page in pages for line in page if line.baseline < 262).replace(" ", "")
    assert all(block.text[:20].replace(" ", "") in printed for block in letter.body)
    # A bracket that opens a line gives up its blank half: its origin lies outside, its ink does not.
    assert all(line.left > 28 - 3 for page in pages for line in page)


@pytest.mark.parametrize("number", sorted(PLACES))
def test_what_is_not_stated_is_a_finding(number):
    letter = letter_of(number)

    codes = {finding.code for finding in pdf.write(letter, profiles.load(PLACES[number]), when=WHEN).findings}

    assert ("no_issuer" in codes) == (letter.issuer is None)
    assert ("no_doc_number" in codes) == (letter.doc_number is None)
    assert ("no_date" in codes) == (letter.date is None)
    assert "missing_character" not in codes


@pytest.mark.parametrize("number", sorted(PLACES))
@pytest.mark.parametrize("form", sorted(WRITERS))
def test_printing_twice_gives_the_same_file(number, form):
    letter, profile = letter_of(number), profiles.load(PLACES[number])
    first = WRITERS[form](letter, profile, when=WHEN)
    pdf.proof.cache_clear()

    assert WRITERS[form](letter, profile, when=WHEN) == first
