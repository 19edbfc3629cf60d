"""Closing and archiving a proposal."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals import papers
from proposals.flows import PROPOSAL_FLOW
from proposals.models import Proposal
from workflow import clocks
from workflow.actor import Actor
from workflow.models import Clock
from workflow.progress import advance


@transaction.atomic
def close(proposal: Proposal, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """办结 once every reply is out and feedback is in or its time is over (then: 未反馈, never 满意)."""
    advance(proposal, PROPOSAL_FLOW.begin("close", by, proposal, on=on), by=by, on=on, at=at, note=note)
    running = Clock.objects.open().filter(case_uid__in=proposal.family)
    clocks.give_up(running, reason="提案办结", by=by, on=on, at=at)


@transaction.atomic
def archive(proposal: Proposal, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """归档, with the list of what lies in the file."""
    row = PROPOSAL_FLOW.begin("archive", by, proposal, on=on)
    payload = {"contents": papers.contents(proposal)}
    advance(proposal, row, by=by, on=on, at=at, note=note, payload=payload)
