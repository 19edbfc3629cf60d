"""One door to pdfium: one thread at a time, and characters as they were set."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

_LOCK: Final = threading.Lock()
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
