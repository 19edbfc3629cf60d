"""Whether reminders run: the last sweep, what it has not looked at, what has not gone out and what was given up on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone

from workflow import quiet
from workflow.models import Clock, Dispatch, Obligation, SweepRun
from workflow.querysets import DispatchQuerySet

EXPECTED = dt.timedelta(minutes=20)
"""Two periods of the schedule: a sweep older than this has been missed."""


@dataclass(frozen=True, slots=True)
class Watch:
    """backlog: deadlines to look at and reminders in no message yet. oldest_unsent: when that message was written."""

    last_sweep: dt.datetime | None
    silent: bool
    backlog: int
    unsent: int
    oldest_unsent: dt.datetime | None
    dead: int


def watch(at: dt.datetime, dispatches: DispatchQuerySet | None = None) -> Watch:
    """dispatches: those that concern who asks; all where none are given."""
    messages = Dispatch.objects.all() if dispatches is None else dispatches
    last = last_sweep()
    waiting = messages.unsent().order_by().aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Watch(
        last_sweep=last,
        # A server time that jumped back leaves a sweep of the future behind, which says nothing of now.
        silent=last is None or abs(at - last) > EXPECTED,
        backlog=backlog(at),
        unsent=waiting["count"],
        oldest_unsent=waiting["oldest"],
        dead=messages.dead().order_by().count(),
    )


def last_sweep() -> dt.datetime | None:
    # The newest row, not the latest time: a server time that jumped back must not make a dead beat look alive.
    return SweepRun.objects.order_by("-id").values_list("started_at", flat=True).first()


def backlog(at: dt.datetime) -> int:
    """What could have been looked at or gathered by now; what rests until the next working day or hour could not."""
    looks = Clock.objects.to_look_at(on=timezone.localdate(at)).values_list("jurisdiction")
    owed = Obligation.objects.filter(claim=None).values_list("clock__jurisdiction")
    waiting = Counter[int]()
    for rows in (looks, owed):
        waiting.update(dict(rows.order_by().annotate(count=Count("pk"))))
    return sum(waiting[place] for place in quiet.awake(at, waiting)) if waiting else 0
