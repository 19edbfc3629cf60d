"""Letters in layouts of many places: every field as stated, and what is not stated stays empty."""

from __future__ import annotations

import pytest

from letters.reading import read
from letters.reading.labels import as_label
from tests.letters.reading.layouts import STEMS, differences, label_of, text_of


@pytest.mark.parametrize("stem", STEMS)
def test_layout(stem):
    assert differences(label_of(stem), as_label(read(text_of(stem)))) == {}


def test_what_a_rule_is_sure_of_is_right():
    """Of the values given with 0.9 or more, at least 95 of a hundred are right."""
    sure, right = 0, 0
    for stem in STEMS:
        label, found = label_of(stem), as_label(read(text_of(stem)))
        wrong = differences(label, found)
        for field, evidence in found["evidence"].items():
            if field in label and evidence["confidence"] >= 0.9:
                sure += 1
                right += field not in wrong

    assert sure > 200
    assert right >= 0.95 * sure
