"""并案: replies to proposals that are answered together may be moved together; each keeps its own letter and number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from replies.models import Reply
from workflow.audit import hold


def companions(reply: Reply) -> list[Reply]:
    """The reply and those beside it in the same step, the main one first: every verb takes their locks so."""
    beside = Reply.objects.for_page().filter(
        assignment=reply.assignment_id,
        kind=reply.kind,
        round=reply.round,
        status=reply.status,
        handed_in_on=reply.handed_in_on,
        received_on=reply.received_on,
    )
    return sorted(beside, key=lambda each: (each.is_of_merged, each.proposal_id))


def with_companions(verb: Callable[..., Any]) -> Callable[..., Any]:
    """The verb as the edge offers it: for one reply, or with `together` for all beside it, or none."""

    @transaction.atomic
    def moved(reply: Reply, *, together: bool = False, **given: Any) -> Any:
        if not together:
            return verb(reply, **given)
        hold(reply.main.uid)
        told: dict[int, str] = {}
        for each in companions(reply):
            result = verb(each, **given)
            told |= result if isinstance(result, dict) else {}
        return told

    return moved
