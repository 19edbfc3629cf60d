"""Originals of proposals in the layouts in which offices and websites have them; all made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.letter import Kind, SessionRef
from letters.reading import read
from letters.reading.original import as_proposal_label
from letters.reading.proposals import read_proposal

TITLE = "关于增设社区助餐点的提案\n"
ESSAY = "一、基本情况\n我市老人逐年增多，助餐点只有三处，老人就餐不便。\n二、建议\n"
NUMBERED = "（一）增设社区助餐点，每个街道不少于两处。\n（二）提高护理员岗位补贴。"
TWO = ("增设社区助餐点，每个街道不少于两处", "提高护理员岗位补贴")
FORM = (
    "政协临川市第五届委员会第三次会议提案表\n提案编号：018\n案由：关于增设社区助餐点的提案\n提案人：孙晓岚\n界别：社会福利\n党派：民盟\n"
    "联名人：钱伟民、周平\n通讯地址：临川市文昌路1号\n联系电话：13800001234\n是否同意公开：同意\n建议承办单位：市民政局\n提案内容：\n"
)
# layout: (text, what it states)
LAYOUTS = {
    "form with colons": (
        FORM + ESSAY + NUMBERED + "\n审查意见：立案",
        {"title": "关于增设社区助餐点的提案", "number": "018", "session": SessionRef(5, 3), "proposers": ("孙晓岚",),
         "co_signers": ("钱伟民", "周平"), "party": "民盟", "sector": "社会福利", "address": "临川市文昌路1号",
         "phones": ("13800001234",), "publicity": True, "units": "市民政局", "asks": TWO, "collective": False},
    ),
    "form as a table": (
        "提案表\n| 案由 | 关于增设社区助餐点的提案 |\n| 提案人 | 孙晓岚 | 界别 | 社会福利 |\n"
        "| 电话 | 0794-8220011 |\n" + ESSAY + NUMBERED,
        {"title": "关于增设社区助餐点的提案", "proposers": ("孙晓岚",), "sector": "社会福利",
         "phones": ("0794-8220011",), "asks": TWO},
    ),
    "labels above values": (
        "案由\n关于增设社区助餐点的提案\n提案人\n孙晓岚\n联系电话\n13800001234\n" + ESSAY + NUMBERED,
        {"title": "关于增设社区助餐点的提案", "proposers": ("孙晓岚",), "phones": ("13800001234",), "asks": TWO},
    ),
    "stretched labels": (
        "案　由：关于增设社区助餐点的提案\n提 案 人：孙 晓 岚\n联 系 电 话：13800001234\n" + ESSAY + NUMBERED,
        {"title": "关于增设社区助餐点的提案", "proposers": ("孙晓岚",), "phones": ("13800001234",)},
    ),
    "two labels in a line": (
        "案由：关于增设社区助餐点的提案\n提案人：孙晓岚    联系电话：13800001234\n" + ESSAY + NUMBERED,
        {"proposers": ("孙晓岚",), "phones": ("13800001234",)},
    ),
    "plain essay": (
        "关于增设社区助餐点的提案\n提案人：孙晓岚\n" + ESSAY + NUMBERED,
        {"title": "关于增设社区助餐点的提案", "proposers": ("孙晓岚",), "asks": TWO},
    ),
    "party": (
        "民革临川市委会：关于增设社区助餐点的提案\n" + ESSAY + NUMBERED,
        {"title": "关于增设社区助餐点的提案", "proposers": ("民革临川市委会",), "collective": True, "asks": TWO},
    ),
    "collective by label": (
        "集体提案\n提案单位：临川市工商联\n案由：关于增设社区助餐点的提案\n" + ESSAY + NUMBERED,
        {"proposers": ("临川市工商联",), "collective": True},
    ),
    "committee": (
        "案由：关于增设社区助餐点的提案\n提案者：市政协社会法制委员会\n" + ESSAY + NUMBERED,
        {"proposers": ("市政协社会法制委员会",), "collective": True},
    ),
    "web page": (
        "首页 > 提案选登 > 正文\n关于增设社区助餐点的提案\n来源：市政协  发布时间：2024-03-01\n"
        "提案人：孙晓岚\n" + ESSAY + NUMBERED + "\n上一篇：无",
        {"title": "关于增设社区助餐点的提案", "proposers": ("孙晓岚",), "asks": TWO},
    ),
    "number in the heading": (
        "政协临川市五届三次会议\n第018号提案\n关于增设社区助餐点的提案\n提案人：孙晓岚\n" + ESSAY + NUMBERED,
        {"number": "018", "session": SessionRef(5, 3), "title": "关于增设社区助餐点的提案"},
    ),
    "lettered number": ("提案号：B012\n案由：关于增设社区助餐点的提案\n" + ESSAY + NUMBERED, {"number": "B012"}),
    "arabic numerals": (
        "关于增设社区助餐点的建议\n一、现状\n老人逐年增多，助餐点只有三处，就餐不便。\n二、对策建议\n1.增设助餐点。每街两处。\n2.提高补贴。\n",
        {"title": "关于增设社区助餐点的建议", "asks": ("增设助餐点。每街两处", "提高补贴")},
    ),
    "points in one paragraph": (
        "关于增设社区助餐点的提案\n我市老人逐年增多，助餐点只有三处，老人就餐不便。\n为此，提出以下建议：\n一是增设助餐点；二是提高补贴；三是加强培训。",
        {"asks": ("增设助餐点", "提高补贴", "加强培训")},
    ),
    "a label for the suggestions": (
        "案由：关于增设社区助餐点的提案\n内容：我市老人逐年增多，助餐点只有三处，老人就餐不便。\n建议：\n1、增设助餐点。\n2、提高补贴。\n审查意见：立案",
        {"asks": ("增设助餐点", "提高补贴")},
    ),
    "one sentence": (
        "关于增设社区助餐点的提案\n我市老人逐年增多，助餐点只有三处，老人就餐不便。建议在每个街道增设助餐点。",
        {"asks": ("在每个街道增设助餐点",)},
    ),
    "numbered suggestions of three levels": (
        TITLE + ESSAY + "（一）增设助餐点。\n1.东街。\n2.西街。\n（二）提高补贴。",
        {"asks": ("增设助餐点", "提高补贴")},
    ),
    "a closing after the suggestions": (TITLE + ESSAY + NUMBERED + "\n以上提案，请予研究。", {"asks": TWO}),
    "a heading after the suggestions": (
        TITLE + ESSAY + NUMBERED + "\n三、结语\n（一）让老人安享晚年。", {"asks": TWO},
    ),
    "unnumbered suggestions": (
        TITLE + ESSAY + "在每个街道增设助餐点。\n提高护理员岗位补贴。",
        {"asks": ("在每个街道增设助餐点", "提高护理员岗位补贴")},
    ),
    "boxes, one ticked": ("是否同意公开：□同意 ☑不同意\n" + ESSAY + NUMBERED, {"publicity": False}),
    "boxes, none ticked": ("是否同意公开：□同意 □不同意\n" + ESSAY + NUMBERED, {"publicity": None}),
    "session as a field": ("届次：五届三次会议\n" + ESSAY + NUMBERED, {"session": SessionRef(5, 3)}),
    "nothing stated": (
        "今天天气很好。",
        {"title": None, "number": None, "proposers": (), "asks": (), "publicity": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_an_original_states(layout):
    text, stated = LAYOUTS[layout]

    original = read_proposal(text).proposal

    assert {name: getattr(original, name) for name in stated} == stated


def test_the_body_is_the_text_without_form_and_title():
    body = read_proposal(FORM + ESSAY + NUMBERED + "\n审查意见：立案").proposal.body

    assert body.splitlines()[0] == "一、基本情况"
    assert body.splitlines()[-1] == "（二）提高护理员岗位补贴。"
    assert "13800001234" not in body


def test_the_evidence_is_where_the_value_stands():
    text = FORM + ESSAY + NUMBERED
    evidence = read_proposal(text).evidence

    for name, said in {"title": "关于增设社区助餐点的提案", "number": "018", "sector": "社会福利"}.items():
        assert "".join(text[span.start : span.end] for span in evidence[name].spans) == said


def test_what_is_missing_is_told():
    assert [each.code for each in read_proposal("今天天气很好。").findings] == ["no_title", "no_proposers", "no_asks"]


def test_as_a_letter_an_original_is_something_else():
    assert read(FORM + ESSAY + NUMBERED).letter.kind == Kind.OTHER


WORDS = """案由： 提案人： 孙晓岚 关于 的提案 | 第018号 五届三次会议 二、建议 （一） 1. 一是 ； 。 ， ： 为此
建议 □同意 ☑不同意 是否同意公开："""
SCRAPS = st.sampled_from([*WORDS.split(), "\n", " "])


@given(st.one_of(st.text(max_size=300), st.lists(SCRAPS, max_size=60).map("".join)))
@settings(max_examples=200, deadline=None)
def test_reading_never_fails_and_places_lie_in_the_text(text):
    reading = read_proposal(text)

    places = [span for each in reading.evidence.values() for span in each.spans]
    assert all(0 <= span.start < span.end <= len(text) for span in places)
    assert as_proposal_label(reading) == as_proposal_label(read_proposal(text))


@pytest.mark.parametrize("scrap", ["案由：", "建议", "一是甲；", "《", "提案人|", "第1号", "□", "关于"])
def test_hostile_originals_are_read_to_the_end(scrap):
    assert read_proposal(scrap * (900_000 // len(scrap))).proposal is not None
