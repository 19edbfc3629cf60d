"""The office's clockwork: each task reads the clock once, calls one function, and logs what it did."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from workflow import outbox, reminders

log = logging.getLogger(__name__)


@shared_task(name="workflow.tasks.sweep")
def sweep() -> None:
    log.info("sweep made %d", reminders.sweep(timezone.now()).made)


@shared_task(name="workflow.tasks.deliver")
def deliver() -> None:
    log.info("delivered %d", outbox.deliver(timezone.now()))
