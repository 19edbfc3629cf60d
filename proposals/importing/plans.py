"""The units of an imported list, kept as 预交办 by whoever may plan: often not the one who brought the list in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from proposals.actions import planning
from proposals.actions.assigning import Share
from proposals.flows import PROPOSAL_FLOW
from proposals.models import ImportBatch, Proposal
from workflow.actor import Actor
from workflow.errors import OfficeError
from workflow.models import Department


def to_plan(batch: ImportBatch, by: Actor, on: dt.date) -> dict[str, Proposal]:
    """Proposals of the list, by uid, that this person may plan now and that nobody has planned yet."""
    wanted = [row["proposal"] for row in batch.outcomes if waits(row)]
    found = (
        Proposal.objects.visible_to(by).filter(uid__in=wanted, planned=None).select_related("jurisdiction", "session")
    )
    return {str(each.uid): each for each in found if "plan" in PROPOSAL_FLOW.open_to(by, each, on=on)}


def waits(row: dict[str, Any]) -> bool:
    return bool(row["shares"] and row["proposal"] and row["outcome"] == "taken" and not row["planned"])


def plan_list(batch: ImportBatch, *, by: Actor, on: dt.date, at: dt.datetime) -> tuple[int, dict[str, str]]:
    """How many were planned, and why the others were not, by the number or title of the proposal."""
    proposals = to_plan(batch, by, on)
    uids = {uuid.UUID(share["department"]) for row in batch.outcomes for share in row["shares"]}
    units = {str(unit.uid): unit for unit in Department.objects.filter(uid__in=uids)}
    refused: dict[str, str] = {}
    done = 0
    for row in batch.outcomes:
        if waits(row) and (proposal := proposals.get(row["proposal"])):
            shares = [Share(units[each["department"]], each["role"]) for each in row["shares"]]
            try:
                with transaction.atomic():
                    planning.plan(proposal, shares=shares, by=by, on=on, at=at, note=f"导入清单第{row['row']}行")
            except OfficeError as refusal:
                refused[proposal.line] = refusal.message
            else:
                row["planned"], done = True, done + 1
    batch.save(update_fields=["outcomes"])
    return done, refused
