"""企业微信群机器人: the key stands in the address; the person is named by mobile."""

from __future__ import annotations

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
    text = {"content": for_group(dispatch, 2048), "mentioned_mobile_list": rings}
    answer = post(gateway.url, json={"msgtype": "text", "text": text})
    return judged(answer, code="errcode", fine={0}, limited={45009}, busy={-1}, words="errmsg")
