"""The body: where it begins and ends, its headings, its paragraphs."""

from __future__ import annotations

import pytest

from letters.letter import Block


def _body(read_letter, body):
    return read_letter(body=body).letter.body[1:]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、工作进展情况", 1),
        ("### 一、工作进展情况", 1),
        ("（一）健全工作机制", 2),
        ("(二)健全工作机制", 2),
        ("1. 健全工作机制", 3),
        ("1、健全工作机制", 3),
        ("1．健全工作机制", 3),
        ("（1）健全工作机制", 4),
        ("（一）健全机制。我局成立专班，由主要负责人牵头，每月调度一次，协调解决问题。", 2),
        ("一是健全工作机制。", 0),
        ("2024年，我局新建助餐点十二处。", 0),
        ("1.5万名老人在助餐点就餐。", 0),
        (
            "1.已委托专业公司对全市助餐点的标识系统进行统一设计，全部采用大字，配上图画，便于老人辨认，年底前装好。",
            0,
        ),
    ],
)
def test_level_by_the_numeral(read_letter, line, level):
    assert _body(read_letter, f"{line}\n正文一句。")[0].level == level


def test_markdown_and_blanks_are_gone_from_a_heading(read_letter):
    assert _body(read_letter, "## （ 一 ） 健全 机制\n正文一句。")[0] == Block("（一）健全机制", 2)


def test_paragraph_broken_by_a_page_is_one(read_letter):
    body = _body(read_letter, "我局认真落实全市养老服务设施专项规\n\n— 2 —\n\n划，成效明显。\n下一段。")

    assert [block.text for block in body] == [
        "我局认真落实全市养老服务设施专项规划，成效明显。",
        "下一段。",
    ]


def test_paragraph_without_its_full_stop_does_not_swallow_the_next_point(read_letter):
    assert len(_body(read_letter, "一是建立台账，逐项销号\n二是加强督查。")) == 2


def test_heading_does_not_swallow_its_text(read_letter):
    assert [block.level for block in _body(read_letter, "一、进展情况\n我局高度重视。")] == [1, 0]


def test_latin_words_keep_their_blank(read_letter):
    assert _body(read_letter, "采用 PPP mode 建设 12 处。")[0].text == "采用PPP mode建设12处。"


def test_body_has_neither_salutation_nor_close(read_letter):
    letter = read_letter(tail="联系人：周慧 电话：8220011\n抄送：市政协提案委。").letter

    assert letter.body[0].text.startswith("您提出的")
    assert letter.body[-1].text == "感谢您对民政工作的关心和支持。"


def test_letter_without_salutation_begins_with_its_first_sentence(read_letter):
    letter = read_letter(to="", title="关于市政协五届三次会议第18号提案答复的函").letter

    assert letter.salutation is None
    assert letter.body[0].text.startswith("您提出的")
