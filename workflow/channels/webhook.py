"""接口推送: a message as JSON to any receiver, signed, under a key that stays the same over every try.

options: {"success": ["code", 0], "id": "data.id"} where the receiver says inside a 2xx whether it took it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from workflow.channels.outcome import Outcome, Rejected, Sent
from workflow.channels.posting import Answer, gateway_of, judged, post
from workflow.models import Dispatch, User


def address_of(user: User) -> str | None:
    return user.username


def send(dispatch: Dispatch) -> Outcome:
    gateway = gateway_of(dispatch)
    if isinstance(gateway, Rejected):
        return gateway
    body = content_of(dispatch)
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": str(dispatch.uid)}
    if gateway.secret:
        seconds = str(int(time.time()))
        headers |= {"X-Dafu-Timestamp": seconds, "X-Dafu-Signature": signature(gateway.secret, seconds, body)}
    answer = post(gateway.url, content=body, headers=headers)
    if "success" in gateway.options:
        path, fine = gateway.options["success"]
        return judged(answer, code=path, fine=[fine], name=gateway.options.get("id", ""))
    return Sent() if isinstance(answer, Answer) else answer


def content_of(dispatch: Dispatch) -> bytes:
    message = {
        "id": str(dispatch.uid),
        "recipient": dispatch.recipient.username,
        "name": dispatch.recipient.name,
        "subject": dispatch.subject,
        "body": dispatch.body,
        "created_at": dispatch.created_at.isoformat(),
    }
    return json.dumps(message, ensure_ascii=False).encode()


def signature(secret: str, seconds: str, body: bytes) -> str:
    """Over time and body, so that nobody can send an old message as a new one."""
    return "sha256=" + hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
