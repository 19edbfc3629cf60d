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


def starts_of(stem: str) -> dict[str, int]:
    """Where each field's evidence begins."""
    return {
        field: min(start for start, _ in evidence["spans"])
        for field, evidence in as_label(read(text_of(stem)))["evidence"].items()
        if evidence["spans"]
    }


def has_lines(stem: str) -> bool:
    """Whether the body stands on lines of its own between salutation and sign-off."""
    starts = starts_of(stem)
    return 0 <= starts.get("salutation", -1) < text_of(stem).rfind("\n", 0, starts.get("sign_off", 0))


TITLED = [stem for stem in STEMS if starts_of(stem).get("title", 0) > 0]
WHOLE = [stem for stem in STEMS if has_lines(stem)]
OF_LINES = {"contact_person", "contact_phone", "contact_unit", "postcode", "grade_raw", "publicity"}


@pytest.mark.parametrize("stem", TITLED)
def test_a_lost_head_takes_only_its_own_fields(stem):
    text, label, starts = text_of(stem), label_of(stem), starts_of(stem)
    cut = text.rfind("\n", 0, starts["title"]) + 1
    left = {field: label[field] for field, start in starts.items() if field in label and start >= cut}

    assert differences(left, as_label(read(text[cut:]))) == {}


@pytest.mark.parametrize("stem", WHOLE)
def test_paragraphs_run_together_change_no_field(stem):
    text, label, starts = text_of(stem), label_of(stem), starts_of(stem)
    first = text.find("\n", starts["salutation"]) + 1
    last = text.rfind("\n", 0, starts["sign_off"])
    together = " ".join(text[first:last].split("\n"))
    # A line of the close that stands above the sign-off is no line any more.
    gone = {field for field, start in starts.items() if field in OF_LINES and first <= start < last}
    gone |= {"grade"} if "grade_raw" in gone else set()
    left = {field: value for field, value in label.items() if field not in gone}

    assert differences(left, as_label(read(text[:first] + together + text[last:]))) == {}
