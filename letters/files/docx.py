"""DOCX: every paragraph in order: headers, text boxes, content controls, tables, with the numerals that Word sets."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from letters.files.archives import holds_part
from letters.files.errors import MOST_CHARACTERS, Unreadable, of_bearable_length
from letters.files.numbering import Numbering

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS: Final = {
    f"{_W}t": None,
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_DOCUMENT: Final = "word/document.xml"
_HEADER: Final = re.compile(r"word/header\d*\.xml", re.IGNORECASE)
_MOST_BYTES: Final = 40 * MOST_CHARACTERS  # mark-up is many times the text; a bomb is far more
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)
_MOST_HEADERS: Final = 3
_MOVED_AWAY: Final = f"{_W}moveFrom"
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def holds(data: bytes) -> bool:
    return holds_part(data, _DOCUMENT)


def text(data: bytes) -> str:
    parts = _Parts(data)
    body = parts.tree(_DOCUMENT)
    numbering = Numbering(parts.optional("word/numbering.xml"), parts.optional("word/styles.xml"))
    paragraphs = [line for header in parts.headers() for line in _paragraphs(header) if _HAN.search(line)]
    length = 0
    for line in _paragraphs(body, numbering):
        length += len(line) + 1
        if length > MOST_CHARACTERS:
            of_bearable_length(" " * length)
        paragraphs.append(line)
    return "\n".join(paragraphs)


def _paragraphs(root: etree._Element, numbering: Numbering | None = None) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):
        said = "".join(_pieces(paragraph))
        yield (numbering.numeral_of(paragraph) if numbering and said.strip() else "") + said


class _Parts:
    """The parts of the package, each read within bounds: the size an archive declares may be a lie."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def tree(self, name: str) -> etree._Element:
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive, archive.open(name) as part:
                xml = part.read(_MOST_BYTES + 1)
        except KeyError:
            raise Unreadable("unsupported", "压缩包里没有Word正文，不是DOCX文件。") from None
        except _DAMAGE:
            raise Unreadable("damaged", "DOCX文件已损坏或加了密码，无法打开。") from None
        if len(xml) > _MOST_BYTES:
            raise Unreadable("too_long", "DOCX文件展开后过大，未予读取。")
        return _tree(xml)

    def optional(self, name: str) -> etree._Element | None:
        """A part that only adds to the text: without it, or where it is damaged, the text is read all the same."""
        try:
            return self.tree(name)
        except Unreadable:
            return None

    def headers(self) -> Iterator[etree._Element]:
        """The distinct headers, where some offices put their letterhead."""
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            names = sorted(name for name in archive.namelist() if _HEADER.fullmatch(name))
        for name in names[:_MOST_HEADERS]:
            if (root := self.optional(name)) is not None:
                yield root


def _tree(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("damaged", "DOCX文件的正文已损坏，无法读取。") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("damaged", "DOCX文件带有实体声明，不是正常的公文文件。")
    return root


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    # Every text box stands twice, once for programs that do not know it.
    if any(str(above.tag).endswith("}Fallback") for above in paragraph.iterancestors()):
        return
    for element in paragraph.iter(*_PARTS):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        if next(element.iterancestors(_MOVED_AWAY), None) is not None:
            continue  # it stands a second time where it was moved to
        parent = element.getparent()
        if element.tag == f"{_W}tab" and parent is not None and parent.tag != f"{_W}r":
            continue  # a tab stop of the paragraph's style
        piece = _PARTS[element.tag]
        yield (element.text or "") if piece is None else piece
