"""HTML: the text of a page, block by block; scripts, hidden parts and navigation are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree, html

from letters.files.errors import MOST_CHARACTERS, Unreadable, too_long
from letters.files.txt import decoded

_BEGINS: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
# Mark-up is many times the text; a page saved with all its menus has a megabyte.
_MOST_BYTES: Final = 20 * MOST_CHARACTERS
_MOST_ELEMENTS: Final = 200_000
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")

_NEVER_SHOWN: Final = frozenset(
    {"head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "button", "textarea",
     "input", "nav", "footer", "aside"}
)  # fmt: skip
_BLOCKS: Final = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
     "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_BREAKS: Final = _BLOCKS | {"br"}
_HIDDEN: Final = re.compile(r"(?:display:none|visibility:hidden)")
# Names that sites give to what stands around a text; each a whole word of a class or an id.
_AROUND: Final = frozenset(
    {"nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "foot", "sidebar",
     "share", "related", "copyright", "toolbar", "pagination", "topbar", "search", "links", "friendlink"}
)  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+")
# A part with this name that holds so much text outside its links is no navigation, whatever it is called.
_MOST_AROUND: Final = 200
_LINKS: Final = 3
_LINK_SHARE: Final = 0.7
_LONGEST_CELL: Final = 60
_WIDE: Final = r"[\u3000-\u9fff\uff00-\uffef]"
_HAN_BREAK: Final = re.compile(rf"(?<={_WIDE})[ \t\r\n\f]*\n[ \t\r\n\f]*(?={_WIDE})")
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


def holds(data: bytes) -> bool:
    return _BEGINS.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def text(data: bytes) -> str:
    """The text of the page, a block a line, the cells of a table's row with bars between them."""
    if len(data) > _MOST_BYTES:
        raise too_long()
    declared = _CHARSET.search(data, 0, 4096)
    source = decoded(data, declared[1].decode("ascii") if declared else None)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", source), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("damaged", "网页文件里没有可读的内容。") from None
    said = "\n".join(line for line in _lines(root) if line)
    if not said:
        raise Unreadable("blank", "网页文件里没有可读的文字。")
    return said


def _lines(root: etree._Element) -> Iterator[str]:
    """The blocks in order, in one walk without recursion: pages nest hundreds deep."""
    weights, tables, numbers = _weights(root), _Rows(), Counter[Any]()
    said: list[str] = []
    left_out: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        begins = event == "start"
        if begins and left_out is None and _is_around(element, weights):
            left_out = element
        if left_out is None:
            if element.tag in _BREAKS and not tables.holds_cell(element):
                yield _tidy(said)
                said = []
            elif begins and element.tag in _CELLS and element.getprevious() is not None:
                said.append(" | ")
            if begins and element.tag == "li" and (parent := element.getparent()) is not None and parent.tag == "ol":
                numbers[parent] += 1
                said.append(f"{numbers[parent]}. ")
            said.append((element.text if begins else element.tail) or "")
        elif left_out is element and not begins:
            # What follows a part that is left out stays.
            left_out = None
            said.append(element.tail or "")
    yield _tidy(said)


class _Rows:
    """Which cells stand in a row of short ones, as tables of facts have them; layout tables hold whole pages."""

    def __init__(self) -> None:
        self._known: dict[etree._Element, bool] = {}

    def holds_cell(self, element: etree._Element) -> bool:
        row = element.getparent() if element.tag in _CELLS else None
        if row is None or row.tag != "tr":
            return False
        if row not in self._known:
            self._known[row] = len(row) > 1 and all(map(_is_short, row))
        return self._known[row]


def _is_short(cell: etree._Element) -> bool:
    blocks = any(below.tag in _BREAKS for below in cell.iterdescendants(etree.Element))
    return not blocks and len("".join(map(str, cell.itertext())).strip()) <= _LONGEST_CELL


Weight = tuple[int, int, int]  # characters, of these inside links, links


def _weights(root: etree._Element) -> dict[etree._Element, Weight]:
    """How much text and how many links each element holds, from the leaves up, each looked at once."""
    found: dict[etree._Element, Weight] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        if len(found) > _MOST_ELEMENTS:
            raise too_long()
        own = _length(element.text)
        linked = links = 0
        for child in element:
            characters, inside, below = found.get(child, (0, 0, 0))
            own += characters + _length(child.tail)
            linked += inside
            links += below
        found[element] = (own, own, 1) if element.tag == "a" else (own, linked, links)
    return found


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _is_around(element: etree._Element, weights: dict[etree._Element, Weight]) -> bool:
    if element.tag in _NEVER_SHOWN:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    if element.get("hidden") is not None or _HIDDEN.search(style):
        return True
    characters, linked, links = weights[element]
    if characters - linked > _MOST_AROUND:
        return False
    names = _WORD.findall(f"{element.get('class') or ''} {element.get('id') or ''}".lower())
    if not _AROUND.isdisjoint(names):
        return True
    return element.tag in _BLOCKS and links >= _LINKS and linked >= _LINK_SHARE * max(characters, 1)


def _tidy(said: list[str]) -> str:
    """White space as a browser shows it: a line's end in the source is none between Chinese characters."""
    return _SPACE.sub(" ", _HAN_BREAK.sub("", "".join(said))).strip(" ")
