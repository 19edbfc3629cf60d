"""The labelled letters outside this repository: what the reader must not fall below."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest

from letters.reading import read
from letters.reading.labels import as_label

LETTERS = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
REAL = ("001", "002", "003", "004", "005")
MARKS = str.maketrans("—–−─“”‘’巿査", "----\"\"''市查")
OF_A_LETTER = ("reply", "co_opinion")

pytestmark = pytest.mark.skipif(
    not LETTERS.is_dir(), reason="the labelled letters are not here; LETTER_CORPUS names their folder"
)


def _plain(value):
    """Equal where a reader would call it equal: width, blanks and the shape of dashes and quotes aside."""
    if isinstance(value, str):
        return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", value).translate(MARKS)) or None
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _pairs(stem):
    stated = json.loads((LETTERS / f"{stem}.json").read_text(encoding="utf-8"))
    label = as_label(read((LETTERS / f"{stem}.txt").read_bytes().decode("utf-8")))
    return {field: (_plain(label[field]), _plain(value)) for field, value in stated.items()}


def _stems():
    return sorted(path.stem for path in LETTERS.glob("[0-9][0-9][0-9].json"))


@pytest.mark.parametrize("stem", REAL)
def test_the_five_real_letters_are_read_whole(stem):
    if not (LETTERS / f"{stem}.json").exists():
        pytest.skip("this folder of letters does not hold the real ones")

    wrong = {field: pair for field, pair in _pairs(stem).items() if pair[0] != pair[1]}

    assert wrong == {}


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("001", {"missing_date", "missing_sign_off"}),
        ("003", {"missing_copies", "missing_sign_off", "doubled_character"}),
        ("004", {"missing_doc_number", "missing_issuer"}),
    ],
)
def test_what_the_real_letters_lack_is_a_finding(stem, codes):
    reading = read((LETTERS / f"{stem}.txt").read_text(encoding="utf-8"))

    assert codes <= {finding.code for finding in reading.findings}


def test_the_real_notice_is_a_chain_of_three_of_which_the_last_repeals_three():
    reading = read((LETTERS / "005.txt").read_text(encoding="utf-8"))
    chain = reading.chain

    assert chain[0].doc_number == reading.letter.doc_number
    assert all(document.doc_number and document.title and document.issuers for document in chain)
    assert [len(document.repeals) for document in chain] == [0, 0, 3]


def test_every_kind_is_right():
    assert {stem for stem in _stems() if not _same(_pairs(stem)["kind"])} == set()


def test_no_field_falls_below_its_floor():
    """Replies and opinions were read without a slip when this was written; one a field is allowed."""
    slips: dict[str, list[str]] = {}
    for stem in _stems():
        pairs = _pairs(stem)
        if pairs["kind"][1] in OF_A_LETTER:
            for field, pair in pairs.items():
                if not _same(pair):
                    slips.setdefault(field, []).append(stem)

    assert {field: stems for field, stems in slips.items() if len(stems) > 1} == {}


def _same(pair):
    return pair[0] == pair[1]
