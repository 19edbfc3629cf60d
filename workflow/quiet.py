"""When a place may be disturbed: working days of its calendar, and the hours that its rules of today name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from workflow import clocks
from workflow.calendar import WorkCalendar
from workflow.models import Jurisdiction, RuleVersion
from workflow.switches import wrong


def awake(at: dt.datetime, among: Iterable[int] | None = None) -> dict[int, WorkCalendar]:
    """The places, all or these, that may be reminded at this moment, each with its calendar."""
    on, hours = timezone.localdate(at), hours_of(at)
    places = Jurisdiction.objects.values_list("pk", flat=True) if among is None else among
    calendars = {place: clocks.calendar_of(place) for place in places}
    return {key: days for key, days in calendars.items() if days.works(on) and _within(hours.get(key), at)}


def resting(at: dt.datetime) -> list[int]:
    """The places whose rules name hours, and these are not now: what is written for them waits."""
    on = timezone.localdate(at)
    named = hours_of(at)
    return [key for key, hours in named.items() if not (_within(hours, at) and clocks.calendar_of(key).works(on))]


def hours_of(at: dt.datetime) -> dict[int, list[str]]:
    """By place, the hours in the newest edition in force; places without any are not named."""
    found: dict[int, Any] = {}
    editions = RuleVersion.objects.in_force(timezone.localdate(at))
    for place, hours in editions.values_list("jurisdiction_id", "content__switches__remind_hours"):
        found.setdefault(place, hours)
    # Hours that cannot be read must not silence a place: problems() says so to whoever writes them.
    return {place: hours for place, hours in found.items() if hours and not wrong("remind_hours", hours)}


def _within(hours: list[str] | None, at: dt.datetime) -> bool:
    return hours is None or hours[0] <= f"{timezone.localtime(at):%H:%M}" < hours[1]
