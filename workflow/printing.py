"""The papers of the process: which there are, on which rows, who may print them, and as which files.

Each floor lists its own in `printing.PAPERS`, and in `printing.ROWS` how the rows that they stand on are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import QuerySet

from letters.forms import Form, Labels
from letters.letter import Finding, Letter
from letters.profiles import Profile
from letters.writing import WRITERS, form, form_docx
from letters.writing.joined import join
from letters.writing.written import Written
from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import Invalid, NotYours, OfficeError, TransitionRefused
from workflow.tables.writing import Column, xlsx

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 200
"""As many rows as one job prints: 200 letters are a morning's work of the printer, and a minute of ours."""
MORNING = dt.time(9, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter with the layout in which it is set."""

    letter: Letter
    profile: Profile


@dataclass(frozen=True, slots=True)
class Listing:
    """A long list: the form that is printed and the table that is opened as a spreadsheet say the same."""

    form: Form
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Document = Posted | Form | Labels | Listing


@dataclass(frozen=True, slots=True)
class Occasion:
    """One printing: for whom, on which day, and whether both sides of the sheet are used.

    links: for 委员评价, by proposer, told this once; where there are none, forms have no code.
    """

    actor: Actor
    on: dt.date
    duplex: bool = True
    links: tuple[tuple[int, str], ...] = ()


Maker = Callable[[Sequence[Any], Occasion], list[Document]]


def always(_row: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of paper. of: the flow's name of the rows that it stands on.

    who: the roles that print it, held for the row; None for whoever sees it.
    lacks: why the row has no such paper yet; empty where it has.
    make: the documents for some rows, in the order in which they leave the printer.
    listed: printed for the rows chosen from a list, and not offered beside a single one.
    """

    code: str
    name: str
    of: str
    who: frozenset[Role] | None
    make: Maker
    lacks: Callable[[Any], str] = always
    formats: tuple[str, ...] = ("pdf",)
    listed: bool = False

    def refusal(self, row: Any, actor: Actor) -> OfficeError | None:
        """Why this person does not get it now; None where they do."""
        if self.who is not None and not self.who & row.roles_of(actor):
            return NotYours(f"{row.line}：《{self.name}》不由您打印。")
        lacking = self.lacks(row)
        return TransitionRefused(f"{row.line}：{lacking}") if lacking else None


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished file and what a person should know about it."""

    data: bytes
    name: str
    content_type: str
    findings: tuple[Finding, ...] = ()


@cache
def sheets() -> dict[tuple[str, str], Sheet]:
    """Every paper of every floor, by the kind of row and its code."""
    return {(each.of, each.code): each for room in _rooms() for each in room.PAPERS}


def sheets_of(kind: str) -> list[Sheet]:
    return [each for each in sheets().values() if each.of == kind]


def sheet(kind: str, code: str) -> Sheet | None:
    return sheets().get((kind, code))


def rows_for(kind: str, actor: Actor) -> QuerySet[Any]:
    """The rows of a kind that this person sees, with all that stands on their papers."""
    readers: dict[str, Callable[[Actor], QuerySet[Any]]] = {}
    for room in _rooms():
        readers |= room.ROWS
    return readers[kind](actor)


def _rooms() -> list[Any]:
    names = sorted(f"{app.name}.printing" for app in apps.get_app_configs())
    return [import_module(name) for name in names if name != __name__ and find_spec(name)]


def offered(row: Any, kind: str, actor: Actor) -> list[Sheet]:
    """What this person may print of one row now."""
    return [each for each in sheets_of(kind) if not each.listed and each.refusal(row, actor) is None]


def print_out(kind: Sheet, rows: Sequence[Any], fmt: str, occasion: Occasion) -> Printed:
    """The paper of these rows as one file: the same rows and day give the same bytes. Invalid says what is wrong."""
    if fmt not in kind.formats:
        raise Invalid(f"《{kind.name}》没有{fmt.upper()}格式。", field="format")
    if not rows:
        raise Invalid("请先选择要打印的件。")
    if len(rows) > MOST_ROWS:
        raise Invalid(f"一次最多打印{MOST_ROWS}件。")
    for row in rows:
        if refusal := kind.refusal(row, occasion.actor):
            raise refusal
    written = _written(kind.make(rows, occasion), fmt, occasion)
    name = kind.name if len(rows) > 1 else f"{kind.name}（{_named(rows[0])}）"
    return Printed(written.data, f"{name}.{fmt}", CONTENT_TYPES[fmt], written.findings)


def _named(row: Any) -> str:
    proposal = getattr(row, "proposal", row)
    return f"第{proposal.number}号" if proposal.number else proposal.title[:20]


def _written(documents: Sequence[Document], fmt: str, occasion: Occasion) -> Written:
    when = dt.datetime.combine(occasion.on, MORNING)
    if fmt == "pdf":
        made = [_as_pdf(each, when) for each in documents]
        findings = tuple(dict.fromkeys(finding for each in made for finding in each.findings))
        return Written(join([each.data for each in made], duplex=occasion.duplex, when=when), findings)
    # To be worked on, a letter comes without the forms that are printed after it.
    letters = [each for each in documents if isinstance(each, Posted)] or documents
    if len(letters) > 1:
        raise Invalid("多份文件请打印PDF，或逐份下载。", field="format")
    return _as_file(letters[0], fmt, when)


def _as_pdf(document: Document, when: dt.datetime) -> Written:
    if isinstance(document, Posted):
        return WRITERS["pdf"](document.letter, document.profile, when=when)
    return form.write(document.form if isinstance(document, Listing) else document, when=when)


def _as_file(document: Document, fmt: str, when: dt.datetime) -> Written:
    if isinstance(document, Posted):
        return WRITERS[fmt](document.letter, document.profile, when=when)
    if isinstance(document, Listing):
        return Written(xlsx(document.columns, document.rows, title=document.form.title[:31]))
    if isinstance(document, Form):
        return form_docx.write(document, when=when)
    raise Invalid("标签只能打印PDF。", field="format")


def each(make: Callable[[Any, Any], Iterable[Document]], *, read: Callable[[Sequence[Any], Occasion], Any]) -> Maker:
    """Of a paper of one row the same for many, one after the other.

    read: what all of them need, asked of the database once; `make` gets it beside the row.
    """

    def made(rows: Sequence[Any], occasion: Occasion) -> list[Document]:
        known = read(rows, occasion)
        return [document for row in rows for document in make(row, known)]

    return made
