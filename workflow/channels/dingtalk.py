"""钉钉群机器人: signed by HMAC in the address; the person is named by mobile."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

import httpx

from workflow.channels.outcome import Outcome, Rejected
from workflow.channels.posting import for_group, gateway_of, judged, post
from workflow.models import Dispatch, User


def address_of(user: User) -> str | None:
    # The group reads it in any case; a mobile number only rings for the person.
    return user.mobile


def send(dispatch: Dispatch) -> Outcome:
    gateway = gateway_of(dispatch)
    if isinstance(gateway, Rejected):
        return gateway
    rings = [dispatch.address] if dispatch.address else []
    # It rings only for a number that the text names too.
    text = for_group(dispatch, 18_000) + "".join(f"\n@{mobile}" for mobile in rings)
    body = {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": rings, "isAtAll": False}}
    try:
        url = signed(gateway.url, gateway.secret, str(int(time.time() * 1000)))
    except httpx.InvalidURL:
        return Rejected("地址有误。")
    return judged(post(url, json=body), code="errcode", fine={0}, limited={130101, 410100}, busy={-1}, words="errmsg")


def signed(url: str, secret: str, milliseconds: str) -> httpx.URL:
    """The address with time and signature, encoded once; as it is where the robot has no secret."""
    if not secret:
        return httpx.URL(url)
    digest = hmac.digest(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256)
    return httpx.URL(url).copy_merge_params({"timestamp": milliseconds, "sign": base64.b64encode(digest).decode()})
