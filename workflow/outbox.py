"""The outbox: enqueue with the decision, claim once, send after commit, try again with patience."""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from workflow import digests, quiet
from workflow.channels import TRANSPORTS
from workflow.channels.outcome import Outcome, Rejected, Retry, Sent
from workflow.enums import Channel, DispatchStatus
from workflow.models import Dispatch, Gateway, Obligation, User
from workflow.ways import Ways

log = logging.getLogger(__name__)

# Minutes until the next attempt; after the last one a message is dead and shows as such.
PATIENCE = (1, 5, 30, 120, 480)
MOST_ATTEMPTS = len(PATIENCE) + 1
# A worker that died between claim and mark leaves its claim behind; after this it may be tried again.
LEASE = dt.timedelta(minutes=15)
# A limit costs no attempt, but a message that has met it for so long goes the way of all others.
MOST_WAITING = dt.timedelta(days=1)
# Few enough that a server which keeps each of them waiting (EMAIL_TIMEOUT) is done with all within the lease.
BATCH = 10


def enqueue(
    recipient: User, channel: Channel, *, subject: str, body: str, at: dt.datetime, place: int | None = None
) -> Dispatch | None:
    """Write a message for later delivery; None where this person has no address for the channel.

    place: the jurisdiction that it is about, whose gateways it may take and whose supervisors see it fail.
    """
    way = Ways(timezone.localdate(at)).to(recipient, channel, place)
    if way is None:
        return None
    return Dispatch.objects.create(
        jurisdiction_id=place,
        recipient=recipient,
        channel=channel,
        gateway=way.gateway,
        address=way.address,
        subject=subject[:200],
        body=body,
        created_at=at,
        next_try_at=at,
    )


def deliver(at: dt.datetime) -> int:
    """Send what is due. Safe to run twice at once: each message is claimed by one run. Returns how many went out."""
    retract(at)
    sent, began, resting = 0, time.monotonic(), quiet.resting(at)
    while batch := claim(at, lease=LEASE + dt.timedelta(seconds=time.monotonic() - began), resting=resting):
        sent += sum(_send(dispatch, at) for dispatch in batch)
    return sent


