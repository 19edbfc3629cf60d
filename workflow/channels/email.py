"""E-mail through Django's backend: SMTP by EMAIL_URL, else files."""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage

from workflow.channels.outcome import Outcome, Rejected, Retry, Sent
from workflow.models import Dispatch, User


def address_of(user: User) -> str | None:
    return user.email or None


def send(dispatch: Dispatch) -> Outcome:
    # The id stays the same over retries, so that a mail server can drop a second copy.
    headers = {"Message-ID": f"<{dispatch.uid}@dafu>"}
    try:
        EmailMessage(dispatch.subject, dispatch.body, to=[dispatch.address], headers=headers).send()
    except (smtplib.SMTPRecipientsRefused, ValueError) as error:
        # ValueError: Django finds an address or a header that no server would take, and no later try would help.
        return Rejected(str(error))
    except (smtplib.SMTPException, OSError) as error:
        return Retry(str(error) or type(error).__name__)
    return Sent()
