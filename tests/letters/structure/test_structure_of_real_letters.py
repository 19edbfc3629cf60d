"""The real letters outside this repository: what a person who reads them would find in their bodies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from letters.structure import structure_of
from letters.structure.model import CommitmentKind, Origin

LETTERS = Path(os.environ.get("LETTER_CORPUS", "../shared/corpus/letters"))
pytestmark = pytest.mark.skipif(
    not (LETTERS / "002.txt").exists(), reason="the real letters are not here; LETTER_CORPUS names their folder"
)


def structure(stem):
    return structure_of((LETTERS / f"{stem}.txt").read_bytes().decode("utf-8"))


def shape(sections):
    return [(each.level, each.numeral, shape(each.children)) for each in sections]


def test_six_next_steps_and_the_target_of_2017_are_candidates():
    commitments = structure("002").commitments

    steps = [each for each in commitments if each.sentence[1:2] == "是"]
    assert [each.sentence[:2] for each in steps] == ["一是", "二是", "三是", "四是", "五是", "六是"]
    assert {each.kind for each in steps} == {CommitmentKind.LONG_TERM}
    (target,) = [each for each in commitments if each.due and each.due.year == 2017]
    assert (target.kind, target.origin) == (CommitmentKind.VERIFIABLE, Origin.OWN)
    # Two sentences more say what is to come: what a pilot shall become, and the one that leads to the steps.
    assert len(commitments) == 9


def test_plans_of_the_last_period_are_known_by_their_years():
    periods = [each.period for each in structure("002").citations]

    assert periods == [(2014, 2020), None, (2016, 2020), (2016, 2020), None, (2016, 2020), None]


def test_the_target_of_a_quoted_policy_is_told_apart():
    policy, own = structure("003").commitments

    assert (policy.origin, policy.due.year, policy.kind) == (Origin.POLICY, 2025, CommitmentKind.VERIFIABLE)
    assert (own.origin, own.sentence[:3]) == (Origin.OWN, "下一步")
    assert len(structure("003").citations) == 9


def test_headings_of_one_level_whatever_their_marks_and_a_paragraph_over_two_pages():
    first, second = structure("001").sections

    assert [child[:2] for child in shape(second.children)] == [(2, "（一）"), (2, "（二）")]
    assert [each.numeral for each in second.children[1].children] == ["1.", "2."]
    assert structure("001").citations[0].title.endswith("远景目标纲要")
    assert len(first.paragraphs) == 1


def test_what_a_committee_asked_is_three_asks():
    found = structure("004")

    assert len(found.asks) == 3
    assert [each.numeral for each in found.sections] == ["一、", "二、", "三、", "四、", "五、"]
    # One that no section has clearly to itself stays open rather than guessed.
    assert found.asks[2].answered_by == ()
