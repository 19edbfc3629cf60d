"""Owns QR codes: what one says → rows of dark and light squares, which writers draw as shapes."""

from __future__ import annotations

import segno


def squares(words: str) -> tuple[str, ...]:
    """Rows of 1 (dark) and 0, without the quiet zone; a quarter of the code may be soiled (level Q)."""
    code = segno.make_qr(words, error="q", boost_error=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)
