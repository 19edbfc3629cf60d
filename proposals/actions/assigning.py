"""Hand-over: which units answer a proposal, and their receipt."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from proposals import deadlines
from proposals.actions import allowing
from proposals.enums import AssignmentRole as R
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Proposal
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockKind, Role
from workflow.errors import Invalid
from workflow.models import Department, DepartmentGroup, User
from workflow.progress import advance, enter
from workflow.statemachine import NEW


@dataclass(frozen=True, slots=True)
class Share:
    """One unit's part in an allocation."""

    department: Department
    role: str


def expanded(named: Sequence[Share], groups: Sequence[tuple[DepartmentGroup, str]], on: dt.date) -> list[Share]:
    """The units named, and those of each group that are not named already."""
    shares = {share.department.pk: share for share in reversed(named)}
    for group, role in groups:
        for unit in group.units.valid(on).order_by("id"):
            shares.setdefault(unit.pk, Share(unit, role))
    # A unit that is named twice stays twice, to be refused.
    return [*named, *(share for pk, share in shares.items() if pk not in {each.department.pk for each in named})]


@transaction.atomic
def assign(
    proposal: Proposal, *, shares: Sequence[Share], by: Actor, on: dt.date, at: dt.datetime, note: str = ""
) -> list[Assignment]:
    """交办: one sole unit, or one lead with co-handlers, or several units that answer separately."""
    row = PROPOSAL_FLOW.begin("assign", by, proposal, on=on)
    refuse_wrong_shape(proposal, shares, on, by)
    payload = {"shares": described(shares)}
    facts = {"assigned_on": on, "planned_until": None}
    advance(proposal, row, by=by, on=on, at=at, note=note, facts=facts, payload=payload)
    return [give(proposal, share, by=by, on=on, at=at) for share in shares]


def described(shares: Sequence[Share]) -> str:
    return "、".join(f"{share.department.name}（{R(share.role).label}）" for share in shares)


def refuse_wrong_shape(proposal: Proposal, shares: Sequence[Share], on: dt.date, by: Actor) -> None:
    count = Counter(share.role for share in shares)
    shapes = (
        count == {R.SOLE: 1},
        count[R.LEAD] == 1 and count[R.ASSIST] >= 1 and count.keys() <= {R.LEAD, R.ASSIST},
        count[R.SEPARATE] >= 2 and count.keys() == {R.SEPARATE},
    )
    if not any(shapes):
        raise Invalid("交办方式应为：一个单办单位；或一个主办单位加会办单位；或两个以上分办单位。", field="shares")
    if len({share.department.pk for share in shares}) < len(shares):
        raise Invalid("同一单位不能重复交办。", field="shares")
    for share in shares:
        refuse_foreign_unit(proposal, share.department, on)
        refuse_anothers_unit(proposal, share.department, by)
    refuse_unit_below(proposal, shares)


def refuse_foreign_unit(proposal: Proposal, department: Department, on: dt.date, *, field: str = "shares") -> None:
    if department.jurisdiction_id != proposal.jurisdiction_id or department.parent_id:
        raise Invalid(f"“{department.name}”不是本地区的承办单位。", field=field)
    refuse_stopped(department, on, field=field)


def refuse_stopped(department: Department, on: dt.date, *, field: str) -> None:
    """A unit or section that was not there yet on that day, or no more."""
    if not department.valid_on(on):
        raise Invalid(f"“{department.name}”当日未设立或已停用。", field=field)


def refuse_anothers_unit(proposal: Proposal, department: Department, by: Actor, *, field: str = "shares") -> None:
    """Each 交办机关 hands over to its own units; a supervisor who is limited to none, to all."""
    limits = {post.hands_over_for for post in proposal.posts_of(by) if post.role == Role.SUPERVISOR}
    if limits and None not in limits and department.handing_office_id not in limits:
        raise Invalid(f"“{department.name}”由其他交办机关交办。", field=field)


