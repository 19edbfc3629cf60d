"""What the original of a proposal adds to its entry: only where nobody has written anything yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from letters.reading.original import Original
from proposals.actions.filing import refuse_endless, write_asks
from proposals.enums import ProposerRole
from proposals.models import Proposal, Proposer
from proposals.querysets import CLOSED
from workflow.actor import Actor
from workflow.audit import record
from workflow.enums import Role
from workflow.errors import NotYours, TransitionRefused
from workflow.progress import edit

KEEPERS = {Role.COMMITTEE, Role.SUPERVISOR}


def blanks_of(proposal: Proposal, original: Original) -> dict[str, str]:
    """What the original states and the entry lacks: field → the word for it."""
    lead = _lead(proposal)
    same_lead = lead is not None and original.proposers[:1] == (lead.name,)
    wanted = {
        "body": ("提案内容", not proposal.body.strip() and original.body),
        "asks": ("具体建议", not proposal.asks.all() and original.asks),
        "consents_to_publication": (
            "是否同意公开", proposal.consents_to_publication is None and original.publicity is not None,
        ),
        # A number is somebody's only where the paper names the same first proposer.
        "phone": ("联系电话", same_lead and lead and not lead.any_phone and original.phones),
    }  # fmt: skip
    return {field: word for field, (word, blank) in wanted.items() if blank}


def _lead(proposal: Proposal) -> Proposer | None:
    return next((each for each in proposal.proposers.all() if each.role == ProposerRole.LEAD), None)


@transaction.atomic
def fill_from_original(
    proposal: Proposal,
    *,
    original: Original,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    asks: Sequence[str] | None = None,
    note: str = "",
) -> list[str]:
    """Fill what is blank and return the words for it. `asks`: as a person edited the candidates."""
    if not proposal.roles_of(by) & KEEPERS:
        raise NotYours("提案原件由提案委或督查导入。")
    if proposal.status in CLOSED:
        raise TransitionRefused(f"本件{proposal.get_status_display()}，不再补录提案原件。")
    proposal.hold()
    chosen = original.asks if asks is None else asks
    blanks = blanks_of(proposal, original)
    facts: dict[str, Any] = {}
    if "body" in blanks:
        facts["body"] = original.body
    if "consents_to_publication" in blanks:
        facts["consents_to_publication"] = original.publicity
    refuse_endless(facts.get("body", ""), chosen if "asks" in blanks else (), ())
    if not blanks:
        return []
    edit(proposal, version=proposal.version, **facts)
    if "asks" in blanks:
        write_asks(proposal, chosen)
    if "phone" in blanks:
        lead = proposal.proposers.filter(role=ProposerRole.LEAD)
        lead.update(phone="、".join(original.phones)[:40])
    words = list(blanks.values())
    state = proposal.status
    record(proposal, "revise", by=by, on=on, at=at, source=state, target=state, note=note, payload={"filled": words})
    return words
