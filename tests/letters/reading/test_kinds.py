"""What a document is, with a reason in Chinese."""

from __future__ import annotations

import pytest

from letters.letter import Kind
from letters.reading import read

PROPOSAL = """政协临川市第五届委员会第三次会议
提      案
编号：0018
案由：关于增设社区助餐点的提案
提案人：孙晓岚
情况分析：
老城区老人多，独居的也多，做饭困难，现有助餐点太少，不能满足需要。
具体建议：
一、在每个社区设一处助餐点。
"""
NEWS = """市政协召开重点提案督办会
本报讯 6月5日，市政协召开重点提案督办会，围绕五届三次会议第18号提案《关于增设社区助餐点的提案》座谈。
提案人孙晓岚对办理情况表示满意。
"""


def test_reply_to_a_member(read_letter):
    reading = read_letter()

    assert reading.letter.kind == Kind.REPLY
    assert reading.reason.endswith("。")


@pytest.mark.parametrize(
    "parts",
    [
        {"to": "孙晓岚代表："},
        {"title": "", "head": ""},
        {"title": "关于市政协五届三次会议第18号建议办理情况的函"},
        {"to": "市政协提案委员会："},
        {"to": ""},
        {"title": "关于市政协五届三次会议第18号提案的会办意见"},
        {"opening": "您提出的《关于增设助餐点的提案》收悉。经综合市财政局的会办意见，现答复如下："},
    ],
)
def test_slips_of_wording_leave_it_a_reply(read_letter, parts):
    assert read_letter(**parts).letter.kind == Kind.REPLY


@pytest.mark.parametrize(
    "parts",
    [
        {"title": "关于市政协五届三次会议第18号提案的会办意见"},
        {"title": "临川市财政局关于市政协五届三次会议第18号提案协办意见的函"},
        {"title": "提案会办意见回复单"},
        {"title": "关于市政协五届三次会议第18号提案的函"},
    ],
)
def test_opinion_for_the_lead_unit(read_letter, parts):
    letter = read_letter(
        **parts,
        to="市民政局：",
        opening="孙晓岚委员提出的《关于增设社区助餐点的提案》收悉，现将我局会办意见函告如下：",
    ).letter

    assert letter.kind == Kind.CO_OPINION


@pytest.mark.parametrize(
    "parts",
    [
        {"title": "对市五届人大三次会议第18号建议的答复", "to": "孙晓岚代表："},
        {"title": "关于市第五届人民代表大会第三次会议第18号建议的答复", "to": "孙晓岚代表："},
        {"title": "", "to": "孙晓岚代表：", "opening": "您提出的“关于增设社区助餐点”建议收悉，现答复如下："},
    ],
)
def test_reply_to_the_peoples_congress(read_letter, parts):
    letter = read_letter(**{"opening": "您提出的《关于增设社区助餐点的建议》收悉，现答复如下：", **parts}).letter

    assert letter.kind == Kind.NPC_REPLY
    assert letter.body_level is None


def test_opinion_on_a_suggestion_names_the_deputy_of_its_text(read_letter):
    letter = read_letter(
        title="对市五届人大三次会议第18号建议会办意见的函",
        to="市财政局：",
        opening="孙晓岚代表提出的《关于增设社区助餐点的建议》收悉，会办意见如下：",
    ).letter

    assert (letter.kind, letter.proposers) == (Kind.NPC_REPLY, ("孙晓岚",))


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        (
            {
                "title": "关于做好政协提案办理工作的通知",
                "to": "各有关单位：",
                "opening": "为做好办理工作，现通知如下：",
            },
            "通知",
        ),
        (
            {
                "title": "2024年度政协提案办理工作总结",
                "to": "市政协提案委员会：",
                "opening": "现将情况报告如下：",
            },
            "报告",
        ),
        ({"title": "对校五届教代会三次会议第18号提案的答复", "to": "孙晓岚代表："}, "代表大会"),
        ({"title": "关于市第五次党代会第18号提案的答复", "to": "孙晓岚代表："}, "代表大会"),
        (
            {
                "title": "",
                "to": "孙晓岚：",
                "opening": "您好，您的来信《关于增设社区助餐点的建议》收悉，现回复如下：",
            },
            "",
        ),
    ],
)
def test_other_papers_are_refused_with_a_reason(read_letter, parts, word):
    reading = read_letter(head="", **parts)

    assert reading.letter.kind == Kind.OTHER
    assert word in reading.reason


@pytest.mark.parametrize("text", [PROPOSAL, NEWS, "", "　\n", "市政协提案办理情况反馈表\n提案人（签名）：\n承办单位："])
def test_the_proposal_itself_news_forms_and_nothing_are_other(text):
    assert read(text).letter.kind == Kind.OTHER


def test_fields_of_a_proposal_are_empty_in_other_papers(read_letter):
    letter = read_letter(
        title="关于做好市政协五届三次会议第18号提案办理工作的通知",
        to="各有关单位：",
        opening="为办好《关于增设社区助餐点的提案》，现通知如下：",
    ).letter

    assert (letter.session, letter.proposal_number, letter.proposal_title, letter.body_level) == (None,) * 4
    assert letter.proposers == ()
    assert letter.doc_number == "临民函〔2024〕7号"
