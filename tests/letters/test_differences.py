"""What changed between two texts, told paragraph by paragraph and character by character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.differences import Change, Part, differences, find_again

TEXT = st.lists(st.text("甲乙丙丁，。的了12", max_size=12), max_size=8).map("\n".join)


def told(before, after):
    """- went, + came, = stayed."""
    marks = {Change.SAME: "=", Change.GONE: "-", Change.NEW: "+"}
    return [[marks[part.change] + part.text for part in each.parts] for each in differences(before, after)]


def test_a_changed_word_is_shown_inside_its_paragraph():
    before, after = "一、基本情况\n已建成服务站12个，覆盖全部街道。", "一、基本情况\n已建成服务站15个，覆盖全部街道。"
    assert told(before, after) == [
        ["=一、基本情况"],
        ["=已建成服务站1", "-2", "+5", "=个，覆盖全部街道。"],
    ]


def test_a_new_and_a_lost_paragraph_stand_where_they_belong():
    assert told("甲段文字。\n乙段内容。\n丙段说明。", "甲段文字。\n丙段说明。\n丁，全新的一句。") == [
        ["=甲段文字。"],
        ["-乙段内容。"],
        ["=丙段说明。"],
        ["+丁，全新的一句。"],
    ]


def test_sentences_that_share_nothing_are_not_mixed():
    before, after = "资金由市财政承担。", "已与三家企业签订协议，明年动工"
    assert told(before, after) == [["+" + after], ["-" + before]]


def test_places_count_paragraphs_of_either_text():
    found = differences("甲甲甲甲\n乙乙乙乙", "甲甲甲甲\n丙丙丙丙\n乙乙乙乙")
    assert [(each.before, each.after, each.is_changed) for each in found] == [
        (0, 0, False),
        (None, 1, True),
        (1, 2, False),
    ]


@settings(deadline=None)
@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_it(before, after):
    found = differences(before, after)

    def text(change, place):
        return [
            "".join(p.text for p in each.parts if p.change in (Change.SAME, change)) for each in found if place(each)
        ]

    assert text(Change.NEW, lambda each: each.after is not None) == after.splitlines()
    by_place = sorted((each.before, each) for each in found if each.before is not None)
    old = ["".join(p.text for p in each.parts if p.change is not Change.NEW) for _, each in by_place]
    assert old == before.splitlines()


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert not any(each.is_changed for each in differences(text, text))


def test_a_paragraph_of_a_whole_book_is_compared_as_one():
    before, after = "长" * 50_000, "长" * 49_999 + "短"
    [found] = differences(before, after)
    assert found.parts == (Part(Change.GONE, before), Part(Change.NEW, after))


@pytest.mark.parametrize(("text", "place"), [
    ("甲乙丙", 1), ("丁甲乙丙", 2), ("乙丙甲", 0), ("乙甲甲甲甲乙", 0), ("甲丙", None), ("", None),
])  # fmt: skip
def test_a_passage_is_found_again_at_the_nearest_place(text, place):
    assert find_again("乙", 1, text) == place
