"""API keys: a prefix to find the row, a secret that is shown once, its hash in the table."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.db.models import Q

from workflow.actor import Actor
from workflow.errors import Invalid, NotYours
from workflow.models import ApiKey, Department, Jurisdiction

# Writing "last used" on every request would turn every read into a write.
USE_NOTED_EVERY = dt.timedelta(minutes=5)


def issue(
    *,
    name: str,
    jurisdiction: Jurisdiction,
    scopes: Sequence[str],
    department: Department | None = None,
    expires_at: dt.datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its secret text `prefix.secret`, which is kept nowhere."""
    if department and department.jurisdiction_id != jurisdiction.pk:
        raise Invalid("单位不属于该地区。", field="department")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name,
        jurisdiction=jurisdiction,
        department=department,
        scopes=list(scopes),
        expires_at=expires_at,
        prefix=prefix,
        digest=digest(secret),
    )
    return key, f"{prefix}.{secret}"


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def key_of(text: str, at: dt.datetime) -> ApiKey | None:
    """The valid key behind `prefix.secret`; None for anything else. Compared in constant time."""
    prefix, _, secret = text.partition(".")
    alive = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=at))
    key = ApiKey.objects.filter(alive, prefix=prefix).select_related("department").first()
    if key is None or not hmac.compare_digest(key.digest, digest(secret)):
        return None
    if key.last_used_at is None or at - key.last_used_at > USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
    return key


def place_of(actor: Actor) -> Jurisdiction:
    """Every key is of one place, whatever its scopes."""
    if actor.key is None:
        raise NotYours("没有指明地区的密钥。")
    place: Jurisdiction = actor.key.jurisdiction
    return place
