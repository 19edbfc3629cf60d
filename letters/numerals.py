"""Chinese numerals as titles print them: 七届十二次."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


def to_chinese(number: int) -> str:
    """1 to 99 in the short form of titles: 十, 十二, 二十, 二十三. ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")
