"""Printing as a person does it, and reading the sheet that comes out."""

from __future__ import annotations

import pypdfium2

from tests.letters.writing import measure
from workflow import printing
from workflow.printing import Occasion


def print_paper(office, user, kind: str, code: str, *rows, fmt: str = "pdf", **occasion):
    """The file that this person gets of these rows."""
    actor = office.by(user)
    found = list(printing.rows_for(kind, actor).filter(pk__in=[row.pk for row in rows]))
    return printing.print_out(printing.sheet(kind, code), found, fmt, Occasion(actor, office.day, **occasion))


def lines_of(data: bytes) -> list[str]:
    return [line.text for page in measure.pages(data) for line in page]


def text_of(data: bytes) -> str:
    """All of it, for words that may break over lines."""
    return "".join(lines_of(data))


def says_link(data: bytes, link: str) -> bool:
    """Over a break of the line, where its label may stand between; pdfium has a sign of its own for a hyphen there."""
    return link in text_of(data).replace("网上评价", "").replace("\x02", "-")


def page_count(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(data))
