"""Text from Word or a web page becomes plain paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.pasting import cleaned


@pytest.mark.parametrize(("pasted", "typed"), [
    ("　　您提出的提案收悉。", "您提出的提案收悉。"),
    ("一、\t基本情况\r\n（一）  现状\r1.\u00a0设施", "一、基本情况\n（一）现状\n1.设施"),
    ("联 系 人：张　三", "联系人：张三"),
    ("共建成 12 个站点，投入 3.5 亿元", "共建成 12 个站点，投入 3.5 亿元"),
    ("第一行\v第二行\f第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
    ("看\u200b不\ufeff见\u00ad的\ufffc字", "看不见的字"),
    ("已\x00建\x1f成\x7f12\x9f个\ufffe\uffff", "已建成12个"),
    ("投入\u202e21\u202c万元\u200f，\u206612\u2069个", "投入21万元，12个"),
    ("\n\n甲\n\n乙\n\n", "甲\n\n乙"),
    ("单位\t签约数\t比例\n城关\t1 200\t35%\n合计\t2 000\t", "单位，签约数，比例\n城关，1 200，35%\n合计，2 000"),
    ("1. 15分钟生活圈\n2.  2026年计划", "1. 15分钟生活圈\n2.2026年计划"),
    ("一、\t总体情况\n1.1\t进展\n●\t要点", "一、总体情况\n1.1 进展\n● 要点"),
    ("AI 技术 and big data", "AI 技术 and big data"),
])  # fmt: skip
def test_what_comes_along_falls_away(pasted, typed):
    assert cleaned(pasted) == typed


@given(st.text())
def test_cleaning_again_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text("甲乙丙，。1a "))
def test_no_character_but_blanks_is_lost(text):
    assert cleaned(text).replace(" ", "") == text.replace(" ", "")
