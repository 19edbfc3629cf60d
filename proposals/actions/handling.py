"""Work on a case: contacts, waivers, and the consequences of replies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from proposals import deadlines
from proposals.actions.assigning import refuse_foreign_unit
from proposals.actions.collecting import stop_waiting, waited_for
from proposals.actions.extending import withdraw_asked
from proposals.actions.returning import refuse_holder
from proposals.enums import ContactWay, ProposalStatus
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Contact, Proposal
from proposals.models.assignment import ANSWER_CLOCKS, BESIDE_THE_ANSWER
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockKind
from workflow.errors import Invalid, given
from workflow.models import Department
from workflow.progress import advance


@transaction.atomic
def note_contact(
    assignments: Sequence[Assignment],
    *,
    way: str,
    people: str,
    outcome: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
) -> Contact:
    """Enter one contact for one or several cases of the same unit."""
    # In the order of their trails, so that two who note contacts for the same cases never wait for each other.
    assignments = sorted(assignments, key=lambda each: each.case_uid)
    rows = [ASSIGNMENT_FLOW.begin("note_contact", by, assignment, on=on) for assignment in assignments]
    if way not in ContactWay.values:
        raise Invalid("请选择沟通方式。", field="way")
    if len({assignment.department_id for assignment in assignments}) != 1:
        raise Invalid("一次沟通只能登记在同一单位的件上。", field="assignments")
    first = assignments[0]
    contact = Contact.objects.create(
        jurisdiction_id=first.jurisdiction_id,
        department_id=first.department_id,
        way=way,
        happened_on=on,
        people=given(people, "请填写参加人员。", field="people"),
        outcome=given(outcome, "请填写沟通情况。", field="outcome"),
        entered_by=str(by),
        entered_at=at,
    )
    contact.assignments.set(assignments)
    for assignment, row in zip(assignments, rows, strict=True):
        advance(
            assignment,
            row,
            by=by,
            on=on,
            at=at,
            note=contact.outcome,
            payload={"way": way, "people": contact.people},
        )
        clocks.close(assignment, ClockKind.CONTACT, on=on, at=at)
    return contact


@transaction.atomic
def suggest_unit(
    assignment: Assignment, *, department: Department, reason: str, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    """建议增加单位: the unit takes the case and says who else ought to have a part in it."""
    row = ASSIGNMENT_FLOW.begin("suggest_unit", by, assignment, on=on)
    refuse_foreign_unit(assignment.proposal, department, on, field="department")
    refuse_holder(assignment, department, field="department")
    reason = given(reason, "请填写增加单位的理由。", field="reason")
    payload = {"department": department.name}
    advance(assignment, row, by=by, on=on, at=at, note=reason, facts={"extra": department}, payload=payload)


@transaction.atomic
def decline_unit(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """不予增加单位: the suggestion is settled."""
    row = ASSIGNMENT_FLOW.begin("decline_unit", by, assignment, on=on)
    reason = given(reason, "请填写不予增加的理由。", field="reason")
    payload = {"department": assignment.extra.name if assignment.extra else ""}
    advance(assignment, row, by=by, on=on, at=at, note=reason, facts={"extra": None}, payload=payload)


@transaction.atomic
def waive(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """免予会办: the lead need not wait for this silent co-handler."""
    row = ASSIGNMENT_FLOW.begin("waive", by, assignment, on=on)
    reason = given(reason, "请填写免予会办的理由。", field="reason")
    advance(assignment, row, by=by, on=on, at=at, note=reason, payload=withdraw_asked(assignment, on=on))
    clocks.cancel(assignment, reason="免予会办", also=waited_for(assignment), by=by, on=on, at=at)
    complete(assignment, by=by, on=on, at=at)


@transaction.atomic
def answer(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime, counts_on: dt.date | None) -> None:
    """The unit's reply or opinion has gone out; with the last one the proposal counts as answered.

    counts_on: the day that counts against the deadline of the answer; None where it has not come: that one runs on.
    """
    row = ASSIGNMENT_FLOW.begin("answer", by, assignment, on=on)
    advance(assignment, row, by=by, on=on, at=at, payload=withdraw_asked(assignment, on=on))
    if counts_on and counts_on != on:
        clocks.close(assignment, *ANSWER_CLOCKS, on=counts_on, at=at)
    clocks.close(assignment, *(() if counts_on else BESIDE_THE_ANSWER), on=on, at=at)
    stop_waiting(assignment, by=by, on=on, at=at)
    complete(assignment, by=by, on=on, at=at)


def complete(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """With the last unit the proposal is answered: whichever it is, for a co-handler may have joined after the lead.

    Call with the case held: of the last two units to answer, the second sees the first.
    """
    proposal = Proposal.objects.get(pk=assignment.proposal_id)
    if row := PROPOSAL_FLOW.now_due("answer", by, proposal, on=on):
        advance(proposal, row, by=by, on=on, at=at)


@transaction.atomic
def reopen(assignment: Assignment, *, reason: str, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """重新办理: the unit answers again, on its own clock."""
    row = ASSIGNMENT_FLOW.begin("reopen", by, assignment, on=on)
    proposal = Proposal.objects.get(pk=assignment.proposal_id)
    if proposal.status == ProposalStatus.ANSWERED:
        # With several units answering apart, the proposal may still be in hand.
        advance(proposal, PROPOSAL_FLOW.begin("reopen", by, proposal, on=on), by=by, on=on, at=at, note=reason)
    advance(assignment, row, by=by, on=on, at=at, note=reason)
    rule = clocks.rule_in_force(proposal.jurisdiction_id, proposal.kind_id, on)
    facts = deadlines.facts_of(assignment, rule)
    clocks.start(ClockKind.SECOND_HANDLING, assignment, holder=assignment.department, on=on, rule=rule, facts=facts)
