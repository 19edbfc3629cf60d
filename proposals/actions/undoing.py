"""撤回: the last move of a case taken back, with what followed from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from proposals.actions.collecting import waited_for
from proposals.actions.extending import ask_again
from proposals.deadlines import drop_received
from proposals.enums import AssignmentStatus
from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Material, Proposal
from workflow import clocks
from workflow.actor import Actor
from workflow.progress import advance, take_back

# Moves by which a unit counts as having received the case.
RECEIVING = ("accept", "refuse_return")
FLOW_OF = {Proposal: PROPOSAL_FLOW, Assignment: ASSIGNMENT_FLOW, Material: MATERIAL_FLOW}


@transaction.atomic
def undo(case: Any, move: str, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """Take back `move` (undo_…) if it was the last of this row, its time is not over and nothing was built on it."""
    row = FLOW_OF[type(case)].begin(move, by, case, on=on)
    undone = take_back(case, row, by=by, on=on, at=at, note=note)
    if "withdrawn_extension" in undone.payload:
        ask_again(case)
    if row.undoes in RECEIVING and case.accepted_on is None:
        drop_received(case, by=by, on=on, at=at)
    if row.undoes == "assign":
        recall(case, by=by, on=on, at=at)


def recall(proposal: Proposal, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """撤回交办: no unit has begun; each gets the case taken off its desk, and its clocks end."""
    for assignment in proposal.assignments.filter(status=AssignmentStatus.WAITING).order_by("id"):
        row = ASSIGNMENT_FLOW.begin("recall", by, assignment, on=on)
        advance(assignment, row, by=by, on=on, at=at)
        clocks.cancel(assignment, reason="撤回交办", also=waited_for(assignment), by=by, on=on, at=at)
