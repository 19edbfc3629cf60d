"""Why a file could not be turned into text."""

from __future__ import annotations

from typing import Final

MOST_CHARACTERS: Final = 1_000_000  # a letter has some thousands; beyond this it is something else


class Unreadable(ValueError):
    """A file that gives no text: a stable code and one sentence in Chinese for the person who sent it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def too_long() -> Unreadable:
    return Unreadable("too_long", f"文件文字超过{MOST_CHARACTERS // 10_000}万字，不像一份复文，未予读取。")


def of_bearable_length(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise too_long()
    return text
