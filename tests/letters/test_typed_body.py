"""A typed body and its blocks: places in the one are places in the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.body import blocks_of, starts_of


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
