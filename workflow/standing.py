"""As what somebody acts where no flow table is asked: the posts that allow it, and the trail in their name."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence, Set
from typing import Any

from workflow.actor import Actor, Post
from workflow.audit import Told, hold_many, record, record_all
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
    by, role = _as_first_of(posts, by)
    return record(subject, move, by=by, on=on, at=at, role=role, payload=payload, place=place)


def tell_each(
    told: Sequence[tuple[Any, dict[str, Any]]],
    move: str,
    posts: Sequence[Post],
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
) -> None:
    """`tell` of many subjects at once, each on the trail of its own and with its payload."""
    by, role = _as_first_of(posts, by)
    # Where there is no trail yet there is none to hold: somebody else might begin it meanwhile.
    TrailHead.objects.bulk_create([TrailHead(case_uid=each.case_uid) for each, _ in told], ignore_conflicts=True)
    heads = hold_many(each.case_uid for each, _ in told)
    facts = [(each, {"role": role, "payload": payload}) for each, payload in told]
    record_all([Told(each, move, by, on, fact) for each, fact in facts], heads=heads, at=at)


def _as_first_of(posts: Sequence[Post], by: Actor) -> tuple[Actor, str]:
    """A superuser may have no post."""
    post = min(posts, key=lambda post: post.rank, default=None)
    if post and post.on_behalf_of:
        by = dataclasses.replace(by, acting_for=post.on_behalf_of)
    return by, post.role if post else ""
