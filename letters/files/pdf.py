"""PDF: the characters of each page with their places; a page without any is a scan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from letters.files.errors import MOST_CHARACTERS, Unreadable, of_bearable_length
from letters.files.reflow import Run, runs_of, text_of_pages
from letters.pdfium import codes, opened

_MOST_PAGES: Final = 500


def holds(data: bytes) -> bool:
    return data[:64].lstrip().startswith(b"%PDF-")


def text(data: bytes) -> str:
    """The text that the file holds; empty for a scan."""
    try:
        with opened(data) as document:
            pages = list(_pages(document))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("password", "PDF文件加了密码，请取消密码后再读取。") from None
        raise Unreadable("damaged", "PDF文件已损坏，无法打开。") from None
    return text_of_pages(pages)


def _pages(document: Any) -> Iterator[list[Run]]:
    if len(document) > _MOST_PAGES:
        raise Unreadable("too_long", f"PDF超过{_MOST_PAGES}页，不像一份复文，未予读取。")
    length = 0
    for number in range(len(document)):
        page = document[number].get_textpage()
        length += page.count_chars()
        if length > MOST_CHARACTERS:
            of_bearable_length(" " * length)
        yield runs_of(_characters(page))


def _characters(page: Any) -> Iterator[Run]:
    for index, code in codes(page.raw):
        if code < 32 or raw.FPDFText_IsGenerated(page, index) == 1:
            continue
        left, bottom, right, top = page.get_charbox(index, loose=True)
        size = raw.FPDFText_GetFontSize(page, index)
        yield Run(chr(code), left, right, (bottom + top) / 2, max(size, 0.6 * (top - bottom), 1.0))
