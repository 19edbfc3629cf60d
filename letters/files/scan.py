"""Scans: pictures, and PDF or OFD whose pages are pictures, read by `ocr` in a process of its own.

rapidocr and onnxruntime are an extra (`requirements-ocr.txt`). Without them a scan is refused by name.
"""

from __future__ import annotations

import importlib.util
import json
import math
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from letters.files.errors import Unreadable, of_bearable_length
from letters.files.reflow import Run, text_of_pages

_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_PROGRAM: Final = Path(__file__).with_name("ocr.py")
_PATIENCE: Final = 1_200  # seconds for one file of sixty pages
_PROBLEMS: Final = {
    "damaged": "图片或扫描件已损坏，无法打开。",
    "too_long": "图片过大，或扫描件超过60页，未予识别。",
}
# The models print brackets and marks of half width; between Chinese characters they are full.
_FULL: Final = str.maketrans("()[],;!?", "（）〔〕，；！？")
_HAN: Final = r"[\u3400-\u9fff（）〔〕《》“”、。，；：]"
_HALF: Final = re.compile(rf"[()\[\]]|(?<={_HAN})[,;!?]|[,;!?](?={_HAN})")
_COLON: Final = re.compile(rf"(?<={_HAN}):|:(?={_HAN})")
_WIDEST: Final = 8  # boxes that say how a page is turned
_HEIGHT: Final = 0.72  # of a box, which stands a little off its characters on every side

Word = tuple[str, Sequence[Sequence[float]]]


def holds(data: bytes) -> bool:
    return data.startswith(_PICTURES)


def is_ready() -> bool:
    """Whether this machine can read scans."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def text(data: bytes) -> str:
    """The text as far as it can be made out: every field of it is to be confirmed by a person."""
    if not is_ready():
        raise Unreadable("no_tool", "这是扫描件；服务器没有安装文字识别组件（rapidocr、onnxruntime），不能识别。")
    found = _answer(data)
    if problem := found.get("problem"):
        raise Unreadable(problem, _PROBLEMS[problem])
    said = text_of_pages(runs_of_words(words) for words in found["pages"])
    if not said:
        raise Unreadable("blank", "图片上没有识别到文字。")
    return of_bearable_length(said)


def _answer(data: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_PROGRAM)], input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"problem": "damaged"}
    except (subprocess.TimeoutExpired, ValueError):
        found = {"problem": "damaged"}
    return found


def runs_of_words(words: Iterable[Word]) -> list[Run]:
    """Words with their corners, turned upright; those of about the usual size get it exactly."""
    boxes = [(mended(said), corners) for said, corners in words if said.strip()]
    if not boxes:
        return []
    angle = _angle([corners for _, corners in boxes])
    placed = [(said, _turned(corners, -angle)) for said, corners in boxes]
    heights = [_HEIGHT * (max(y for _, y in points) - min(y for _, y in points)) for _, points in placed]
    usual = statistics.median(heights)
    return [
        Run(
            said,
            min(x for x, _ in points),
            max(x for x, _ in points),
            -statistics.fmean(y for _, y in points),
            usual if abs(height - usual) < 0.2 * usual else height,
        )
        for (said, points), height in zip(placed, heights, strict=True)
    ]


def mended(said: str) -> str:
    """Marks of full width where Chinese stands beside them; 〔〕 for [], which no model prints."""
    return _COLON.sub("：", _HALF.sub(lambda mark: mark[0].translate(_FULL), said))


def _angle(boxes: Sequence[Sequence[Sequence[float]]]) -> float:
    """How far the page is turned, from the upper edges of its widest boxes."""
    widest = sorted(boxes, key=lambda corners: corners[0][0] - corners[1][0])[:_WIDEST]
    turns = [math.atan2(b[1] - a[1], b[0] - a[0]) for a, b, *_ in widest if b[0] > a[0]]
    return statistics.median(turns) if turns else 0.0


def _turned(corners: Sequence[Sequence[float]], angle: float) -> list[tuple[float, float]]:
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in corners]
