"""Owns QR codes: what one says → rows of dark and light squares, which writers draw as shapes, or as a picture."""

from __future__ import annotations

import io

import segno


def squares(words: str) -> tuple[str, ...]:
    """Rows of 1 (dark) and 0, without the quiet zone; a quarter of the code may be soiled (level Q)."""
    return tuple("".join("1" if dark else "0" for dark in row) for row in _code(words).matrix)


def png(words: str) -> bytes:
    """The same as a picture without the quiet zone, for documents that hold no shapes."""
    buffer = io.BytesIO()
    _code(words).save(buffer, kind="png", scale=8, border=0)
    return buffer.getvalue()


def _code(words: str) -> segno.QRCode:
    return segno.make_qr(words, error="q", boost_error=False)
