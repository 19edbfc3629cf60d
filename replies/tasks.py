"""Work that need not be waited for: load by id, call, log."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from replies.actions import dispatching
from replies.actions.archiving import archive_files
from replies.models import Reply

log = logging.getLogger(__name__)


@shared_task(name="replies.tasks.archive")
def archive(uid: str) -> None:
    """Print a numbered reply and keep the files. Running it again finds them there."""
    reply = Reply.objects.for_page().get(uid=uid)
    files = archive_files(reply, at=timezone.now())
    log.info("archived %s: %s", uid, ", ".join(file.format for file in files))


@shared_task(name="replies.tasks.archive_missing")
def archive_missing() -> None:
    """Print what a lost message left unprinted."""
    for reply in Reply.objects.for_page().numbered_without_files():
        try:
            archive_files(reply, at=timezone.now())
        except Exception:
            # Whatever keeps one letter from being printed, those behind it are still owed their files.
            log.exception("could not archive %s", reply.uid)
        else:
            log.info("archived %s late", reply.uid)


@shared_task(name="replies.tasks.remind_of_copies")
def remind_of_copies() -> None:
    """Tell offices of copies that nobody acknowledged in time."""
    log.info("reminded of %d copies", dispatching.remind(timezone.now()))
