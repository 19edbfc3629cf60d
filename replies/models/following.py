"""What follows from a reply and has a life of its own: it stands on the trail of the case, under the reply's rules."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from workflow.actor import Actor, Post
from workflow.case import Case
from workflow.models import RuleVersion

if TYPE_CHECKING:
    from replies.models.reply import Reply


class FollowsReply(Case):
    """`concerns`: the unit that has to do with it beside those who have to do with the letter."""

    reply: Reply
    jurisdiction_id: int

    class Meta:
        abstract = True

    @property
    def concerns(self) -> int | None:
        raise NotImplementedError

    @property
    def case_uid(self) -> uuid.UUID:
        return self.reply.case_uid

    @property
    def line(self) -> str:
        return self.reply.line

    @property
    def rules(self) -> RuleVersion:
        return self.reply.rules

    def posts_of(self, actor: Actor) -> tuple[Post, ...]:
        concerned = actor.posts_in(jurisdiction_id=self.jurisdiction_id, unit_ids=[self.concerns])
        return tuple(dict.fromkeys(self.reply.posts_of(actor) + concerned))
