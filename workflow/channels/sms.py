"""短信 through an HTTP gateway: what it wants to read is a template in the gateway's options.

options: {"body": {"phone": "{mobile}", "content": "{text}", "id": "{uid}"}, "headers": {"Authorization": "{secret}"},
"form": false, "success": ["code", "OK"], "limited": ["TOO_FAST"], "id": "bizId"}.
"""

from __future__ import annotations

import re
from typing import Any

from workflow.channels.outcome import Outcome, Rejected
from workflow.channels.posting import gateway_of, judged, post
from workflow.models import Dispatch, User

MOST_CHARACTERS = 60
"""One short message with the provider's own signature."""


def address_of(user: User) -> str | None:
    return user.mobile or None


def send(dispatch: Dispatch) -> Outcome:
    gateway = gateway_of(dispatch)
    if isinstance(gateway, Rejected):
        return gateway
    words = {
        "{mobile}": dispatch.address,
        "{text}": f"{dispatch.subject[:MOST_CHARACTERS]}，请登录系统查看。",
        "{uid}": str(dispatch.uid),
        "{secret}": gateway.secret,
    }
    options = gateway.options
    body, headers = filled(options["body"], words), filled(options.get("headers", {}), words)
    parts = {"data" if options.get("form") else "json": body, "headers": headers}
    path, fine = options["success"]
    limited = options.get("limited", [])
    return judged(post(gateway.url, **parts), code=path, fine=[fine], limited=limited, name=options.get("id", ""))


def filled(template: Any, words: dict[str, str]) -> Any:
    """The template with every word put in, at any depth."""
    if isinstance(template, dict):
        return {name: filled(value, words) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, words) for value in template]
    if isinstance(template, str):
        # All at once: a word that itself looks like a place to fill stays as it is.
        return re.sub(r"\{\w+\}", lambda place: words.get(place[0], place[0]), template)
    return template
