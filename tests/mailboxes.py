"""Mail servers that behave badly, as Django mail backends."""

from __future__ import annotations

import smtplib
import uuid
from typing import ClassVar

from django.core.mail.backends.base import BaseEmailBackend

from workflow.models import Dispatch


class Down(BaseEmailBackend):
    """Nobody answers."""

    def send_messages(self, _messages):
        raise ConnectionRefusedError("connection refused")


class Refusing(BaseEmailBackend):
    """The recipient is unknown for good."""

    def send_messages(self, _messages):
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"no such user")})


class Broken(BaseEmailBackend):
    """It fails in a way that no channel expects."""

    def send_messages(self, _messages):
        raise RuntimeError("no such thing")


class Slow(BaseEmailBackend):
    """While it takes its time, another run takes over all that is on its way."""

    taken: ClassVar[list[str]] = []

    def send_messages(self, messages):
        self.taken += [message.subject for message in messages]
        Dispatch.objects.filter(status="sending").update(claim=uuid.uuid4())
