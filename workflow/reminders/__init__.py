"""The sweep: obligations to remind, made once in sets, gathered into one message a person, place and channel."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from workflow import digests
from workflow.models import SweepRun
from workflow.reminders import making
from workflow.reminders.snoozing import snooze

__all__ = ["snooze", "sweep"]

DIARY = dt.timedelta(days=30)  # how long past sweeps are remembered


def sweep(at: dt.datetime) -> SweepRun:
    """Make the obligations due at this moment and hand their messages to the outbox. Twice in a row changes nothing.

    Killed in between it leaves whole slices behind: what was made and not gathered, the next sweep gathers.
    """
    made = making.make(at)
    digests.gather(at)
    SweepRun.objects.filter(started_at__lt=at - DIARY).delete()
    return SweepRun.objects.create(started_at=at, finished_at=timezone.now(), made=made)
