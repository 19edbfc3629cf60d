"""DOCX: a walk over every paragraph, so that text boxes, content controls and tables are read in order."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from letters.files.errors import MOST_CHARACTERS, Unreadable, of_bearable_length

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS: Final = {
    f"{_W}t": None,
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_DOCUMENT: Final = "word/document.xml"
_MOST_BYTES: Final = 40 * MOST_CHARACTERS  # mark-up is many times the text; a bomb is far more


def text(data: bytes) -> str:
    root = _tree(_document(data))
    paragraphs = []
    length = 0
    for paragraph in root.iter(f"{_W}p"):
        line = "".join(_pieces(paragraph))
        length += len(line) + 1
        if length > MOST_CHARACTERS:
            of_bearable_length(" " * length)
        paragraphs.append(line)
    return "\n".join(paragraphs)


def _document(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_DOCUMENT) as part:
            # The size an archive declares may be a lie, so the reading itself is bounded.
            xml = part.read(_MOST_BYTES + 1)
    except KeyError:
        raise Unreadable("unsupported", "压缩包里没有Word正文，不是DOCX文件。") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
        raise Unreadable("damaged", "DOCX文件已损坏或加了密码，无法打开。") from None
    if len(xml) > _MOST_BYTES:
        raise Unreadable("too_long", "DOCX文件展开后过大，未予读取。")
    return xml


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
    if any(above.tag.endswith("}Fallback") for above in paragraph.iterancestors()):
        return
    for element in paragraph.iter(*_PARTS):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        parent = element.getparent()
        if element.tag == f"{_W}tab" and parent is not None and parent.tag != f"{_W}r":
            continue  # a tab stop of the paragraph's style
        piece = _PARTS[element.tag]
        yield (element.text or "") if piece is None else piece
