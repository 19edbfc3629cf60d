"""The same letter through sites, scanners and clerks: the same fields."""

from __future__ import annotations

import html
import random
import re

import pytest

from letters.files import text_of as text_of_file
from letters.reading import read
from letters.reading.labels import as_label
from tests.letters.reading.layouts import STEMS, differences, label_of, text_of

HAN = r"[\u4e00-\u9fff]"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def spaced(text: str, chance: random.Random) -> str:
    """A blank here and there between Chinese characters, as converters put them."""
    return re.sub(rf"(?<={HAN})(?={HAN})", lambda _: " " if chance.random() < 0.04 else "", text)


def full_width(text: str, _: random.Random) -> str:
    return text.translate(WIDE)


def broken(text: str, chance: random.Random) -> str:
    """Long lines of the body end where the printed line did."""
    return "\n".join(_broken_line(line, chance) for line in text.split("\n"))


def _broken_line(line: str, chance: random.Random) -> str:
    if len(line) < 90 or "|" in line or "<p>" in line:
        return line
    width = chance.randint(26, 40)
    # Not right before a mark, where no printed line begins.
    return re.sub(rf"(.{{{width}}}(?:(?=[，。；：、）》”])[^\n])*)", r"\1\n", line).rstrip("\n")


def page_numbers(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    middle = len(lines) // 2
    return "\n".join([*lines[:middle], "", f"— {chance.randint(1, 9)} —", "", *lines[middle:]])


def carriage_returns(text: str, _: random.Random) -> str:
    return "\ufeff" + text.replace("\r", "").replace("\n", "\r\n")


def wide_blanks(text: str, _: random.Random) -> str:
    return re.sub(r"(?m)^(?=\S)", "\u3000\u3000", text).replace("  ", "\u00a0\u00a0")


def as_web_page(text: str, _: random.Random) -> str:
    said = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>网站</title></head><body>{said}</body></html>"
    return text_of_file(page.encode(), "复函.html")


NOISE = [spaced, full_width, broken, page_numbers, carriage_returns, wide_blanks, as_web_page]


@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: noise.__name__)
@pytest.mark.parametrize("stem", STEMS)
def test_noise_changes_no_field(stem, noise):
    text, label = text_of(stem), label_of(stem)
    known = {field: label[field] for field in label if field not in differences(label, as_label(read(text)))}

    again = as_label(read(noise(text, random.Random(stem))))  # noqa: S311 - repeatable, not secret

    assert differences(known, again) == {}
