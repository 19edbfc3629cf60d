"""As what somebody acts where no flow table is asked: the posts that allow it, and the trail in their name."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence, Set
from typing import Any

from workflow.actor import Actor, Post
from workflow.audit import record
from workflow.enums import Role
from workflow.models import AuditEvent, TrailHead


def posts_as(
    by: Actor, roles: Set[Role], *, jurisdiction_id: int, unit_ids: Iterable[int | None] = ()
) -> tuple[Post, ...]:
    """The posts of these roles that somebody holds in the place and in these units; none: they may not."""
    held = by.posts_in(jurisdiction_id=jurisdiction_id, unit_ids=unit_ids)
    return tuple(post for post in held if post.role in roles)


def tell(
    subject: Any,
    move: str,
    posts: Sequence[Post],
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    payload: dict[str, Any],
    place: TrailHead | None = None,
) -> AuditEvent:
    """One event as the first of `posts`, one's own before a deputy's; a deputy stands there for the principal."""
    post = min(posts, key=lambda post: post.rank)
    if post.on_behalf_of:
        by = dataclasses.replace(by, acting_for=post.on_behalf_of)
    return record(subject, move, by=by, on=on, at=at, role=post.role, payload=payload, place=place)
