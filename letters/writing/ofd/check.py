"""Looks an OFD file over as a strict reader would, and says in words what GB/T 33190-2016 does not allow.

For developers, tests and `make bench`: python -m letters.writing.ofd.check FILE
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import uharfbuzz as hb
from lxml import etree

from letters.writing.ofd.check_objects import SPACE, beside, name_of, numbers_of, object_faults, text_of
from letters.writing.ofd.schema import CHILDREN, LEAVES, NAMESPACE, REQUIRED

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
Fonts = dict[str, frozenset[int] | None]


def faults(data: bytes) -> list[str]:
    """Every fault that was found, in English; empty for a good file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            broken = package.testzip()
            if broken:
                return [f"{broken} is damaged in the zip"]
            return _Package({name: package.read(name) for name in package.namelist()}).faults()
    except zipfile.BadZipFile as error:
        return [f"no readable zip: {error}"]


class _Package:
    """The entries of one file, and what is wrong with them."""

    def __init__(self, entries: dict[str, bytes]) -> None:
        self.entries = entries
        self.found: list[str] = []
        self.ids: dict[str, str] = {}
        self.most = 0

    def faults(self) -> list[str]:
        root = self.tree("OFD.xml")
        if root is not None:
            for location in root.iter(f"{SPACE}DocRoot"):
                self.document(posixpath.normpath(location.text or ""))
        return self.found

    def say(self, where: str, fault: str) -> None:
        self.found.append(f"{where}: {fault}")

    def tree(self, name: str) -> etree._Element | None:
        """An entry as XML, its elements already held against the schema."""
        if name not in self.entries:
            self.say(name, "is referred to and not in the zip")
            return None
        try:
            root = etree.fromstring(self.entries[name], etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as error:
            self.say(name, f"is not well formed: {error}")
            return None
        for element in root.iter(etree.Element):
            for fault in _shape(element):
                self.say(name, fault)
        return root

    def document(self, name: str) -> None:
        root = self.tree(name)
        if root is None:
            return
        stated = text_of(root, "MaxUnitID")
        self.most = int(stated) if stated.isdecimal() else 0
        fonts: Fonts = {}
        for location in root.iter(f"{SPACE}PublicRes", f"{SPACE}DocumentRes"):
            fonts |= self.resources(beside(name, location.text))
        self.take_ids(name, root)
        default = numbers_of(text_of(root, "PhysicalBox"))
        for page in root.iter(f"{SPACE}Page"):
            self.page(beside(name, page.get("BaseLoc")), fonts, default)

    def resources(self, name: str) -> Fonts:
        """The code points that each font can draw, None where it is not in the file."""
        root = self.tree(name)
        if root is None:
            return {}
        self.take_ids(name, root)
        folder = posixpath.join(posixpath.dirname(name), root.get("BaseLoc", ""))
        found: Fonts = {}
        for font in root.iter(f"{SPACE}Font"):
            file = posixpath.normpath(posixpath.join(folder, text_of(font, "FontFile")))
            found[font.get("ID", "")] = self.drawn_by(file) if text_of(font, "FontFile") else None
        return found

    def drawn_by(self, file: str) -> frozenset[int] | None:
        if file not in self.entries:
            self.say(file, "is referred to and not in the zip")
            return None
        face = hb.Face(self.entries[file])
        if not face.glyph_count:
            self.say(file, "is no font")
            return None
        return frozenset(face.unicodes)

    def take_ids(self, name: str, root: etree._Element) -> None:
        for element in root.iter(etree.Element):
            own = element.get("ID")
            if own is None:
                continue
            if not own.isdecimal() or not 0 < int(own) <= self.most:
                self.say(name, f"ID {own} is not between 1 and MaxUnitID {self.most}")
            if own in self.ids:
                self.say(name, f"ID {own} is taken in {self.ids[own]}")
            self.ids[own] = name

    def page(self, name: str, fonts: Fonts, default: list[float]) -> None:
        root = self.tree(name)
        if root is None:
            return
        self.take_ids(name, root)
        box = numbers_of(text_of(root, "PhysicalBox")) or default
        for element in root.iter(f"{SPACE}TextObject", f"{SPACE}PathObject"):
            for fault in object_faults(element, fonts, box):
                self.say(name, f"{name_of(element)} {element.get('ID')}: {fault}")


def _shape(element: etree._Element) -> Iterator[str]:
    """Namespace, order of the children, attributes and the forms of plain values."""
    name = name_of(element)
    if not str(element.tag).startswith(SPACE):
        yield f"<{name}> is not in the namespace {NAMESPACE}"
        return
    parent = element.getparent()
    key = f"{name_of(parent)}/{name}" if parent is not None and f"{name_of(parent)}/{name}" in CHILDREN else name
    children = [name_of(child) for child in element.iterchildren(etree.Element)]
    if key not in CHILDREN and key not in LEAVES:
        yield f"<{name}> is not an element of a letter"
    elif not re.fullmatch(_pattern(CHILDREN.get(key, "")), "".join(f"{child};" for child in children)):
        yield f"<{name}> holds {', '.join(children) or 'nothing'}; the standard says: {CHILDREN.get(key) or 'nothing'}"
    for attribute in REQUIRED.get(key, "").split():
        if element.get(attribute) is None:
            yield f"<{name}> lacks {attribute}"
    yield from _value_faults(element, name)


def _pattern(children: str) -> str:
    """The row of children as a regular expression over names that end in a semicolon."""
    return re.sub(r"\w+", lambda name: f"(?:{name[0]};)", children).replace(" ", "")


def _value_faults(element: etree._Element, name: str) -> Iterator[str]:
    if name in {"CreationDate", "ModDate"} and not _is_date(element.text or ""):
        yield f"<{name}> {element.text} is no date"
    colour = element.get("Value") if name in {"FillColor", "StrokeColor"} else None
    if colour is not None and not re.fullmatch(r"\d{1,3} \d{1,3} \d{1,3}", colour):
        yield f"<{name}> {colour} is not the three parts of a colour"
    if name == "OFD" and element.get("DocType") not in {"OFD", None}:
        yield f"<OFD> has the DocType {element.get('DocType')}"


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and dt.date.fromisoformat(text))
    except ValueError:
        return False


if __name__ == "__main__":
    said = faults(Path(sys.argv[1]).read_bytes())
    sys.stdout.write("\n".join(said or ["no fault"]) + "\n")
    sys.exit(bool(said))
