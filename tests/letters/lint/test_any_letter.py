"""Whatever a letter holds, it is checked to its end, and every problem names a place that is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.letter import Block, Copy, Kind, Letter
from letters.lint import Facts, apply, check
from letters.lint.parts import PARTS, quote, text_of
from letters.profiles import Profile
from tests.letters.lint.labelled import load_all

LAMPS = next(each for each in load_all("bases") if each.name == "路灯")
WORDS = (
    *(
        "对市政协六届三次会议",
        "第120届第99次会议",
        "第63021号",
        "提案",
        "的答复",
        "钱若水",
        "委员",
        "代 表",
        "等3位",
        "：",
        ":",
    ),
    *(
        "一、",
        "（一）",
        "1.",
        "(1)",
        "共12件",
        "占3%",
        "２０％",
        "截至2031年13月",
        "2031年2月30日",
        "自1999年至今已有十年",
    ),
    *(
        "　",
        " ",
        "\n",
        "“",
        "”",
        '"',
        "'",
        "《",
        "〔2031〕",
        "第007号",
        "市财政局",
        "，",
        "。",
        "××",
        "现答复如下：",
        "|",
        "<p>",
    ),
)
texts = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)
maybe = st.none() | texts
letters = st.builds(
    Letter,
    kind=st.sampled_from([Kind.REPLY, Kind.CO_OPINION]),
    issuer=maybe,
    doc_number=maybe,
    grade=st.sampled_from([None, "A", "B", "C"]),
    grade_raw=maybe,
    publicity=maybe,
    title=maybe,
    salutation=maybe,
    body=st.lists(st.builds(Block, texts), max_size=5).map(tuple),
    sign_off=maybe,
    date=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)),
    contact_phone=st.lists(texts, max_size=2).map(tuple),
    cc=st.lists(st.builds(Copy, texts), max_size=3).map(tuple),
    attachments=st.lists(texts, max_size=2).map(tuple),
)


@settings(deadline=None)
@given(
    letters, st.booleans(), st.sampled_from([Facts(), replace(LAMPS.facts, public_parts=frozenset(PARTS), issued=True)])
)
def test_any_letter_is_checked(letter, historic, facts):
    for problem in check(letter, Profile(), facts, historic=historic):
        place = problem.place
        whole = text_of(letter, place.part, place.block)
        assert 0 <= place.start <= place.end <= len(whole)
        assert quote(letter, place) == problem.quote
        if problem.fix:
            assert apply(letter, problem) != letter


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_blank_parts_are_lacking_or_silent(text):
    blank = Letter(Kind.REPLY, title=text, salutation=text, body=(Block(text),), sign_off=text, doc_number=text)

    assert {problem.rule for problem in check(blank, Profile(), Facts())} >= {"TITLE_CASE", "SALUTATION", "SIGNATURE"}
