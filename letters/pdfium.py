"""One door to pdfium: one thread at a time, and characters as they were set."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

_LOCK: Final = threading.Lock()
_TEXT: Final = [raw.FPDF_PAGEOBJ_TEXT]
_TOUCH: Final = 1.0  # points that a sign may reach over without losing what can be read
_HIDDEN_HYPHEN: Final = 2  # what pdfium says for a hyphen that ends a line


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document, open for this thread alone: pdfium bears no second one. PdfiumError where the bytes are none."""
    with _LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()


@contextmanager
def made() -> Iterator[Any]:
    """A document without pages, for this thread alone."""
    with _LOCK:
        document = pypdfium2.PdfDocument.new()
        try:
            yield document
        finally:
            document.close()


def leaves_the_paper(data: bytes) -> bool:
    """Whether a text stands, whole or in part, beyond the edge of its page."""
    with opened(data) as document:
        return any(_leaves(item, *page.get_size()) for page in document for item in page.get_objects(filter=_TEXT))


def _leaves(item: Any, width: float, height: float) -> bool:
    left, bottom, right, top = item.get_bounds()
    return bool(left < -_TOUCH or bottom < -_TOUCH or right > width + _TOUCH or top > height + _TOUCH)


def codes(page: Any) -> Iterator[tuple[int, int]]:
    """Index and code point of each character of a raw text page; those beyond U+FFFF come from pdfium in two halves."""
    high = 0
    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
        elif 0xDC00 <= code < 0xE000:
            if high:  # half a character is nothing
                yield index, 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
        else:
            yield index, ord("-") if code == _HIDDEN_HYPHEN else code
