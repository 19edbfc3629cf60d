"""Letters read from paper: nobody can mend them, so that only what they lack is told."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from letters.lint import Facts, Severity, check
from letters.reading import read
from tests.letters.lint.labelled import load_all

FOLDER = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
LAMPS = next(each for each in load_all("bases") if each.name == "路灯")
needs_real_letters = pytest.mark.skipif(
    not (FOLDER / "001.txt").exists(), reason="the real letters are not here; LETTER_CORPUS names their folder"
)


def lacks(letter):
    problems = check(letter, LAMPS.profile, LAMPS.facts, historic=True)
    assert {problem.severity for problem in problems} <= {Severity.WARNING}
    return {problem.place.part for problem in problems}


@needs_real_letters
@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("001", {"date", "sign_off"}),
        ("002", set()),
        ("003", {"cc", "sign_off"}),
        ("004", {"doc_number", "issuer"}),
    ],
)
def test_real_letters_lack_what_a_registry_clerk_would_name(stem, parts):
    assert lacks(read((FOLDER / f"{stem}.txt").read_bytes().decode("utf-8")).letter) == parts


@needs_real_letters
def test_real_notice_is_not_judged():
    assert lacks(read((FOLDER / "005.txt").read_bytes().decode("utf-8")).letter) == set()


def test_whole_old_letter_lacks_nothing():
    assert lacks(LAMPS.letter) == set()


def test_faults_of_an_old_letter_are_not_told():
    faulty = replace(
        LAMPS.letter, doc_number="清城管字【1998】第05号", salutation="钱若水代表:", grade=None, grade_raw=None
    )

    assert lacks(faulty) == set()
    assert check(faulty, LAMPS.profile, LAMPS.facts) != ()


@pytest.mark.parametrize(
    ("part", "empty"),
    [("title", None), ("salutation", None), ("doc_number", None), ("date", None), ("sign_off", None), ("cc", ())],
)
def test_what_is_missing_is_told(part, empty):
    assert lacks(replace(LAMPS.letter, **{part: empty})) == {part}


def test_letter_that_nobody_signed_and_no_number_names_lacks_its_issuer():
    assert lacks(replace(LAMPS.letter, issuer=None, sign_off=None)) == {"sign_off"}
    assert lacks(replace(LAMPS.letter, issuer=None, sign_off=None, doc_number=None)) == {"issuer", "doc_number"}


def test_severity_that_a_place_switched_off_is_off_for_old_letters_too():
    letter = replace(LAMPS.letter, cc=())

    assert check(letter, LAMPS.profile, Facts(), {"CC_LIST": "off"}, historic=True) == ()
