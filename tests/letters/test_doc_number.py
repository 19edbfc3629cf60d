"""发文字号: the form of the standard, and what somebody meant who typed it otherwise."""

from __future__ import annotations

import pytest

from letters.letter import DocNumber

MEANT = DocNumber("丽卫函", 2026, 44)


def test_the_form_of_the_standard():
    assert DocNumber.parse(" 丽卫函〔2026〕44号 ") == MEANT
    assert str(MEANT) == "丽卫函〔2026〕44号"


@pytest.mark.parametrize(
    "typed",
    [
        "丽卫函[2026]44号",
        "丽卫函【2026】044号",
        "丽卫函（2026）第44号",
        "丽卫函﹝2026﹞44号",
        "丽卫函〔２０２６〕４４号",
        "丽卫函 〔2026〕 44 号",
        "丽卫函〔2026〕0044",
    ],
)
def test_what_was_meant(typed):
    with pytest.raises(ValueError, match=r"."):
        DocNumber.parse(typed)
    assert DocNumber.guess(typed) == MEANT


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "44",
        "丽卫函44号",
        "丽卫函〔26〕44号",
        "丽卫函〔2026〕0号",
        "丽卫函〔2026〕四十四号",
        "〔2026〕44号",
        "丽卫函〔2026〕4444444号",
        "丽卫函〔2026〕44号，丽卫函〔2026〕45号",
    ],
)
def test_what_is_anybodys_guess(typed):
    assert DocNumber.guess(typed) is None
