"""Actor: who acts, as what, for whom, through which door. Made once at the edge, never changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.enums import JURISDICTION_ROLES, UNIT_ROLES, Role, Source

if TYPE_CHECKING:
    from workflow.models import ApiKey, User


@dataclass(frozen=True, slots=True)
class Post:
    """One role that somebody holds: in a unit, or in a whole jurisdiction.

    on_behalf_of: whom they stand in for, where they hold it as a deputy. is_head: 主要领导 of the unit.
    hands_over_for: the 交办机关 whose units a supervisor is limited to. proxy: a supervisor in the place of a unit
    that works on paper.
    """

    role: Role
    jurisdiction_id: int
    unit_id: int | None = None
    on_behalf_of: User | None = None
    is_head: bool = False
    hands_over_for: int | None = None
    proxy: bool = False

    @property
    def rank(self) -> tuple[bool, bool, str]:
        """Which of several posts somebody acts in: their own before a deputy's, and that before a proxy's."""
        return (self.proxy, self.on_behalf_of is not None, self.role)


@dataclass(frozen=True, slots=True)
class Actor:
    """Nobody in particular unless a user or a key is named; then with the posts held on that day."""

    source: Source
    user: User | None = None
    key: ApiKey | None = None
    acting_for: User | None = None
    posts: tuple[Post, ...] = ()
    request_id: str = ""

    def __str__(self) -> str:
        name = self.user.name if self.user else f"密钥 {self.key.name}" if self.key else Source(self.source).label
        return f"{name}（代{self.acting_for.name}）" if self.acting_for else name

    @property
    def uid(self) -> uuid.UUID | None:
        """Who it is, for the trail; None for nobody in particular."""
        return self.user.uid if self.user else self.key.uid if self.key else None

    def posts_in(self, *, jurisdiction_id: int, unit_ids: Iterable[int | None] = ()) -> tuple[Post, ...]:
        """Posts held for a case that belongs to this jurisdiction and to these units."""
        units = set(unit_ids) - {None}
        return tuple(
            post
            for post in self.posts
            if post.jurisdiction_id == jurisdiction_id and (post.role in JURISDICTION_ROLES or post.unit_id in units)
        )

    @property
    def jurisdiction_ids(self) -> frozenset[int]:
        """Jurisdictions that this actor sees whole."""
        return frozenset(post.jurisdiction_id for post in self.posts if post.role in JURISDICTION_ROLES)

    @property
    def unit_ids(self) -> frozenset[int]:
        """Units whose cases this actor sees."""
        return frozenset(post.unit_id for post in self.posts if post.role in UNIT_ROLES and post.unit_id)

    def holds(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)
