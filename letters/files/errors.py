"""Why a file could not be turned into text."""

from __future__ import annotations

from typing import Final

# A letter has some thousand characters; beyond a megabyte of text it is something else.
MOST_CHARACTERS: Final = 1_000_000
MOST_BYTES: Final = 1_048_576


class Unreadable(ValueError):
    """A file that gives no text: a stable code and one sentence in Chinese for the person who sent it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def too_long() -> Unreadable:
    return Unreadable("too_long", "文件文字超过1MB，不像一份复文，未予读取。")


def of_bearable_length(text: str) -> str:
    if is_too_long(text):
        raise too_long()
    return text


def is_too_long(text: str) -> bool:
    return len(text) > MOST_CHARACTERS or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES
