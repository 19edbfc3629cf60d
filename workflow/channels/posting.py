"""One POST to a gateway, bounded in time and size; what it answers is believed only where it says so itself."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

import httpx

from workflow.channels.outcome import Outcome, Rejected, Retry, Sent
from workflow.models import Dispatch, Gateway

TIMEOUT = httpx.Timeout(5)
LONGEST = 15.0
"""Seconds in all: a server that sends a byte now and then must not hold up the others."""
MOST_BYTES = 64 * 1024
WAIT = dt.timedelta(minutes=1)
"""Where a robot says that it had too much and not for how long: all of them count by the minute."""
LONGEST_WAIT = dt.timedelta(hours=1)
MISSING = object()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with 2xx."""

    text: str

    def said(self, path: str) -> Any:
        """The value under a dotted path of its JSON; MISSING where there is none."""
        try:
            found = json.loads(self.text)
            for name in path.split("."):
                found = found[name]
        except (ValueError, LookupError, TypeError, RecursionError):
            return MISSING
        return found


class TooMuch(Exception):
    """The answer is larger than any that means something."""


def gateway_of(dispatch: Dispatch) -> Gateway | Rejected:
    if dispatch.gateway is None or not dispatch.gateway.active:
        return Rejected("消息渠道已停用。")
    return dispatch.gateway


def post(url: httpx.URL | str, **parts: Any) -> Answer | Retry | Rejected:
    """Send once, and be done with it in time whatever the other side does.

    httpx bounds each byte, not the whole: a server that drips its headers would hold up all other messages.
    """
    came: list[Answer | Retry | Rejected] = []
    worker = threading.Thread(target=lambda: came.append(_post(url, **parts)), daemon=True)
    worker.start()
    worker.join(LONGEST)
    return came[0] if came else Retry("对方的答复过慢。")


def _post(url: httpx.URL | str, **parts: Any) -> Answer | Retry | Rejected:
    """Errors name what happened and never the address: it carries the key of a robot."""
    headers = {"Accept-Encoding": "identity"} | parts.pop("headers", {})
    try:
        address = httpx.URL(url)
        if address.scheme not in {"http", "https"}:
            return Rejected("地址应以 http:// 或 https:// 开头。")
        with (
            # No proxy, no .netrc: what an administrator typed is where it goes.
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", address, headers=headers, **parts) as response,
        ):
            return _understood(response, _read(response))
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        return Rejected("地址有误。")
    except TooMuch:
        return Retry("对方的答复过长。")
    except httpx.HTTPError as error:
        return Retry(f"未能送达对方：{type(error).__name__}")


def _read(response: httpx.Response) -> str:
    found = b""
    for chunk in response.iter_bytes():
        found += chunk
        if len(found) > MOST_BYTES:
            raise TooMuch
    return found.decode("utf-8", "replace")


def _understood(response: httpx.Response, text: str) -> Answer | Retry | Rejected:
    status = response.status_code
    if response.is_success:
        return Answer(text)
    if status in {429, 503}:
        return Retry(f"对方限流：HTTP {status}", after=_wait(response.headers.get("Retry-After", ""), status))
    if status in {408, 425} or status >= 500:
        return Retry(f"对方出错：HTTP {status}")
    return Rejected(f"对方要求转到别处：HTTP {status}" if response.is_redirect else f"对方拒绝：HTTP {status}")


def _wait(seconds: str, status: int) -> dt.timedelta | None:
    """Retry-After in seconds; the usual wait where a limit names none. 503 without it is a fault like others."""
    if seconds.isdecimal() and len(seconds) < 6:
        return min(dt.timedelta(seconds=int(seconds)), LONGEST_WAIT)
    return WAIT if status == 429 else None


def judged(
    answer: Answer | Retry | Rejected,
    *,
    code: str,
    fine: Container[Any],
    limited: Container[Any] = (),
    busy: Container[Any] = (),
    words: str = "",
    name: str = "",
) -> Outcome:
    """Robots answer 200 whatever became of it: only the code inside counts. name: where the message's id stands."""
    if not isinstance(answer, Answer):
        return answer
    found = answer.said(code)
    if found is MISSING or not isinstance(found, int | str):
        return Retry("对方的答复无法辨认。")
    if found in fine:
        called = answer.said(name) if name else MISSING
        return Sent(str(called)[:120] if called is not MISSING else "")
    said = answer.said(words) if words else MISSING
    error = f"对方拒绝：{found}" + (f" {said}" if isinstance(said, str) else "")
    if found in limited:
        return Retry(error, after=WAIT)
    return Retry(error) if found in busy else Rejected(error)


def clipped(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, whole characters."""
    whole = text.encode()
    return text if len(whole) <= most else whole[: most - 3].decode("utf-8", "ignore") + "…"


def for_group(dispatch: Dispatch, most: int) -> str:
    """A text for a room with many people in it: whom it is for comes first."""
    return clipped(f"{dispatch.recipient.name}：{dispatch.subject}\n{dispatch.body}", most)
