"""What a higher floor has to say before a reply is signed: the flow asks here, and the floor above answers.

The flow table lies below the rows, and a letter is read above them; so the reader gives itself at start-up, as verbs
of a higher floor do in `proposals.actions.along`. Without one nothing is signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from workflow.errors import Unavailable

Reader = Callable[[Any, dt.date], str | None]

_readers: list[Reader] = []


def reads_before_signing(reader: Reader) -> Reader:
    """Register who says, as a Chinese sentence, why a reply may not be signed on a day; None where it may."""
    _readers.append(reader)
    return reader


def against_signing(reply: Any, on: dt.date) -> str | None:
    """The first objection of the readers."""
    if not _readers:
        raise Unavailable("格式校核尚未就绪，暂不能签发。")
    return next((said for reader in _readers if (said := reader(reply, on))), None)
