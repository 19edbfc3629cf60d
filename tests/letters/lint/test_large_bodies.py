"""Bodies of 200,000 characters made to be slow: each is checked to its end, and the number of problems is bounded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from letters.body import blocks_of
from letters.lint import RULES, check
from letters.lint.parts import PARTS
from letters.lint.subject import Subject
from tests.letters.lint.labelled import load_all

LAMPS = next(each for each in load_all("bases") if each.name == "路灯")
LENGTH = 200_000
SEEDS = (
    "1",
    "（",
    "）",
    '"',
    "×",
    "一、",
    "共1件占1%，",
    "由1件增加到2件，增长",
    "家住",
    "养老机构38家",
    "。",
    "《",
    "路灯",
)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_endless_paragraph(seed):
    letter = replace(LAMPS.letter, body=blocks_of(seed * (LENGTH // len(seed))))
    facts = replace(
        LAMPS.facts, public_parts=frozenset(PARTS), repealed={"某某办法": "另一办法"}, last_reply="甲。" * 1000
    )

    assert len(check(letter, LAMPS.profile, facts)) <= 200 * len(RULES)


def test_sentences_are_cut_once():
    subject = Subject(LAMPS.letter, LAMPS.profile, LAMPS.facts)

    assert subject.sentences is subject.sentences
    assert subject.paragraphs is subject.paragraphs
