"""Whatever is typed, every writer finishes, and the OFD keeps its standard."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters import profiles
from letters.letter import Block, Copy, Kind, Letter
from letters.writing import WRITERS
from letters.writing.ofd.check import faults
from tests.letters.writing.samples import WHEN

WORDS = st.text(
    st.sampled_from("清河市政协提案答复的，。、：；（）《》“”〔〕—…·ABC abc019%/-.#$*_@<>&\\\"'\n\t\x00𬭼\ue123\ud800"),
    max_size=60,
)
MAYBE = st.none() | WORDS
LETTERS = st.builds(
    Letter,
    kind=st.just(Kind.REPLY),
    issuer=MAYBE,
    doc_number=MAYBE,
    signatory=st.lists(WORDS, max_size=5).map(tuple),
    grade=MAYBE,
    publicity=MAYBE,
    title=MAYBE,
    salutation=MAYBE,
    body=st.lists(st.builds(Block, WORDS.map(lambda words: words * 7), st.integers(0, 4)), max_size=4).map(tuple),
    sign_off=MAYBE,
    date=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31)),
    contact_person=st.lists(WORDS, max_size=2).map(tuple),
    attachments=st.lists(WORDS, max_size=10).map(tuple),
    cc=st.lists(st.builds(Copy, WORDS, st.none() | st.integers(1, 99)), max_size=9).map(tuple),
    printed_by=MAYBE,
)


@pytest.mark.parametrize("form", sorted(WRITERS))
@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(letter=LETTERS, preset=st.sampled_from(profiles.names()))
def test_no_text_stops_a_writer(form, letter, preset):
    data = WRITERS[form](letter, profiles.load(preset), when=WHEN).data

    assert data
    assert form != "ofd" or faults(data) == []


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_a_word_without_a_place_to_part_is_printed(form):
    letter = Letter(kind=Kind.REPLY, body=(Block("a" * 400),))

    assert WRITERS[form](letter, profiles.load("standard-file"), when=WHEN).data
