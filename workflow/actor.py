"""Actor: who acts, as what, for whom, through which door. Made once at the edge, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.enums import JURISDICTION_ROLES, UNIT_ROLES, Role, Source

if TYPE_CHECKING:
    from workflow.models import ApiKey, User


@dataclass(frozen=True, slots=True)
class Post:
    """One role that somebody holds: in a unit, or in a whole jurisdiction."""

    role: Role
    jurisdiction_id: int
    unit_id: int | None = None


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

    def roles_in(self, *, jurisdiction_id: int, unit_ids: Iterable[int | None] = ()) -> frozenset[Role]:
        """Roles held for a case that belongs to this jurisdiction and to these units."""
        units = set(unit_ids) - {None}
        return frozenset(
            post.role
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
