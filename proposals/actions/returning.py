"""Asking to be relieved of a case, and what the supervisor decides."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals.actions.assigning import Share, give, refuse_foreign_unit
from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.errors import Invalid, given
from workflow.models import Department
from workflow.progress import advance


@transaction.atomic
def request_return(
    assignment: Assignment,
    *,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    suggested: Department | None = None,
) -> None:
    """申退 inside the window, with a reason and perhaps the unit that ought to have it."""
    row = ASSIGNMENT_FLOW.check("request_return", by, assignment, on=on)
    reason = given(reason, "请填写申退理由。", field="reason")
    if suggested:
        refuse_foreign_unit(assignment.proposal, suggested, on)
    payload = {"suggested": suggested.name if suggested else ""}
    advance(assignment, row, by=by, on=on, at=at, note=reason, facts={"suggested": suggested}, payload=payload)


@transaction.atomic
def refuse_return(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """拒绝申退: the case stays, and counts as received."""
    row = ASSIGNMENT_FLOW.check("refuse_return", by, assignment, on=on)
    advance(assignment, row, by=by, on=on, at=at, note=given(reason, "请填写拒绝申退的理由。", field="reason"))
    clocks.close(assignment, ClockKind.RECEIPT, on=on, at=at)


@transaction.atomic
def approve_return(
    assignment: Assignment, *, department: Department, by: Actor, on: dt.date, at: dt.datetime, note: str = ""
) -> Assignment:
    """同意退回: the returned row stays as it was, the new unit gets its own with clocks from today."""
    row = ASSIGNMENT_FLOW.check("approve_return", by, assignment, on=on)
    proposal = assignment.proposal
    refuse_foreign_unit(proposal, department, on)
    if proposal.assignments.held().filter(department=department).exists():
        raise Invalid(f"“{department.name}”已承办本件。", field="department")
    advance(assignment, row, by=by, on=on, at=at, note=note, payload={"department": department.name})
    clocks.close(assignment, on=on, at=at)
    return give(proposal, Share(department, assignment.role), by=by, on=on, at=at, replaces=assignment)
