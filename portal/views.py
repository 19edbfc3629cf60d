"""The public pages: places whose portal is open, their published replies, one reply as text."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from letters.writing.web import web_text
from portal.forms import SearchForm
from proposals.models import Session
from replies.models import Reply
from replies.papers import letter_of, profile_of
from workflow.models import Jurisdiction

PAGE = 20
# Day and id of the last row of a page; a dash where that letter states no day.
CURSOR = re.compile(r"(\d{4}-\d\d-\d\d|-)_(\d{1,18})")


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    opened = list(Jurisdiction.objects.filter(portal_open=True).order_by("id"))
    if not opened:
        raise Http404
    return render(request, "portal/places.html", {"places": opened})


@require_safe
def replies(request: HttpRequest, code: str) -> HttpResponse:
    place = get_object_or_404(Jurisdiction, code=code, portal_open=True)
    form = SearchForm(request.GET, sessions=Session.objects.filter(jurisdiction=place).newest_first())
    rows = Reply.objects.published().filter(jurisdiction=place).newest_first().for_list()
    found = list(_narrowed(rows, form, request.GET.get("after", ""))[: PAGE + 1]) if form.is_valid() else []
    page = {
        "place": place,
        "form": form,
        "rows": found[:PAGE],
        "asked": any(form.data.get(name) for name in form.fields),
    }
    if len(found) > PAGE:
        page["older"] = _address_after(found[PAGE - 1], form)
    return render(request, "portal/replies.html", page)


def _narrowed(rows: Any, form: SearchForm, cursor: str) -> Any:
    for word in form.words:
        rows = rows.about(word)
    if form.cleaned_data["session"]:
        rows = rows.filter(proposal__session=form.cleaned_data["session"])
    return rows.older_than(*_place_of(cursor)) if cursor else rows


def _place_of(cursor: str) -> tuple[dt.date | None, int]:
    match = CURSOR.fullmatch(cursor)
    try:
        return (None if match[1] == "-" else dt.date.fromisoformat(match[1])), int(match[2])  # type: ignore[index]
    except (TypeError, ValueError) as error:
        raise Http404 from error


def _address_after(last: Reply, form: SearchForm) -> str:
    kept = {name: form.data[name] for name in form.fields if form.data.get(name)}
    return "?" + urlencode(kept | {"after": f"{last.signed_on or '-'}_{last.pk}"})


@require_safe
def reply(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Reply.objects.published().for_page(), jurisdiction__code=code, uid=uid)
    text = web_text(letter_of(row), profile_of(row, on=timezone.localdate()))
    page = {"place": row.proposal.jurisdiction, "reply": row, "text": text}
    return render(request, "portal/reply.html", page)
