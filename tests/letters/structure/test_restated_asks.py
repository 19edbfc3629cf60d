"""What was asked, as the letter repeats it, and what answers it."""

from __future__ import annotations

import pytest

from letters.structure import structure_of_body


def asks(body):
    return [(each.text, each.answered_by) for each in structure_of_body(body).asks]


@pytest.mark.parametrize(
    ("heading", "ask"),
    [
        ("一、关于增设助餐点的建议", "增设助餐点"),
        ("一、关于“增设助餐点”", "增设助餐点"),
        ("一、关于您提出的增设助餐点的建议的答复", "增设助餐点"),
        ("一、针对增设助餐点问题", "增设助餐点"),
    ],
)
def test_a_heading_repeats_the_ask_and_answers_it(heading, ask):
    ((text, answered_by),) = asks(f"{heading}\n已增设三处。")

    assert text == ask
    assert answered_by == (heading.removeprefix("一、"),)


@pytest.mark.parametrize("heading", ["一、关于所提建议的答复", "一、关于提案办理情况", "一、工作现状"])
def test_a_heading_that_names_no_ask_is_none(heading):
    assert asks(f"{heading}\n已增设三处。") == []


def test_asks_of_a_sentence_find_the_section_that_is_theirs_alone():
    asked = "您建议增设社区助餐点，提高护理员待遇，修建滨河步道。"
    body = f"{asked}\n一、增设助餐网点\n已建助餐点。\n二、护理员待遇保障\n提高补贴。"

    assert asks(body) == [
        ("增设社区助餐点", ("增设助餐网点",)),
        ("提高护理员待遇", ("护理员待遇保障",)),
        ("修建滨河步道", ()),
    ]


def test_points_below_what_the_proposal_says_are_asks():
    assert [
        text for text, _ in asks("一、提案的主要内容\n一是建设生态沟渠。\n二是回收农膜。\n二、办理情况\n已办。")
    ] == [
        "建设生态沟渠",
        "回收农膜",
    ]


@pytest.mark.parametrize("body", ["您提出的建议收悉。", "对您提出的建议将认真对待。", "您的建议很好。"])
def test_the_noun_is_no_ask(body):
    assert asks(body) == []