def refuse_unit_below(proposal: Proposal, shares: Sequence[Share]) -> None:
    """上级件 is answered through the government office, where the place has named one; bureaus give it opinions."""
    if not proposal.is_upward:
        return
    offices = Department.objects.filter(jurisdiction=proposal.jurisdiction_id, answers_upward=True)
    names = "、".join(offices.values_list("name", flat=True))
    answering = [share.department for share in shares if share.role != R.ASSIST]
    if names and not all(department.answers_upward for department in answering):
        raise Invalid(f"上级政协的提案由“{names}”汇总答复，其他单位会办。", field="shares")


@transaction.atomic
def add_unit(
    proposal: Proposal, *, department: Department, by: Actor, on: dt.date, at: dt.datetime, note: str = ""
) -> Assignment:
    """增加承办单位: a co-handler joins; who answered alone now leads. It settles the suggestion of this unit."""
    row = PROPOSAL_FLOW.begin("add_unit", by, proposal, on=on)
    held = proposal.assignments.held()
    refuse_foreign_unit(proposal, department, on, field="department")
    refuse_anothers_unit(proposal, department, by, field="department")
    if held.filter(department=department).exists():
        raise Invalid(f"“{department.name}”已承办本件。", field="department")
    role = R.SEPARATE if held.filter(role=R.SEPARATE).exists() else R.ASSIST
    advance(proposal, row, by=by, on=on, at=at, note=note, payload={"department": department.name})
    held.filter(role=R.SOLE).update(role=R.LEAD, version=F("version") + 1)
    held.filter(extra=department).update(extra=None, version=F("version") + 1)
    return give(proposal, Share(department, role), by=by, on=on, at=at)


def give(
    proposal: Proposal,
    share: Share,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    replaces: Assignment | None = None,
) -> Assignment:
    """Enter one unit's assignment and start its clocks. Call inside the transaction of the hand-over.

    Its clocks count from this day; where the rules say that a change of unit wins no time, from the first hand-over.
    """
    rule = deadlines.rule_of(proposal, on)
    assignment = Assignment(
        jurisdiction_id=proposal.jurisdiction_id,
        proposal=proposal,
        department=share.department,
        role=share.role,
        status=NEW,
        assigned_on=on,
        rule=rule,
        return_by=deadlines.return_by(rule, on, clocks.calendar_of(proposal.jurisdiction_id)),
        replaces=replaces,
        hop=replaces.times_returned + 1 if replaces else 0,
    )
    enter(assignment, ASSIGNMENT_FLOW.begin("assign", by, assignment, on=on), by=by, on=on, at=at)
    deadlines.start_handling(assignment)
    allowing.allow_for_volume(assignment, by=by, on=on, at=at)
    return assignment


@transaction.atomic
def accept(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime, note: str = "") -> None:
    """签收 by the unit's office."""
    row = ASSIGNMENT_FLOW.begin("accept", by, assignment, on=on)
    advance(assignment, row, by=by, on=on, at=at, note=note, facts={"accepted_on": on})
    clocks.close(assignment, ClockKind.RECEIPT, on=on, at=at)
    deadlines.start_received(assignment)


@transaction.atomic
def hand_to(
    assignment: Assignment,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    officer: User | None = None,
    section: Department | None = None,
    note: str = "",
) -> None:
    """Give the case to a section and a person of the unit."""
    row = ASSIGNMENT_FLOW.begin("hand_to", by, assignment, on=on)
    if officer is None and section is None:
        raise Invalid("请选择承办科室或承办人。", field="officer")
    if section and section.parent_id != assignment.department_id:
        raise Invalid("承办科室不属于本单位。", field="section")
    if section:
        refuse_stopped(section, on, field="section")
    if officer and assignment.department_id not in {post.unit_id for post in officer.posts(on)}:
        raise Invalid("承办人不在本单位任职。", field="officer")
    payload = {"officer": officer.name if officer else "", "section": section.name if section else ""}
    advance(
        assignment,
        row,
        by=by,
        on=on,
        at=at,
        note=note,
        facts={"officer": officer, "section": section},
        payload=payload,
    )
