"""The edge of the desk: who, when and where, read once a request; and the frame around a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from workflow.actor import Actor
from workflow.site import actor_of, site

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the person with today's posts, the moment, the day."""

    actor: Actor
    at: dt.datetime
    on: dt.date

    @property
    def when(self) -> dict[str, Any]:
        """What every verb wants to know."""
        return {"by": self.actor, "on": self.on, "at": self.at}


def visit_of(request: HttpRequest) -> Visit:
    at = timezone.now()
    return Visit(actor_of(request), at, timezone.localdate(at))


def show(request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk in the site's frame."""
    request.current_app = site.name
    frame = site.each_context(request)
    return render(request, f"desk/{template}.html", frame | {"title": title} | context, status=status)


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of a list that was never counted: one row more than shown tells whether there is a next page."""

    rows: list[Any]
    number: int
    has_next: bool


LAST_PAGE = 200
"""Further down nobody reads: filters find it sooner, and a database skips rows slowly."""


def page_of(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest) -> Page:
    number = page_number(request)
    start = (number - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE + 1])
    return Page(found[:PAGE_SIZE], number, has_next=len(found) > PAGE_SIZE and number < LAST_PAGE)


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 6 else 1
