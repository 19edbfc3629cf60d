"""How much of a letter comes back from a scan of its print: turned, blurred, JPEG 60; and what a page costs."""

from __future__ import annotations

import datetime as dt
import importlib.util
import time
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from letters import profiles
from letters.files import text_of
from letters.letter import Kind, Letter
from letters.reading import read
from letters.reading.labels import as_label
from letters.writing import WRITERS
from tests.letters.reading.layouts import STEMS, plain
from tests.letters.reading.layouts import text_of as sample

LETTERS = 12
WHEN = dt.datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PROFILE = "standard-file"


def main(report: Callable[[str, str], None]) -> None:
    if importlib.util.find_spec("rapidocr") is None:
        report("scans", "not measured: the extra that reads them is not here (make ocr)")
        return
    from tests.letters.files.scanning import as_file, scanned  # noqa: PLC0415 - Pillow comes with the extra

    stated = right = pages = 0
    seconds = 0.0
    for seed, letter in enumerate(replies()):
        printed = WRITERS["pdf"](letter, profiles.load(PROFILE), when=WHEN).data
        pictures = scanned(printed, seed)
        began = time.perf_counter()
        label = fields(text_of(as_file(pictures), "扫描.pdf", scans=True))
        seconds += time.perf_counter() - began
        pages += len(pictures)
        # What the layout prints is what can come back.
        for name, value in fields(text_of(printed, "复函.pdf")).items():
            stated += 1
            right += label.get(name) == value
    share = 100 * right / stated
    report(
        "scans", f"{share:.1f} % of {stated} stated values (goal ≥ 97); {pages} pages, {seconds / pages:.1f} s a page"
    )


def replies() -> list[Letter]:
    found = (read(sample(stem)).letter for stem in STEMS)
    return [letter for letter in found if letter.kind == Kind.REPLY and letter.title][:LETTERS]


def fields(text: str) -> dict[str, Any]:
    """What a text states, by field; marks and widths that a camera cannot tell apart aside."""
    label = as_label(read(text))
    told = {name: plain(value) for name, value in label.items() if name not in {"findings", "evidence", "reason"}}
    return {name: value for name, value in told.items() if value}
