"""Plain text in the encodings of Chinese offices."""

from __future__ import annotations

import pytest

from letters.files import Unreadable, text_of
from letters.files.errors import MOST_CHARACTERS

SAID = "孙晓岚委员：\n您提出的提案收悉。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_whatever_its_encoding(encoding):
    assert text_of(SAID.encode(encoding), "复函.txt") == SAID


@pytest.mark.parametrize("name", ["复函", "复函.TXT", "复函.md"])
def test_name_need_not_say_txt(name):
    assert text_of(SAID.encode(), name) == SAID


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"\x00" * 40, "empty"),
        (b"abc\x00\x01\x02", "not_text"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "not_text"),
        (b"\xff\xff\xff\xff", "not_text"),
    ],
)
def test_what_is_no_text_is_refused_in_one_chinese_sentence(data, code):
    with pytest.raises(Unreadable) as refused:
        text_of(data, "复函.txt")

    assert refused.value.code == code
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize("character", ["a", "答"])
def test_more_than_a_million_characters_are_too_long(character):
    with pytest.raises(Unreadable) as refused:
        text_of((character * (MOST_CHARACTERS + 1)).encode(), "复函.txt")

    assert refused.value.code == "too_long"


def test_an_unknown_format_is_named():
    with pytest.raises(Unreadable, match="xlsb"):
        text_of(b"anything", "台账.xlsb")
