"""The office's clockwork: each task reads the clock once, calls one function, and logs what it did."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from workflow import jobs, outbox, reminders, shifts

log = logging.getLogger(__name__)


@shared_task(name="workflow.tasks.sweep")
def sweep() -> None:
    log.info("sweep made %d", reminders.sweep(timezone.now()).made)


@shared_task(name="workflow.tasks.deliver")
def deliver() -> None:
    log.info("delivered %d", outbox.deliver(timezone.now()))


@shared_task(name="workflow.tasks.keep_calendars")
def keep_calendars() -> None:
    """Propose what a new calendar moves, and carry out what was decided, also where an earlier run was cut off."""
    proposed = shifts.propose_missing(timezone.now())
    log.info("proposed %d shifts, moved %d deadlines", len(proposed), shifts.carry_out_decided())


@shared_task(name="workflow.tasks.run_jobs", time_limit=jobs.TIME_LIMIT)
def run_jobs() -> None:
    """One slice of one job; what is left of it waits behind the others."""
    if job := jobs.run_next(timezone.now()):
        log.info("job %s, %s: %s, %d of %d", job.uid, job.kind, job.status, job.done, job.total)
