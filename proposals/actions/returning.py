"""Asking to be relieved of a case, and what the supervisor decides."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals import deadlines
from proposals.actions import noting
from proposals.actions.assigning import Share, give, refuse_anothers_unit, refuse_foreign_unit
from proposals.actions.collecting import waited_for
from proposals.actions.extending import withdraw_asked
from proposals.enums import NoteKind
from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment, HandlingNote
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
    leader: str = "",
) -> None:
    """申退 inside the window, with a reason and perhaps the unit that ought to have it.

    leader: who of the unit's leaders agreed; asked for from the second return on.
    """
    row = ASSIGNMENT_FLOW.begin("request_return", by, assignment, on=on)
    reason = given(reason, "请填写申退理由。", field="reason")
    if suggested:
        refuse_foreign_unit(assignment.proposal, suggested, on, field="suggested")
        refuse_holder(assignment, suggested, field="suggested")
    needed = assignment.times_returned and assignment.rules.switch("leader_consents_to_second_return")
    if needed and not leader.strip():
        raise Invalid("本件曾经申退，再次申退须由单位主要领导同意，请填写其姓名。", field="leader")
    payload = {"suggested": suggested.name if suggested else "", "leader": leader.strip()}
    if assignment.return_by and on > assignment.return_by:
        payload["late"] = "逾期"
    # What was convened about an earlier return settles nothing of this one.
    facts = {"suggested": suggested, "convened_on": None}
    advance(assignment, row, by=by, on=on, at=at, note=reason, facts=facts, payload=payload)


def refuse_holder(assignment: Assignment, department: Department, *, field: str) -> None:
    if department.pk == assignment.department_id:
        raise Invalid("不能改由本单位自己承办。", field=field)
    if assignment.proposal.assignments.held().filter(department=department).exists():
        raise Invalid(f"“{department.name}”已承办本件。", field=field)


@transaction.atomic
def convene(
    assignment: Assignment, *, outcome: str, people: str, by: Actor, on: dt.date, at: dt.datetime
) -> HandlingNote:
    """召集协调: a case that goes round and round is settled at one table before anybody decides."""
    row = ASSIGNMENT_FLOW.begin("convene", by, assignment, on=on)
    outcome = given(outcome, "请填写协调意见。", field="outcome")
    people = given(people, "请填写参加单位和人员。", field="people")
    advance(assignment, row, by=by, on=on, at=at, note=outcome, facts={"convened_on": on}, payload={"people": people})
    return noting.write(assignment, NoteKind.CONVENED, text=outcome, person=people, by=by, on=on, at=at)


@transaction.atomic
def refuse_return(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """拒绝申退: the case stays, and counts as received."""
    row = ASSIGNMENT_FLOW.begin("refuse_return", by, assignment, on=on)
    received_before = assignment.accepted_on
    facts = {"refused_returns": assignment.refused_returns + 1, "accepted_on": received_before or on}
    reason = given(reason, "请填写拒绝申退的理由。", field="reason")
    advance(assignment, row, by=by, on=on, at=at, note=reason, facts=facts)
    clocks.close(assignment, ClockKind.RECEIPT, on=on, at=at)
    if not received_before:
        deadlines.start_received(assignment)


@transaction.atomic
def approve_return(
    assignment: Assignment, *, department: Department, by: Actor, on: dt.date, at: dt.datetime, note: str = ""
) -> Assignment:
    """同意退回: the returned row stays as it was, the new unit gets its own with its own clocks."""
    row = ASSIGNMENT_FLOW.begin("approve_return", by, assignment, on=on)
    proposal = assignment.proposal
    refuse_foreign_unit(proposal, department, on, field="department")
    refuse_anothers_unit(proposal, department, by, field="department")
    refuse_holder(assignment, department, field="department")
    payload = {"department": department.name} | withdraw_asked(assignment, on=on)
    advance(assignment, row, by=by, on=on, at=at, note=note, payload=payload)
    clocks.cancel(assignment, reason="同意退回", also=waited_for(assignment), by=by, on=on, at=at)
    return give(proposal, Share(department, assignment.role), by=by, on=on, at=at, replaces=assignment)
