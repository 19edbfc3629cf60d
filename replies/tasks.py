"""Work that need not be waited for: load by id, call, log."""

from __future__ import annotations

import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from replies import seals
from replies.actions import dispatching
from replies.actions.archiving import archive_files, press_seals
from replies.models import Reply

log = logging.getLogger(__name__)
# How long a seal system that is away is asked again.
TRIED_FOR = dt.timedelta(days=7)


@shared_task(name="replies.tasks.archive")
def archive(uid: str) -> None:
    """Print a numbered reply and keep the files. Running it again finds them there."""
    reply = Reply.objects.for_page().get(uid=uid)
    files = archive_files(reply, at=timezone.now())
    log.info("archived %s: %s", uid, ", ".join(file.format for file in files))
    _seal(reply)


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
    if seals.is_wanted():
        for reply in Reply.objects.for_page().archived_without_seal(since=timezone.now() - TRIED_FOR):
            _seal(reply)


def _seal(reply: Reply) -> None:
    """A seal system that is away does not take the printed files with it: the seal is pressed later."""
    try:
        if seal := seals.in_use():
            pressed = press_seals(reply, seal, at=timezone.now())
            log.info("sealed %s: %s", reply.uid, ", ".join(file.format for file in pressed))
    except seals.SealError:
        log.exception("could not seal %s", reply.uid)


@shared_task(name="replies.tasks.remind_of_copies")
def remind_of_copies() -> None:
    """Tell offices of copies that nobody acknowledged in time."""
    log.info("reminded of %d copies", dispatching.remind(timezone.now()))
