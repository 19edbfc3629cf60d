"""OFD (GB/T 33190): the text objects of each page with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import ofdkit

from letters.files.archives import holds_part
from letters.files.errors import MOST_CHARACTERS, Unreadable, of_bearable_length
from letters.files.reflow import Run, runs_of, text_of_pages

_MOST_PAGES: Final = 500
_POINTS: Final = 72 / 25.4  # a millimetre
_MIDDLE: Final = 0.38  # of the size, from the baseline to the middle of a character


def holds(data: bytes) -> bool:
    return holds_part(data, "OFD.xml")


def text(data: bytes) -> str:
    """The text that the file holds; empty where its pages are pictures."""
    try:
        with ofdkit.OFDDocument(data) as document:
            pages = list(_pages(document))
    except ofdkit.OFDLimitError:
        raise Unreadable("damaged", "OFD文件不正常：展开后过大，或带有实体声明，未予读取。") from None
    except ofdkit.OFDError:
        raise Unreadable("damaged", "OFD文件已损坏或加了密码，无法打开。") from None
    return text_of_pages(pages)


def _pages(document: ofdkit.OFDDocument) -> Iterator[list[Run]]:
    if len(document.pages) > _MOST_PAGES:
        raise Unreadable("too_long", f"OFD超过{_MOST_PAGES}页，不像一份复文，未予读取。")
    length = 0
    for page in document.pages:
        length += sum(len(run.text) for run in page.runs)
        if length > MOST_CHARACTERS:
            of_bearable_length(" " * length)
        yield runs_of(map(_run, page.runs))


def _run(run: ofdkit.TextRun) -> Run:
    # There y grows downwards and names the baseline.
    size = max(run.size, 0.5) * _POINTS
    return Run(run.text, run.x * _POINTS, (run.x + run.width) * _POINTS, -run.y * _POINTS + _MIDDLE * size, size)
