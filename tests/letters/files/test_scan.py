"""Scans: named where nothing reads them, and what is made of the words that a model finds."""

from __future__ import annotations

import pytest

from letters.files import Unreadable, scan, text_of

PICTURE = b"\xff\xd8\xff\xe0 a picture as far as its first bytes go"


def test_outside_a_worker_a_scan_is_only_named():
    with pytest.raises(Unreadable, match="扫描件") as refused:
        text_of(PICTURE, "第1页.jpg")

    assert refused.value.code == "scan"


@pytest.mark.skipif(scan.is_ready(), reason="the extra that reads scans is installed")
def test_a_machine_without_the_extra_names_it():
    with pytest.raises(Unreadable, match="rapidocr") as refused:
        text_of(PICTURE, "第1页.jpg", scans=True)

    assert refused.value.code == "no_tool"


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("临民函[2024]7号", "临民函〔2024〕7号"),
        ("收悉,现答复如下:", "收悉，现答复如下："),
        ("联系人:孙三(办公室)", "联系人：孙三（办公室）"),
        ("7:30至9:00,共1,200人", "7:30至9:00，共1,200人"),
    ],
)
def test_marks_are_of_full_width_beside_chinese(said, mended):
    assert scan.mended(said) == mended


def _box(x: float, y: float, width: float, turned: float = 0.0):
    return [[x, y], [x + width, y + turned * width], [x + width, y + 20 + turned * width], [x, y + 20]]


def test_a_turned_page_keeps_its_lines():
    left, right = _box(10, 100, 200, 0.03), _box(500, 100 + 0.03 * 490, 200, 0.03)

    first, second = scan.runs_of_words([("临民函〔2024〕7号", left), ("签发人：钱伟民", right)])

    assert abs(first.y - second.y) < 1
