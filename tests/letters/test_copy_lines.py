"""抄送 lines: what people type is taken apart, and what is printed reads back as the same recipients."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.letter import Copy
from letters.reading.fields.copies import expand
from letters.writing.wording import copies

LINE = "市政协提案委（3份），市委市政府督查局（1份），卧龙区委、政府、政协（各1份）。"


def printed(recipients) -> str:
    return "".join(copies(tuple(recipients)))


def test_a_whole_line_is_its_recipients():
    assert expand(LINE) == (
        Copy("市政协提案委", 3),
        Copy("市委市政府督查局", 1),
        Copy("卧龙区委", 1),
        Copy("卧龙区政府", 1),
        Copy("卧龙区政协", 1),
    )


@pytest.mark.parametrize("line", [
    LINE,
    "市政协提案委（2份），市委市政府督查局（2份）。",
    "市政协提案委，市目督办，市民政局。",
    "市政协提案委，卧龙区委（1份）、政府（1份）。",
    "市政协提案委（1份）。",
])  # fmt: skip
def test_a_line_prints_back_as_it_was(line):
    assert printed(expand(line)) == line


@pytest.mark.parametrize(("text", "names"), [
    ("抄送：市政协提案委，市政府督查室", ["市政协提案委", "市政府督查室"]),
    ("市政协提案委", ["市政协提案委"]),
    ("市政协提案委2份", ["市政协提案委"]),
    ("存档", []),
    ("", []),
    ("。，、", []),
])  # fmt: skip
def test_less_than_a_line_will_do(text, names):
    assert [copy.recipient for copy in expand(text)] == names


PLACES = st.sampled_from(["卧龙区", "宛城区", "青山县"])
LOCAL = st.builds(str.__add__, PLACES, st.sampled_from(["委", "政府", "政协", "人大", "纪委", "政府办公室"]))
BODIES = LOCAL | st.sampled_from(["市政协提案委", "市委市政府督查局", "市政府督查室", "市民政局", "市目督办", "团市委"])
COPIES = st.builds(Copy, BODIES, st.none() | st.integers(1, 99))


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(COPIES, max_size=8, unique_by=lambda copy: copy.recipient).map(tuple))
def test_what_is_printed_reads_back_and_prints_again(recipients):
    line = printed(recipients)
    assert expand(line) == recipients
    assert printed(expand(line)) == line


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet="市区委政府协卧龙提案，、。；（）各份123 \n:：抄送", max_size=60))
def test_no_text_is_too_odd_to_take_apart(text):
    assert all(copy.recipient.strip() for copy in expand(text))
