"""The 案由 as the opening quotes it, and the units it names."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("opening", "case_title"),
    [
        ("您提出的《关于增设助餐点的提案》（第18号）收悉，现答复如下：", "关于增设助餐点的提案"),
        ("您提出的“关于增设助餐点的建议”提案收悉，现答复如下：", "关于增设助餐点的建议"),
        ("您提出的“关于推进“医养结合”试点的提案”收悉，现答复如下：", "关于推进“医养结合”试点的提案"),
        ("您提出的《关于落实〈养老条例〉的提案》收悉，现答复如下：", "关于落实〈养老条例〉的提案"),
        ('您提出的"关于增设助餐点的提案"收悉，现答复如下：', "关于增设助餐点的提案"),
        ("您提出的关于增设助餐点的提案收悉，现答复如下：", "关于增设助餐点的提案"),
        ("您提出的关于增设助餐点的建议，现答复如下：", "关于增设助餐点的建议"),
        ("您《关于增设助餐点的提案》已收悉，现答复如下：", "关于增设助餐点的提案"),
        ("您提出的《增设助餐点》提案收悉，现答复如下：", "增设助餐点"),
        (
            "根据《养老服务条例》，我局办理了您提出的《关于增设助餐点的提案》，现答复如下：",
            "关于增设助餐点的提案",
        ),
        ("您提出的《关于增设助 餐\n点的提案》收悉，现答复如下：", "关于增设助餐点的提案"),
        ("您提出的提案收悉，现答复如下：", None),
    ],
)
def test_case_title_of_the_opening(read_letter, opening, case_title):
    assert read_letter(opening=opening).letter.proposal_title == case_title


def test_case_title_in_the_brackets_of_the_title(read_letter):
    letter = read_letter(
        title="对市政协五届三次会议第18号提案的答复（关于增设助餐点的提案）",
        opening="您的提案收悉，现答复如下：",
    ).letter

    assert letter.proposal_title == "关于增设助餐点的提案"


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("经会同市财政局、市卫生健康委研究", ("市财政局", "市卫生健康委")),
        ("经商财政部、农业农村部", ("财政部", "农业农村部")),
        ("会同市文化和旅游局、市住房和城乡建设局办理", ("市文化和旅游局", "市住房和城乡建设局")),
        ("经与市财政局和市教育局共同研究", ("市财政局", "市教育局")),
        ("综合市财政局、市教育局的会办意见", ("市财政局", "市教育局")),
        ("该提案由我局主办，市财政局、东湖区政府协办，经研究", ("市财政局", "东湖区政府")),
        ("经商市财政局、市教育局等单位", ("市财政局", "市教育局")),
        ("会同市财政局、教育局进行了专题研究", ("市财政局", "教育局")),
        ("经商相关部门", ()),
        ("会同民政部门共同研究", ()),
        ("经认真研究", ()),
        ("我局与您进行了沟通", ()),
    ],
)
def test_only_named_units_are_co_handlers(read_letter, sentence, units):
    opening = f"您提出的《关于增设助餐点的提案》收悉。{sentence}，现答复如下："

    assert read_letter(opening=opening).letter.co_units == units
