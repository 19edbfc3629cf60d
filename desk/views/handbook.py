"""使用手册: the pages of docs/handbook as they stand, with their headings as contents."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from desk.views.edge import show

HANDBOOK = Path(settings.ROOT) / "docs" / "handbook"
FRONT = "index"
SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    contents: list[tuple[str, str]]
    html: SafeString


def page(request: HttpRequest, chapter: str = FRONT) -> HttpResponse:
    found = {path.stem: path for path in HANDBOOK.glob(f"*{SUFFIX}")}.get(chapter)
    if found is None:
        raise Http404
    read = chapter_of(found.read_text(encoding="utf-8"))
    return show(request, "handbook", read.title, chapter=read, front=chapter == FRONT)


def chapter_of(text: str) -> Chapter:
    """The first heading is the title of the frame, those of the second level are the contents."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Chinese goes on without a space where the source has a new line.
    markdown.add_render_rule("softbreak", lambda *_: "")
    tokens = markdown.parse(text)
    title, body = tokens[1].content, tokens[3:]
    contents: list[tuple[str, str]] = []
    for opening, inside in itertools.pairwise(body):
        if opening.type == "heading_open" and opening.tag == "h2":
            opening.attrSet("id", f"part-{len(contents) + 1}")
            contents.append((f"part-{len(contents) + 1}", inside.content))
    for token in body:
        for inner in token.children or ():
            lead_to_pages(inner)
    # Our own files, and raw HTML in them stays text.
    return Chapter(title, contents, mark_safe(markdown.renderer.render(body, markdown.options, {})))


def lead_to_pages(token: Token) -> None:
    """A link to another file of the handbook becomes one to its page."""
    target = str(token.attrGet("href") or "")
    if token.type == "link_open" and target.endswith(SUFFIX) and "/" not in target:
        token.attrSet("href", reverse("desk:handbook_page", args=[target.removesuffix(SUFFIX)]))
