"""Who holds the ball: for each open part of a case the role that the flows name, and the people who hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from proposals.enums import AssignmentStatus
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Proposal
from replies.flows import REPLY_FLOW
from replies.models import Countersignature
from workflow.enums import UNIT_ROLES, Role
from workflow.models import Appointment

OWN_FIRST = F("deputises_for").asc(nulls_first=True)


@dataclass(frozen=True, slots=True)
class Holder:
    """The role, where it sits, and who holds it today; deputies stand behind those they stand in for."""

    role: Role
    place: str
    people: tuple[str, ...]

    def __str__(self) -> str:
        names = f"（{'、'.join(self.people)}）" if self.people else ""
        return f"{self.place} {self.role.label}{names}"


def role_of_part(status: str, reply_status: str | None) -> Role | None:
    """Whose turn it is in a unit's part: while a reply is under way, whoever holds that; None when it is over."""
    if status == AssignmentStatus.IN_HAND and reply_status in REPLY_FLOW.held_by:
        return REPLY_FLOW.held_by[reply_status]
    return ASSIGNMENT_FLOW.held_by.get(status)


def holders(assignments: Iterable[Assignment], steps: Mapping[int, str], on: dt.date) -> dict[int, Holder]:
    """By assignment; `steps` gives the state of the reply under way of those that have one. One query for all."""
    roles = {each: role_of_part(each.status, steps.get(each.pk)) for each in assignments}
    held = {each: role for each, role in roles.items() if role}
    units = [each.department_id for each in held]
    places = [each.jurisdiction_id for each in held]
    posts = (
        Appointment.objects.working(on)
        .filter(role__in=set(held.values()))
        .filter(Q(department__in=units) | Q(department__parent__in=units) | Q(department=None, jurisdiction__in=places))
    )
    people = list(posts.select_related("user", "department").order_by(OWN_FIRST, "id"))
    going_round = [each for each, role in held.items() if role == Role.COSIGNER]
    asked = units_asked(going_round) if going_round else {}
    return {each.pk: _holder(each, role, people, asked.get(each.pk, "")) for each, role in held.items()}


def units_asked(assignments: Iterable[Assignment]) -> dict[int, str]:
    """By assignment the units whose agreement to its draft is still awaited."""
    waiting = Countersignature.objects.asked_now().waiting().filter(reply__assignment__in=assignments)
    names: dict[int, list[str]] = {}
    for assignment, name in waiting.order_by("id").values_list("reply__assignment", "department__name"):
        names.setdefault(assignment, []).append(name)
    return {assignment: "、".join(dict.fromkeys(each)) for assignment, each in names.items()}


def _holder(assignment: Assignment, role: Role, people: list[Any], asked: str) -> Holder:
    if role == Role.COSIGNER:
        return Holder(role, asked, ())
    if role == Role.DRAFTER and assignment.officer:
        return Holder(role, assignment.department.name, (assignment.officer.name,))
    if role in UNIT_ROLES:
        mine = [each.user.name for each in people if each.role == role and each.department
                and each.department.unit_id == assignment.department_id]  # fmt: skip
        return Holder(role, assignment.department.name, tuple(dict.fromkeys(mine)))
    mine = [
        each.user.name for each in people if each.role == role and each.jurisdiction_id == assignment.jurisdiction_id
    ]
    return Holder(role, assignment.jurisdiction.name, tuple(dict.fromkeys(mine)))


def holder_of_proposal(proposal: Proposal, on: dt.date) -> Holder | None:
    """Whose turn it is with the proposal itself; while units handle it, it is theirs, and this is None."""
    role = PROPOSAL_FLOW.held_by.get(proposal.status)
    if role is None or role in UNIT_ROLES:
        return None
    posts = Appointment.objects.working(on).filter(role=role, jurisdiction=proposal.jurisdiction_id)
    names = posts.select_related("user").order_by(OWN_FIRST, "id").values_list("user__name", flat=True)
    return Holder(role, proposal.jurisdiction.name, tuple(dict.fromkeys(names)))
