"""What holds for the structure of any text whatever."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.reading.normalise import clean
from letters.structure import structure_of, structure_of_body
from letters.structure.labels import as_json

WORDS = """
一、 （一） 1. （1） 一是 二是 第三， 下一步， 将 力争 到2026年 建成
食堂 50个 。 ； ： ， 《 》 << >> “ ” 办法 规划 （2016-2020年） 十三五
临政办发〔2023〕12号 根据 转发 废止 提出 您建议 关于 的建议 收悉 感谢 孙晓岚委员： 已 了 截至
"""
SCRAPS = st.sampled_from([*WORDS.split(), "\n", "\u3000", " ", "\u200b", "\r\n"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(SCRAPS, max_size=60).map("".join))
SAID = {"title", "numeral", "sentence", "detail", "text", "doc_number", "by", "paragraphs", "answered_by"}


def strings(value, key=""):
    if isinstance(value, dict):
        for name, below in value.items():
            yield from strings(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from strings(below, key)
    elif isinstance(value, str) and key in SAID:
        yield value


def spans(value):
    if isinstance(value, dict):
        for name, below in value.items():
            yield from below if name == "spans" else spans(below)
    elif isinstance(value, list):
        for below in value:
            yield from spans(below)


@pytest.mark.parametrize("read", [structure_of, structure_of_body])
@given(text=TEXTS)
@settings(max_examples=150, deadline=None)
def test_nothing_is_invented_and_places_lie_in_the_text(read, text):
    found = as_json(read(text))

    source = "".join(character for character in clean(text) if character not in " \n\u200b|")
    assert all(each.replace("|", "") in source for each in strings(found))
    assert all(0 <= start < end <= len(text) for start, end in spans(found))
    assert found == as_json(read(text))


HOSTILE = {
    "marks": "《" * 900_000,
    "documents": "《甲办法》" * 180_000,
    "numbers": "临政发〔2023〕1号" * 90_000,
    "points": "一是甲。" * 240_000,
    "headings": "一、关于甲\n" * 160_000,
    "promises": "我局将建设。" * 160_000,
    "no end": "将" * 990_000,
    "past": "了" * 990_000,
    "digits": "建成1" + "2" * 990_000,
    "asks": "您建议" * 300_000,
    "quotes": "规划提出“" * 190_000,
    "days": "到2026年" * 160_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_taken_apart_to_the_end(name):
    # No stop-watch: what costs the square of its text does not come back from here for hours.
    assert structure_of_body(HOSTILE[name]) == structure_of_body(HOSTILE[name])
