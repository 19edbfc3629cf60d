"""What a packed file holds, told without unpacking it."""

from __future__ import annotations

import io
import zipfile
from typing import Final

MAGIC: Final = b"PK\x03\x04"


def holds_part(data: bytes, name: str) -> bool:
    """Whether the data are a ZIP archive with a part of this name, whatever its case."""
    return name.casefold() in _names(data)


def is_intact(data: bytes) -> bool:
    """Whether the data are a ZIP archive whose list of parts can be read."""
    return bool(_names(data))


def _names(data: bytes) -> set[str]:
    if not data.startswith(MAGIC):
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {each.casefold() for each in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()
