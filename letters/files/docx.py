"""DOCX: every paragraph in order: headers, text boxes, content controls, tables, with the numerals that Word sets."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from letters.files.archives import holds_part
from letters.files.errors import MOST_CHARACTERS, Unreadable, too_long
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
_STYLES: Final = "word/styles.xml"
_HEADER: Final = re.compile(r"word/header\w*\.xml", re.IGNORECASE)
_MOST_BYTES: Final = 40 * MOST_CHARACTERS  # mark-up is many times the text; a bomb is far more
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)
_MOST_HEADERS: Final = 3
# What a tracked change holds: in the text as it would be with all changes, and as it was before them.
_CAME: Final = frozenset({f"{_W}ins", f"{_W}moveTo"})
_WENT: Final = frozenset({f"{_W}del", f"{_W}moveFrom"})
_DELETED: Final = f"{_W}delText"
_MOST_CHANGES: Final = 500
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def holds(data: bytes) -> bool:
    return holds_part(data, _DOCUMENT)


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: who made it, on which day where the file says so, and what came or went."""

    author: str
    day: dt.date | None
    came: bool
    text: str


def text(data: bytes, *, original: bool = False) -> str:
    """The text with all tracked changes made, or, as `original`, without any of them."""
    parts = _Parts(data)
    body = parts.tree(_DOCUMENT)
    numbering = Numbering(parts.optional("word/numbering.xml"), parts.optional(_STYLES))
    heads = (line for header in parts.headers() for _, line in _with_text(header) if _HAN.search(line))
    lines = [*heads, *(line for _, line in _with_text(body, numbering, _CAME if original else _WENT))]
    return "\n".join(lines)


def styled(data: bytes, *, original: bool = False) -> list[tuple[str, str]]:
    """Each paragraph of the body with the name of its style, in small letters; "" where it bears none."""
    names = _style_names(styles(data))
    return [(names.get(_style_of(paragraph), ""), said) for paragraph, said in paragraphs(data, original=original)]


def paragraphs(data: bytes, *, original: bool = False) -> Iterator[tuple[etree._Element, str]]:
    """Each paragraph of the body as it stands in the file, with its text."""
    parts = _Parts(data)
    numbering = Numbering(parts.optional("word/numbering.xml"), parts.optional(_STYLES))
    return _with_text(parts.tree(_DOCUMENT), numbering, _CAME if original else _WENT)


def styles(data: bytes) -> etree._Element | None:
    return _Parts(data).optional(_STYLES)


def _style_names(styles: etree._Element | None) -> dict[str, str]:
    """Programs give ids of their own; the names are what they keep."""
    found = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name = style.find(f"{_W}name")
        found[style.get(f"{_W}styleId", "")] = (name.get(f"{_W}val") or "").lower() if name is not None else ""
    return found


def _style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def revisions(data: bytes) -> tuple[Revision, ...]:
    """The tracked changes in the order of the text, at most five hundred; changes of format are none."""
    found = _whole(_Parts(data).tree(_DOCUMENT).iter(*_CAME, *_WENT))
    return tuple(itertools.islice((each for each in found if each.text.strip()), _MOST_CHANGES))


def _whole(changes: Iterable[etree._Element]) -> Iterator[Revision]:
    """A change whose font changes on the way (12万人) is written in pieces, which stand side by side."""
    held, last = None, None
    for change in changes:
        piece = _revision(change)
        beside = last is not None and change.getprevious() is last
        if held and beside and replace(piece, text="") == replace(held, text=""):
            held = replace(held, text=held.text + piece.text)
        else:
            if held:
                yield held
            held = piece
        last = change
    if held:
        yield held


def _revision(change: etree._Element) -> Revision:
    said = "".join(element.text or "" for element in change.iter(f"{_W}t", _DELETED))
    try:
        day = dt.date.fromisoformat((change.get(f"{_W}date") or "")[:10])
    except ValueError:
        day = None
    return Revision(change.get(f"{_W}author") or "", day, change.tag in _CAME, said)


def _with_text(
    root: etree._Element, numbering: Numbering | None = None, dropped: frozenset[str] = _WENT
) -> Iterator[tuple[etree._Element, str]]:
    """Each paragraph and its text, as far as a letter may go."""
    length = 0
    for paragraph, said in _joined(root, numbering, dropped):
        length += len(said) + 1
        if length > MOST_CHARACTERS:
            raise too_long()
        yield paragraph, said


def _joined(
    root: etree._Element, numbering: Numbering | None, dropped: frozenset[str]
) -> Iterator[tuple[etree._Element, str]]:
    """Each paragraph and its text; one whose own mark was dropped runs on into the next."""
    first, open_line = None, ""
    for paragraph in root.iter(f"{_W}p"):
        said = open_line + "".join(_pieces(paragraph, dropped))
        numeral = numbering.numeral_of(paragraph) if numbering and said.strip() and not open_line else ""
        first = paragraph if first is None else first
        open_line = numeral + said if _loses_its_mark(paragraph, dropped) else ""
        if not open_line:
            yield first, numeral + said
            first = None
    if open_line and first is not None:
        yield first, open_line


def _loses_its_mark(paragraph: etree._Element, dropped: frozenset[str]) -> bool:
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and any(child.tag in dropped for child in mark)


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


def _pieces(paragraph: etree._Element, dropped: frozenset[str]) -> Iterator[str]:
    # Every text box stands twice, once for programs that do not know it.
    if any(str(above.tag).endswith("}Fallback") for above in paragraph.iterancestors()):
        return
    # What was deleted stands in elements of its own.
    wanted = (*_PARTS, _DELETED) if dropped is _CAME else tuple(_PARTS)
    for element in paragraph.iter(*wanted):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        if next(element.iterancestors(*dropped), None) is not None:
            continue
        parent = element.getparent()
        if element.tag == f"{_W}tab" and parent is not None and parent.tag != f"{_W}r":
            continue  # a tab stop of the paragraph's style
        piece = _PARTS.get(element.tag)
        yield (element.text or "") if piece is None else piece
