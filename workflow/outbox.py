"""The outbox: enqueue with the decision, claim once, send after commit, try again with patience."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from workflow.channels import TRANSPORTS
from workflow.channels.outcome import Outcome, Rejected, Sent
from workflow.enums import Channel, DispatchStatus
from workflow.models import Dispatch, User

# Minutes until the next attempt; after the last one a message is dead and shows as such.
PATIENCE = (1, 5, 30, 120, 480)
# A worker that died between claim and mark leaves its claim behind; after this it may be tried again.
LEASE = dt.timedelta(minutes=15)
BATCH = 100


def enqueue(recipient: User, channel: Channel, *, subject: str, body: str, at: dt.datetime) -> Dispatch | None:
    """Write a message for later delivery; None where this person has no address for the channel."""
    address = TRANSPORTS[channel].address_of(recipient)
    if address is None:
        return None
    return Dispatch.objects.create(
        recipient=recipient,
        channel=channel,
        address=address,
        subject=subject[:200],
        body=body,
        created_at=at,
        next_try_at=at,
    )


def deliver(at: dt.datetime) -> int:
    """Send what is due. Safe to run twice at once: each message is claimed by one run. Returns how many went out."""
    sent = 0
    while batch := claim(at):
        sent += sum(_send(dispatch, at) for dispatch in batch)
    return sent


def claim(at: dt.datetime) -> list[Dispatch]:
    """Take up to a batch of due messages as this run's own, by compare-and-swap."""
    token = uuid.uuid4()
    due = Q(status=DispatchStatus.PENDING, next_try_at__lte=at) | Q(status=DispatchStatus.SENDING, next_try_at__lte=at)
    ids = list(Dispatch.objects.filter(due).order_by("id").values_list("id", flat=True)[:BATCH])
    mine = Dispatch.objects.filter(due, pk__in=ids)
    mine.update(status=DispatchStatus.SENDING, claim=token, next_try_at=at + LEASE)
    return list(Dispatch.objects.filter(claim=token).order_by("id"))


def _send(dispatch: Dispatch, at: dt.datetime) -> bool:
    outcome: Outcome = TRANSPORTS[Channel(dispatch.channel)].send(dispatch)
    dispatch.attempts += 1
    if isinstance(outcome, Sent):
        dispatch.status, dispatch.sent_at, dispatch.last_error = DispatchStatus.SENT, at, ""
    else:
        dispatch.last_error = outcome.error[:300]
        dead = isinstance(outcome, Rejected) or dispatch.attempts > len(PATIENCE)
        dispatch.status = DispatchStatus.DEAD if dead else DispatchStatus.PENDING
        if not dead:
            dispatch.next_try_at = at + dt.timedelta(minutes=PATIENCE[dispatch.attempts - 1])
    dispatch.save(update_fields=["attempts", "status", "sent_at", "last_error", "next_try_at"])
    return dispatch.status == DispatchStatus.SENT


def inbox_of(user: User) -> QuerySet[Dispatch]:
    """What lies in this person's inbox on the desk, newest first; a message is there as soon as it is written."""
    return Dispatch.objects.filter(recipient=user, channel=Channel.INBOX).order_by("-id")


def unread_of(user: User) -> QuerySet[Dispatch]:
    return inbox_of(user).filter(read_at=None)


def mark_read(user: User, *, at: dt.datetime, uids: Sequence[str] | None = None) -> int:
    """Mark these messages of one's own as read, all where none is named. Returns how many changed."""
    unread = unread_of(user) if uids is None else unread_of(user).filter(uid__in=uids)
    return unread.order_by().update(read_at=at)
