"""Reading a page the way a person does: its words, its buttons, its rows."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "svg", "title"}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect"}


class _Words(HTMLParser):
    """The visible text, without icons, which are ligatures and not words."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name in ("placeholder", "title", "alt", "aria-label"):
            if given.get(name) and not self._silent():
                self.words.append(given[name])
        if tag not in VOID:
            icon = "material-symbols-outlined" in (given.get("class") or "")
            self.open.append((tag, tag in SILENT or icon))

    def handle_endtag(self, tag):
        while self.open and any(each == tag for each, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if data.strip() and not self._silent():
            self.words.append(data.strip())

    def _silent(self) -> bool:
        return any(silent for _, silent in self.open)


def words_of(response) -> str:
    reader = _Words()
    reader.feed(response.content.decode())
    return "\n".join(reader.words)


def moves_on(response) -> set[tuple[str, str]]:
    """(uid, move) of every button on the page."""
    html = response.content.decode()
    return set(re.findall(r'class="btn[^"]*" href="/admin/desk/\w+/([0-9a-f-]{36})/([a-z_]+)/"', html))
