"""What holds for any text whatever."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.letter import Kind
from letters.reading import read
from letters.reading.labels import as_label

WORDS = """
临川市民政局 文件 临民函〔2024〕7号 签发人： 钱伟民 办理结果：A 对市政协五届三次会议 第18号提案的答复
孙晓岚委员： 您提出的 《关于 “ 》 ”的提案 收悉， 现答复如下： 一、 （一） 1. 。 、 （ ）
2024年6月5日 年月日 联系人： 电话： 0794-8220011 抄送： 市政协提案委 （各1份） 附件：
| # ** : 会同 、政府、政协 同时废止 ９ 印发 委员
"""
SCRAPS = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\u3000", " ", "\u200b", "\ufeff", "\r\n"])
TEXTS = st.one_of(st.text(max_size=400), st.lists(SCRAPS, max_size=60).map("".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_reading_never_fails_and_spans_lie_in_the_text(text):
    reading = read(text)

    spans = [span for evidence in reading.evidence.values() for span in evidence.spans]
    spans += [span for finding in reading.findings for span in finding.spans]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert reading.reason


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_reading_twice_gives_the_same(text):
    assert as_label(read(text)) == as_label(read(text))


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_every_stated_field_has_evidence_and_no_other(text):
    reading = read(text)

    plain = {"kind", "body", "grade"}  # of the whole page, of its paragraphs, of grade_raw
    stated = {f.name for f in dataclasses.fields(reading.letter) if getattr(reading.letter, f.name)} - plain
    assert set(reading.evidence) == stated
    assert all(evidence.spans for evidence in reading.evidence.values())


@pytest.mark.parametrize("field", ["doc_number", "proposal_title", "title", "sign_off", "issuer", "grade_raw"])
def test_evidence_is_the_value_itself(read_letter, letter_text, field):
    parts = {"head": "临川市民政局文件\n办理结果：B\n临民函〔2024〕7号"}
    reading, text = read_letter(**parts), letter_text(**parts)

    said = "".join(text[span.start : span.end] for span in reading.evidence[field].spans)

    assert said == getattr(reading.letter, field)


HOSTILE = {
    "one line": "关" * 999_999,
    "lines": "\n".join("a" for _ in range(499_000)),
    "blanks": " \u3000" * 499_999,
    "opening marks": "孙晓岚委员：\n" + "《" * 900_000,
    "brackets": "孙晓岚委员：\n您提出的" + "（第" * 400_000,
    "labels": "联系人：" * 240_000,
    "cells": "|a" * 499_000,
    "names": "孙晓岚、" * 240_000 + "委员：",
    "copies": "孙晓岚委员：\n正文。\n抄送：" + "市局、" * 300_000,
    "titles": "\n".join("关于市政协" for _ in range(160_000)),
    "unclosed case": "孙晓岚委员：\n您提出的关于" + "建" * 900_000,
    "consulted": "孙晓岚委员：\n" + "会同市局、" * 180_000,
    "dates": "孙晓岚委员：\n" + "2024年6月5日\n" * 90_000,
    "phones": "孙晓岚委员：\n正文。\n电话：" + "0794-8220011" * 80_000,
    "doubled": "孙晓岚委员：\n" + "对对,的的," * 180_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_to_the_end(name):
    # No stop-watch: a rule that costs the square of its text does not come back from here for hours.
    assert read(HOSTILE[name]).letter.kind in Kind


def test_beyond_the_limit_nothing_is_read():
    reading = read("关" * 1_000_001)

    assert reading.letter.kind == Kind.OTHER
    assert [finding.code for finding in reading.findings] == ["too_long"]
