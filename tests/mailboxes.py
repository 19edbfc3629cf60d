"""Mail servers that behave badly, as Django mail backends."""

from __future__ import annotations

import smtplib

from django.core.mail.backends.base import BaseEmailBackend


class Down(BaseEmailBackend):
    """Nobody answers."""

    def send_messages(self, _messages):
        raise ConnectionRefusedError("connection refused")


class Refusing(BaseEmailBackend):
    """The recipient is unknown for good."""

    def send_messages(self, _messages):
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"no such user")})
