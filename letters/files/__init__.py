"""Bytes → source text: which reader a file is for, by what it holds and then by what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final, NamedTuple

from letters.files import docx, pdf, txt
from letters.files.errors import Unreadable, of_bearable_length

__all__ = ["FORMATS", "Unreadable", "text_of"]


class Format(NamedTuple):
    """One kind of file: how it begins, how its name ends, and its reader."""

    suffixes: frozenset[str]
    magic: bytes | None
    text: Callable[[bytes], str]


FORMATS: Final[tuple[Format, ...]] = (
    Format(frozenset({".pdf"}), b"%PDF-", pdf.text),
    Format(frozenset({".docx"}), b"PK\x03\x04", docx.text),
    Format(frozenset({".txt", ".text", ".md", ""}), None, txt.text),
)


def text_of(data: bytes, name: str) -> str:
    """The text of a file, a paragraph a line; Unreadable says in Chinese why there is none."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty", "文件是空的，没有可读的文字。")
    return of_bearable_length(_format(data, PurePath(name).suffix.lower()).text(data))


def _format(data: bytes, suffix: str) -> Format:
    # Content first: a .txt that begins with %PDF- is a PDF somebody renamed.
    for known in FORMATS:
        if known.magic and data.startswith(known.magic):
            return known
    for known in FORMATS:
        if suffix in known.suffixes:
            if known.magic:
                raise Unreadable("damaged", f"文件名为{suffix}，内容却不是该格式，可能已损坏。")
            return known
    raise Unreadable("unsupported", f"暂不能读取{suffix}格式的文件。")
