"""Bytes → source text: which reader a file is for, by what it holds and then by what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final, NamedTuple

from letters.files import doc, docx, html, ofd, pdf, scan, txt
from letters.files.archives import is_intact
from letters.files.errors import Unreadable, of_bearable_length

__all__ = ["FORMATS", "SUFFIXES", "Unreadable", "text_of"]


class Format(NamedTuple):
    """One kind of file: how its names end, how its content begins, and its reader.

    An empty text means that its pages are pictures; a page of the web without text is refused by its own reader.
    """

    suffixes: frozenset[str]
    holds: Callable[[bytes], bool]
    text: Callable[[bytes], str]


# Content first: a .txt that begins with %PDF- is a PDF somebody renamed. The last takes what nobody else knows.
FORMATS: Final[tuple[Format, ...]] = (
    Format(frozenset({".pdf"}), pdf.holds, pdf.text),
    Format(frozenset({".docx"}), docx.holds, docx.text),
    Format(frozenset({".ofd"}), ofd.holds, ofd.text),
    Format(frozenset({".doc", ".wps", ".rtf"}), doc.holds, doc.text),
    Format(frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}), scan.holds, lambda _: ""),
    Format(frozenset({".html", ".htm"}), html.holds, html.text),
    Format(frozenset({".txt", ".text", ".md", ""}), lambda _: False, txt.text),
)
SUFFIXES: Final = frozenset().union(*(known.suffixes for known in FORMATS))
_WITHOUT_MARK: Final = frozenset({".txt", ".text", ".md", "", ".html", ".htm"})


def text_of(data: bytes, name: str, *, scans: bool = False) -> str:
    """The text of a file, a paragraph a line; Unreadable says in Chinese why there is none.

    scans: whether pictures may be read here. It takes seconds a page and belongs into a worker.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty", "文件是空的，没有可读的文字。")
    text = of_bearable_length(_format(data, PurePath(name).suffix.lower()).text(data))
    if text:
        return text
    if not scans:
        raise Unreadable("scan", "这是扫描件，没有可读的文字，需先做文字识别。")
    return scan.text(data)


def _format(data: bytes, suffix: str) -> Format:
    for known in FORMATS:
        if known.holds(data):
            return known
    for known in FORMATS:
        if suffix in known.suffixes:
            if is_intact(data):
                raise Unreadable("unsupported", f"文件名为{suffix}，却是里面没有公文正文的压缩包。")
            if suffix not in _WITHOUT_MARK:
                raise Unreadable("damaged", f"文件名为{suffix}，内容却不是该格式，可能已损坏。")
            return known
    raise Unreadable("unsupported", f"暂不能读取{suffix}格式的文件。")
