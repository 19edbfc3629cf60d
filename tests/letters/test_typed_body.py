"""A typed text and its parts: places in the one are places in the other, and 附件 are told from the body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.body import MOST_ENCLOSED, announced, blocks_of, pages_of, parts_of, starts_of


@pytest.mark.parametrize(
    ("text", "starts"),
    [("", ()), ("甲\n乙", (0, 2)), ("　　甲\n\n  乙 \r\n丙", (2, 7, 11)), ("\n\n", ())],
)
def test_where_blocks_begin(text, starts):
    assert starts_of(text) == starts


@given(st.text(st.sampled_from("甲乙一、 \u3000\n\r\t")))
def test_each_block_stands_where_it_begins(text):
    blocks = blocks_of(text)

    assert len(starts_of(text)) == len(blocks)
    for start, block in zip(starts_of(text), blocks, strict=True):
        assert text[start : start + len(block.text)] == block.text


ENCLOSED = """收悉，现答复如下：
1. 先办的事。
附件：1. 任务清单
　　　2. 名单（2026年）。

附件1
任务清单
一、总体要求
附件2
名单（2026年）
张三。"""


@pytest.mark.parametrize(
    ("text", "body", "names", "enclosed"),
    [
        ("甲。\n附件：清单", 1, ("清单",), 0),
        ("甲。\n附件：1.清单；2.名单", 1, ("清单", "名单"), 0),
        ("甲。\n附件：《关于路灯；水电的办法》", 1, ("《关于路灯；水电的办法》",), 0),
        ("甲。\n附件1：清单\n附件2：名单", 1, ("清单", "名单"), 0),
        ("甲。\n附件：1. 3号线图\n2. 15个站点", 1, ("3号线图", "15个站点"), 0),
        ("甲。\n附件：\n1．清单\n2．2026年计划", 1, ("清单", "2026年计划"), 0),
        ("甲。\n附件：1. 清单\n\n\n附件\n清单\n乙", 1, ("清单",), 3),
        ("甲。\n附件1\n清单\n乙\n附件2\n名单", 1, ("清单", "名单"), 5),
        ("甲。\n附件：\n附件1：清单\n附件2：名单", 1, ("清单", "名单"), 0),
        ("甲。\n附件一：清单\n附件二：名单\n附件一\n清单\n乙", 1, ("清单", "名单"), 3),
        ("甲。\n附件：\n附件1\n清单\n乙\n附件2\n名单", 1, ("清单", "名单"), 5),
        # A numeral with a blank behind it, or in its order, is one, whatever the name begins with.
        ("甲。\n附件：1. 12月清单\n2. 5处点位", 1, ("12月清单", "5处点位"), 0),
        ("甲。\n附件：1.12个社区\n2.5处点位", 1, ("12个社区", "5处点位"), 0),
        ("甲。\n附件：1.3月清单", 1, ("3月清单",), 0),
        ("甲。\n附件：1.5万元的明细", 1, ("1.5万元的明细",), 0),
        (
            "甲。\n" + "\n".join(announced(tuple(f"表{i}" for i in range(120)))),
            1,
            tuple(f"表{i}" for i in range(120)),
            0,
        ),
        # Not 附件: without a name, amid the text, a label without a title, numbered text, a word that begins alike.
        ("甲。\n附件：", 2, (), 0),
        ("甲。\n附件：清单\n专此答复。", 3, (), 0),
        ("甲。\n附件1", 2, (), 0),
        ("甲。\n1. 乙\n2. 丙", 3, (), 0),
        ("附件\n清单", 2, (), 0),
        ("甲。\n附件见下页。", 2, (), 0),
        ("", 0, (), 0),
    ],
)
def test_what_is_body_and_what_is_enclosed(text, body, names, enclosed):
    typed = parts_of(text)
    assert (len(typed.body), typed.attachments, len(typed.enclosed)) == (body, names, enclosed)


def test_each_printed_one_has_its_label_its_title_and_its_text():
    first, second = pages_of(parts_of(ENCLOSED).enclosed)
    assert (first[:2], [block.level for block in first[2]]) == (("附件1", "任务清单"), [1])
    assert (second[:2], [block.text for block in second[2]]) == (("附件2", "名单（2026年）"), ["张三。"])


def test_places_in_the_parts_are_places_in_the_text():
    typed = parts_of(ENCLOSED)
    for part, texts in (
        ("body", [block.text for block in typed.body]),
        ("attachments", typed.attachments),
        ("enclosed", [block.text for block in typed.enclosed]),
    ):
        found = [ENCLOSED[at : at + len(text)] for at, text in zip(typed.starts[part], texts, strict=True)]
        assert found == list(texts)


@given(st.lists(st.sampled_from(["附件", "附件1", "附件：", "1. 甲", "2．乙；3.丙", "丁。", "　", ""]), max_size=9))
def test_no_line_is_lost(lines):
    text = "\n".join(lines)
    typed, blocks = parts_of(text), blocks_of(text)
    listed = blocks[len(typed.body) : len(blocks) - len(typed.enclosed)]
    assert (*typed.body, *listed, *typed.enclosed) == blocks
    assert all("附件" in block.text or block.text[0].isdecimal() for block in listed)
    assert all(any(name in block.text for block in blocks) for name in typed.attachments)
    for part, starts in typed.starts.items():
        assert len(starts) == len(getattr(typed, part))


@pytest.mark.parametrize("names", [(), ("清单",), ("清单", "名单（2026年）", "图")])
def test_what_is_announced_is_read_again(names):
    assert parts_of("\n".join(["甲。", *announced(names)])).attachments == names


def test_no_page_for_every_three_characters():
    typed = parts_of("甲。\n" + "附件\n乙\n" * 5_000)
    pages = list(pages_of(typed.enclosed))
    assert len(typed.attachments) == len(pages) == MOST_ENCLOSED
    assert sum(2 + len(text) for _, _, text in pages) == len(typed.enclosed) == 10_000
