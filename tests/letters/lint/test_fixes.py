"""Mechanical fixes: each replaces exactly the text at its place, and when all are made none is asked for again."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.body import blocks_of, parts_of
from letters.letter import Copy
from letters.lint import Fix, Place, Problem, Severity, StaleFix, apply, apply_all, check
from letters.lint.parts import text_of
from tests.letters.lint.labelled import load_all

BASES = {each.name: each for each in load_all("bases")}
WHOLE = BASES["路灯"]
# Enough rounds for fixes that touch each other; a fix that asks for itself again would never end.
MOST_ROUNDS = 6

PIECES = (
    *("路灯", "养老机构", "我局", "您们", "您", "你们", "对对", "的的", "已", "将", "。。", "％", "１２", "12"),
    *("2024年06月05日", "二〇二四年六月五日", "2024年2月30日"),
    *',;:?!.()（）"“”《》。，、',
)
STARTS = (
    "",
    "一、",
    "一.",
    "二、",
    "二、",
    "四、",
    "（一）",
    "（一）、",
    "(二)",
    "1、",
    "1.",
    "2.",
    "3、",
    "(1)",
    "（2）",
)
paragraphs = st.builds(
    lambda start, words: start + "".join(words), st.sampled_from(STARTS), st.lists(st.sampled_from(PIECES), min_size=1)
)
numbers = st.sampled_from(
    [
        "清城管字〔2031〕18号",
        "清城管字【2031】第018号",
        "清城管字[2031]18号",
        "清城管 字（2031）08号",
        "清城管字﹝2031﹞第 7号",
    ]
)


def fixable(letter):
    return [problem for problem in check(letter, WHOLE.profile, WHOLE.facts) if problem.fix]


@pytest.mark.parametrize(
    ("part", "wrong", "right"),
    [
        ("doc_number", "清城管字【2031】第018号", "清城管字〔2031〕18号"),
        ("doc_number", "清城管字﹝2031﹞ 18号", "清城管字〔2031〕18号"),
        ("salutation", "钱若水代表:", "钱若水委员："),
        ("salutation", "钱若水委员", "钱若水委员："),
        ("title", "对市政协六届三次会议第63021号提案的答复。", "对市政协六届三次会议第63021号提案的答复"),
    ],
)
def test_head_is_put_right(part, wrong, right):
    letter = replace(WHOLE.letter, **{part: wrong})

    assert text_of(apply_all(letter, fixable(letter)), part) == right


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("感谢您们对对我市工作的关心。", "感谢您对我市工作的关心。"),
        ("感谢你们的关心。", "感谢您的关心。"),
        ("路灯518盏,全部亮灯;其余46盏明年更换.", "路灯518盏，全部亮灯；其余46盏明年更换。"),
        ('设立"护学岗"和"便民岗"。', "设立“护学岗”和“便民岗”。"),
        ("市局(设在市政府)负责。", "市局（设在市政府）负责。"),
        ("亮灯率９５％。", "亮灯率95%。"),
        ("于二〇三一年三月五日开工。", "于2031年3月5日开工。"),
        ("于2031年03月05日开工。", "于2031年3月5日开工。"),
        ("已经完成。。", "已经完成。"),
        ("其中**重点人群**签约12万人，**2027年**前全部覆盖。", "其中重点人群签约12万人，2027年前全部覆盖。"),
        ("### 关于签约服务", "关于签约服务"),
    ],
)
def test_text_is_put_right(wrong, right):
    letter = replace(WHOLE.letter, body=(*WHOLE.letter.body[:3], *blocks_of(wrong)))

    assert apply_all(letter, fixable(letter)).body[3].text == right


@pytest.mark.parametrize("plain", ["陶**委员、李**委员到场。", "联系电话139****1234和138****1234。", "甲 ** 乙 ** 丙"])
def test_masked_names_are_no_markup(plain):
    letter = replace(WHOLE.letter, body=(*WHOLE.letter.body[:3], *blocks_of(plain)))

    assert not [problem for problem in check(letter, WHOLE.profile, WHOLE.facts) if "标记" in problem.message]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (["一.甲", "二、乙"], ["一、甲", "二、乙"]),
        (["1、甲", "2、乙"], ["1.甲", "2.乙"]),
        (["一、甲", "(一)子", "（二）、丑", "二、乙"], ["一、甲", "（一）子", "（二）丑", "二、乙"]),
        (["一、甲", "二、乙", "二、丙", "四、丁"], ["一、甲", "二、乙", "三、丙", "四、丁"]),
        (["一、甲", "三、乙"], ["一、甲", "二、乙"]),
    ],
)
def test_headings_are_renumbered_where_that_is_plain(wrong, right):
    letter = replace(WHOLE.letter, body=(WHOLE.letter.body[0], *blocks_of("\n".join(wrong))))
    fixed = apply_all(letter, fixable(letter))

    assert [block.text for block in fixed.body[1:]] == right
    assert all(block.level for block in fixed.body[1:])


def test_headings_that_go_back_are_left_to_a_person():
    letter = replace(WHOLE.letter, body=(WHOLE.letter.body[0], *blocks_of("一、甲\n三、乙\n二、丙")))
    found = [problem for problem in check(letter, WHOLE.profile, WHOLE.facts) if problem.rule == "HEADING_ORDER"]

    assert found
    assert not any(problem.fix for problem in found)


def test_mark_behind_a_recipient_goes():
    letter = replace(WHOLE.letter, cc=(Copy("市政协提案委", 3), Copy("市财政局。")))

    assert apply_all(letter, fixable(letter)).cc == (Copy("市政协提案委", 3), Copy("市财政局"))


def test_fix_of_another_text_is_refused():
    wrong = replace(WHOLE.letter, salutation="钱若水代表：")
    (problem,) = fixable(wrong)

    with pytest.raises(StaleFix):
        apply(WHOLE.letter, problem)


def test_fix_of_a_paragraph_that_is_gone_is_refused():
    problem = Problem("CHARS", Severity.WARNING, "", "", Place("body", 0, 1, 99), ",", Fix("", "，"))

    with pytest.raises(StaleFix):
        apply(WHOLE.letter, problem)


def test_problem_without_a_fix_is_not_applied():
    letter = replace(WHOLE.letter, title=None)
    (problem,) = [each for each in check(letter, WHOLE.profile, WHOLE.facts) if each.rule == "TITLE_CASE"]

    with pytest.raises(ValueError, match="no fix"):
        apply(letter, problem)


@given(st.lists(paragraphs, min_size=1, max_size=8), numbers)
def test_when_all_fixes_are_made_none_is_left(body, number):
    letter = replace(WHOLE.letter, body=blocks_of("\n".join(body)), doc_number=number)
    for _ in range(MOST_ROUNDS):
        found = fixable(letter)
        if not found:
            return
        letter = apply_all(letter, found)

    assert [(problem.rule, problem.quote, problem.fix) for problem in fixable(letter)] == []


@given(st.lists(paragraphs, min_size=1, max_size=5), numbers)
def test_fix_changes_the_text_at_its_place_and_nothing_else(body, number):
    letter = replace(WHOLE.letter, body=blocks_of("\n".join(body)), doc_number=number)
    for problem in fixable(letter):
        place, fixed = problem.place, apply(letter, problem)
        before = text_of(letter, place.part, place.block)

        after = before[: place.start] + problem.fix.replacement + before[place.end :]
        assert text_of(fixed, place.part, place.block) == after
        assert [
            field.name for field in fields(letter) if getattr(letter, field.name) != getattr(fixed, field.name)
        ] in (
            [place.part],
            [],
        )
        others = [block for index, block in enumerate(letter.body) if index != place.block]
        assert [
            block for index, block in enumerate(fixed.body) if index != place.block
        ] == others or place.part != "body"


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("附件：名单\n附件\n名册\n张三。", Fix("改为“名单”", "名单")),
        # 名册 has a page of its own, which nobody announced.
        ("附件：名单\n附件1\n名单\n张三。\n附件2\n名册\n李四。", None),
    ],
)
def test_a_title_is_mended_only_where_the_announced_one_has_no_page(typed, fix):
    parts = parts_of(f"正文。\n{typed}")
    letter = replace(WHOLE.letter, attachments=parts.attachments, enclosed=parts.enclosed)
    found = [each for each in check(letter, WHOLE.profile, WHOLE.facts) if each.rule == "ATTACHMENTS"]
    assert [(each.quote, each.fix) for each in found] == [("名册", fix)]