def claim(at: dt.datetime, *, lease: dt.timedelta = LEASE, resting: Sequence[int] = ()) -> list[Dispatch]:
    """Take up to a batch of due messages as this run's own, by compare-and-swap; taking is an attempt.

    `lease` counts from `at`, the start of the run, so that a later batch of a slow run is not leased for less.
    resting: places whose people are not to be disturbed now.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        due = Dispatch.objects.to_send(at).exclude(jurisdiction__in=resting).select_for_update(skip_locked=True)
        ids = list(due.order_by("id").values_list("id", flat=True)[:BATCH])
        mine = Dispatch.objects.to_send(at).filter(pk__in=ids)
        # Counted now and not after sending: a message that kills its worker each time must come to an end too.
        mine.update(status=DispatchStatus.SENDING, claim=token, next_try_at=at + lease, attempts=F("attempts") + 1)
    return list(Dispatch.objects.filter(claim=token).select_related("gateway", "recipient").order_by("id"))


@transaction.atomic
def retract(at: dt.datetime) -> int:
    """Before anything goes out, also before it is tried again: what no longer holds is not said.

    A deadline that was met, paused or moved since falls out of its message; a message with nothing left to say is
    MOOT. Returns how many messages changed.
    """
    stale = Obligation.objects.stale()
    about_it = Exists(stale.filter(dispatch=OuterRef("pk")))
    due = Dispatch.objects.to_send(at).filter(about_it).select_for_update(skip_locked=True, of=("self",))
    ids = sorted(due.values_list("pk", flat=True))
    if ids:
        stale.filter(dispatch__in=ids).order_by().update(moot_at=at)
        left = Exists(Obligation.objects.filter(dispatch=OuterRef("pk"), moot_at=None))
        Dispatch.objects.filter(~left, pk__in=ids).update(status=DispatchStatus.MOOT)
        digests.compose(ids, at)
    return len(ids)


def _send(dispatch: Dispatch, at: dt.datetime) -> bool:
    mine = Dispatch.objects.filter(pk=dispatch.pk, claim=dispatch.claim, status=DispatchStatus.SENDING)
    if not mine.exists():
        # The lease ran out on the way here and another run has it: it tells the person, and marks it.
        return False
    outcome = _try(dispatch)
    if isinstance(outcome, Retry) and outcome.after and at - dispatch.created_at < MOST_WAITING:
        _hold(dispatch, outcome, at)
        return False
    return bool(mine.update(**_marks(outcome, dispatch.attempts, at))) and isinstance(outcome, Sent)


def _hold(dispatch: Dispatch, outcome: Retry, at: dt.datetime) -> None:
    """The other side asks to wait: so does all that goes the same way, and none of it counts as an attempt."""
    until = at + (outcome.after or dt.timedelta())
    waiting = Dispatch.objects.unsent().filter(gateway=dispatch.gateway_id, next_try_at__lt=until)
    in_hand = Dispatch.objects.filter(claim=dispatch.claim, status=DispatchStatus.SENDING, gateway=dispatch.gateway_id)
    if dispatch.gateway_id:
        waiting.filter(status=DispatchStatus.PENDING).update(next_try_at=until)
    in_hand.update(
        status=DispatchStatus.PENDING,
        claim=None,
        next_try_at=until,
        attempts=F("attempts") - 1,
        last_error=outcome.error[:300],
    )


def _try(dispatch: Dispatch) -> Outcome:
    if dispatch.attempts > MOST_ATTEMPTS:
        return Rejected("发送多次中断，不再重试。")
    try:
        outcome: Outcome = TRANSPORTS[Channel(dispatch.channel)].send(dispatch)
    except Exception as error:
        # Broad at this one edge to code that is not ours, and logged with its traceback. A channel names
        # what it expects; what it does not name, a mail backend's own error or a fault of ours, must not leave
        # this message in hand for ever, nor keep the rest of the batch from going out.
        log.exception("dispatch %s failed unexpectedly", dispatch.uid)
        return Retry(f"{type(error).__name__}: {error}")
    return outcome


def _marks(outcome: Outcome, attempts: int, at: dt.datetime) -> dict[str, Any]:
    if isinstance(outcome, Sent):
        return {"status": DispatchStatus.SENT, "sent_at": at, "last_error": "", "provider_id": outcome.provider_id}
    error = {"last_error": outcome.error[:300]}
    if isinstance(outcome, Rejected) or attempts >= MOST_ATTEMPTS:
        return error | {"status": DispatchStatus.DEAD}
    again = at + dt.timedelta(minutes=PATIENCE[attempts - 1])
    return error | {"status": DispatchStatus.PENDING, "next_try_at": again}


def try_out(gateway: Gateway, user: User, *, at: dt.datetime) -> Dispatch | None:
    """Send one test message now, once; None where this person has no address for it."""
    address = TRANSPORTS[Channel(gateway.channel)].address_of(user)
    if address is None:
        return None
    dispatch = Dispatch.objects.create(
        jurisdiction_id=gateway.jurisdiction_id,
        recipient=user,
        channel=gateway.channel,
        gateway=gateway,
        address=address,
        subject="测试消息",
        body=f"这是“{gateway.name}”的测试消息，收到即说明该渠道可用。",
        status=DispatchStatus.SENDING,
        claim=uuid.uuid4(),
        # The last of its attempts: whoever presses the button looks at the answer, and presses again.
        attempts=MOST_ATTEMPTS,
        created_at=at,
        next_try_at=at + LEASE,
    )
    outcome = _try(dispatch)
    Dispatch.objects.filter(pk=dispatch.pk).update(**_marks(outcome, dispatch.attempts, at))
    dispatch.refresh_from_db()
    return dispatch


def resend(dead: QuerySet[Dispatch], *, at: dt.datetime) -> int:
    """Try these given-up messages once more from the start, under the same ids. Returns how many."""
    again = dead.filter(status=DispatchStatus.DEAD).order_by()
    return again.update(status=DispatchStatus.PENDING, attempts=0, claim=None, next_try_at=at, last_error="")


def inbox_of(user: User) -> QuerySet[Dispatch]:
    """What lies in this person's inbox on the desk, newest first; a message is there as soon as it is written."""
    return Dispatch.objects.filter(recipient=user, channel=Channel.INBOX).order_by("-id")


def unread_of(user: User) -> QuerySet[Dispatch]:
    return inbox_of(user).filter(read_at=None)


def mark_read(user: User, *, at: dt.datetime, uids: Sequence[str] | None = None) -> int:
    """Mark these messages of one's own as read, all where none is named. Returns how many changed."""
    unread = unread_of(user) if uids is None else unread_of(user).filter(uid__in=uids)
    return unread.order_by().update(read_at=at)
