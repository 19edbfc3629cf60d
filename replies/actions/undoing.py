"""撤回: the last move of a reply taken back; what was signed thaws, and what was sent stays sent."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from replies.actions.arriving import run_again
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow.actor import Actor
from workflow.errors import CaseMovedOn
from workflow.progress import take_back


@transaction.atomic
def undo(reply: Reply, move: str, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """Take back `move` (undo_…) if it was the last of this reply and its time is not over."""
    row = REPLY_FLOW.begin(move, by, reply, on=on)
    try:
        with transaction.atomic():
            take_back(reply, row, by=by, on=on, at=at, note=note)
            # Where the draft was to go round, nobody had spoken yet.
            reply.countersignatures.filter(round__gt=reply.countersign_round).delete()
            run_again(reply, by=by, on=on, at=at)
    except IntegrityError as error:
        # A voided draft comes back while another is being begun.
        raise CaseMovedOn from error
