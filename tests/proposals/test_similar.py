"""Titles that say the same under another frame are found, others are not, and it stays fast."""

from __future__ import annotations

import random
import time

import pytest

from proposals.similar import Titles, plain

CARE = "关于加强社区养老服务的提案"


@pytest.mark.parametrize(
    "title", [CARE, "关于进一步加强社区养老服务的建议", "加强社区养老服务", "关于加强“社区养老”服务的提案"]
)
def test_the_frame_of_a_title_does_not_count(title):
    assert plain(title) == "加强社区养老服务"


@pytest.mark.parametrize(("title", "alike"), [
    (CARE, True),
    ("关于加强社区养老服务体系建设的提案", True),
    ("关于完善社区养老服务的提案", True),
    ("关于加强农村养老服务的提案", False),
    ("关于规范校车运营的提案", False),
    ("", False),
    ("关于", False),
])  # fmt: skip
def test_nearly_the_same_is_found(title, alike):
    assert bool(Titles([("35", CARE)]).alike(title)) == alike


def test_the_nearest_come_first():
    titles = Titles([("a", "关于完善社区养老服务的提案"), ("b", CARE), ("c", CARE)])
    assert titles.alike(CARE, most=2) == ["b", "c"]
    assert titles.same(CARE) == ["b", "c"]


def test_five_hundred_titles_against_twenty_thousand_take_seconds():
    chance = random.Random(1)  # noqa: S311 - made-up titles are no secret
    words = "加强推进规范完善社区养老校车运营医养结合乡村旅游中小企业老旧小区职业教育公共交通数字经济生态"

    def title() -> str:
        return "关于" + "".join(chance.choice(words) for _ in range(12)) + "的提案"

    titles = Titles((number, title()) for number in range(20_000))
    began = time.monotonic()
    for _ in range(500):
        titles.alike(title())
    assert time.monotonic() - began < 10
