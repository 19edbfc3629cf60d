"""打印: the papers of one row, or of the rows chosen from a list; for whom a row does not exist, no paper does."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from desk.views.edge import visit_of
from desk.views.files import download
from desk.views.refusals import refused
from replies.actions.feedback import links_to_print
from workflow import printing
from workflow.actor import Actor
from workflow.errors import OfficeError
from workflow.printing import Occasion, Sheet

UID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper with an address for each of its formats."""

    label: str
    files: tuple[tuple[str, str], ...]


def offers(kind: str, row: Any, actor: Actor) -> list[Offer]:
    """What this person may print of a row now."""
    return [
        Offer(sheet.name, tuple((fmt.upper(), _address(kind, row, sheet, fmt)) for fmt in sheet.formats))
        for sheet in printing.offered(row, kind, actor)
    ]


def _address(kind: str, row: Any, sheet: Sheet, fmt: str) -> str:
    return reverse("desk:paper", args=[kind, row.uid, sheet.code, fmt])


def of_one(request: HttpRequest, kind: str, uid: uuid.UUID, code: str, fmt: str) -> HttpResponse:
    sheet = _sheet(kind, code)
    row = get_object_or_404(printing.rows_for(kind, visit_of(request).actor), uid=uid)
    return _printed(request, sheet, [row], fmt)


def of_many(request: HttpRequest, kind: str, code: str, fmt: str) -> HttpResponse:
    """The rows that were ticked, in the order of their cases; those that this person does not see are left out."""
    sheet = _sheet(kind, code)
    seen = printing.rows_for(kind, visit_of(request).actor)
    return _printed(request, sheet, list(seen.filter(uid__in=_ticked(request))), fmt)


def _ticked(request: HttpRequest) -> list[str]:
    """Lists for moves call what is ticked rows, with its state behind a colon; the search calls it proposal."""
    given = request.POST or request.GET
    values = (value.split(":")[0] for name in ("rows", "proposal") for value in given.getlist(name))
    return [value for value in values if re.fullmatch(UID, value)]


def _sheet(kind: str, code: str) -> Sheet:
    sheet = printing.sheet(kind, code)
    if sheet is None:
        raise Http404
    return sheet


def _printed(request: HttpRequest, sheet: Sheet, rows: list[Any], fmt: str) -> HttpResponse:
    visit = visit_of(request)
    links = links_to_print(request.POST.getlist("token"), request.build_absolute_uri("/"), on=visit.on)
    one_sided = (request.POST or request.GET).get("sides") == "1"
    try:
        done = printing.print_out(sheet, rows, fmt, Occasion(visit.actor, visit.on, not one_sided, links))
    except OfficeError as error:
        return refused(request, error, title=f"打印{sheet.name}", back=_back(rows))
    return download(done.data, done.name, done.content_type)


def _back(rows: list[Any]) -> str:
    """To the case, where there is just one; else to the work list."""
    if len(rows) != 1:
        return reverse("desk:work")
    return reverse("desk:case", args=[rows[0].case_uid])
