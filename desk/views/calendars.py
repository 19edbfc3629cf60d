"""工作日历: every year in the edition that counts, its days, and a new edition by preview and confirmation."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.calendars import NOTICE, CalendarForm, places_of
from desk.views.edge import Visit, show, visit_of
from desk.views.refusals import tell
from workflow import calendars
from workflow.enums import DayKind
from workflow.errors import OfficeError
from workflow.models import CalendarVersion

TITLE = "工作日历"


def index(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    rows = CalendarVersion.objects.visible_to(visit.actor).newest().select_related("jurisdiction")
    editions = rows.annotate(count=Count("days")).order_by("-year", "jurisdiction_id")
    return show(request, "calendars", TITLE, editions=editions, keeps=bool(places_of(visit.actor)))


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The days of one edition, with the other editions of its year."""
    visible = CalendarVersion.objects.visible_to(visit_of(request).actor).select_related("jurisdiction")
    version = get_object_or_404(visible, uid=uid)
    others = visible.filter(year=version.year, jurisdiction=version.jurisdiction).exclude(pk=version.pk)
    days = version.days.order_by("day")
    title = f"{version}第{version.number}版"
    return show(request, "calendar", title, version=version, days=days, others=others.order_by("-number"))


def take(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not places_of(visit.actor):
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CalendarForm(*given, actor=visit.actor, initial={"year": visit.on.year + 1})
    if not given or not form.is_valid():
        return show(request, "calendar_take", "载入工作日历", form=form)
    if request.POST.get("step") == "confirm":
        return _confirm(request, form, visit)
    return show(request, "calendar_take", "载入工作日历", form=form, preview=preview(form))


def _confirm(request: HttpRequest, form: CalendarForm, visit: Visit) -> HttpResponse:
    data = form.cleaned_data
    try:
        version = calendars.take(
            data["year"],
            form.reading.days,
            jurisdiction=data["jurisdiction"],
            published=data["published"],
            notice=data["number"],
            source="放假通知原文" if data["way"] == NOTICE else "清单",
            by=visit.actor,
            at=visit.at,
        )
    except OfficeError as error:
        tell(form, error)
        return show(request, "calendar_take", "载入工作日历", form=form)
    messages.success(request, f"{version}第{version.number}版已载入。")
    return redirect("desk:calendar", version.uid)


def preview(form: CalendarForm) -> dict[str, Any]:
    """The days to be, and which of the edition that counts now would go."""
    data = form.cleaned_data
    before = calendars.newest_of(data["year"], data["jurisdiction"])
    now = {(day.day, day.kind == DayKind.WORK): day for day in before.days.all()} if before else {}
    told = {(each.day, each.works): each for each in form.reading.days}
    return {
        "carried": form.carried(),
        "before": before,
        "place": data["jurisdiction"] or "全国",
        "days": [(each, key not in now) for key, each in told.items()],
        "gone": [day for key, day in sorted(now.items()) if key not in told],
    }
