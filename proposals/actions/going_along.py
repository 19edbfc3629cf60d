"""What waits for a unit before and beside its cases: its place in a plan, its word on one, material asked of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from proposals.actions.along import goes_along
from proposals.enums import Decision, MaterialStatus, ProposalStatus
from proposals.flows import MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Material, PlannedShare, PlanOpinion, Proposal
from proposals.querysets import STILL_TO_ANSWER
from workflow.actor import Actor
from workflow.case import Case
from workflow.models import Clock, Department
from workflow.progress import advance

WAITED_FOR = (MaterialStatus.ASKED, MaterialStatus.GIVEN)


def plans_with(unit: Department) -> QuerySet[Proposal]:
    """Plans still to be handed over in which the unit has a part, or in which it or somebody for it had a say."""
    shares = PlannedShare.objects.filter(department=unit)
    opinions = open_opinions().filter(Q(department=unit) | Q(suggested=unit))
    theirs = Q(pk__in=shares.values("proposal")) | Q(pk__in=opinions.values("proposal"))
    plans: QuerySet[Proposal] = Proposal.objects.for_move().filter(theirs, status=ProposalStatus.FILED)
    return plans


def shared_plans(old: Department, new: Department) -> QuerySet[Proposal]:
    """Plans in which both have a part or a say: as one unit they would stand there twice."""
    planned, said = PlannedShare.objects.all(), open_opinions()
    both = Q(pk__in=planned.filter(department=new).values("proposal")) & Q(
        pk__in=planned.filter(department=old).values("proposal")
    )
    both |= Q(pk__in=said.filter(department=new).values("proposal")) & Q(
        pk__in=said.filter(department=old).values("proposal")
    )
    return plans_with(old).filter(both)


def open_opinions() -> QuerySet[PlanOpinion]:
    return PlanOpinion.objects.filter(decision=Decision.ASKED)


def _plans(old: Department, part: Assignment | None) -> Iterable[Case]:
    return [] if part else plans_with(old)


@goes_along(_plans)
def move_plan(proposal: Proposal, old: Department, new: Department, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    row = PROPOSAL_FLOW.follow("change_unit", by, proposal, on=on)
    advance(proposal, row, by=by, on=on, at=at, payload=told(old, new))
    proposal.planned.filter(department=old).update(department=new)
    opinions = open_opinions().filter(proposal=proposal)
    # Who was named by the successor itself is now nobody else.
    opinions.filter(suggested=old, department=new).update(suggested=None)
    opinions.filter(suggested=old).update(suggested=new)
    opinions.filter(department=old, suggested=new).update(suggested=None)
    opinions.filter(department=old).update(department=new)


def _material(old: Department, part: Assignment | None) -> Iterable[Case]:
    """Of the unit and of its sections, which were part of it."""
    asked = Material.objects.for_move().filter(Q(department=old) | Q(department__parent=old), status__in=WAITED_FOR)
    return [] if part else asked.filter(assignment__status__in=STILL_TO_ANSWER).order_by("id")


@goes_along(_material)
def move_material(
    material: Material, old: Department, new: Department, *, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    row = MATERIAL_FLOW.follow("change_unit", by, material, on=on)
    payload = told(old, new) | {"section": material.department.name if material.department != old else ""}
    advance(material, row, by=by, on=on, at=at, facts={"department": new}, payload=payload)
    Clock.objects.open().filter(subject_uid=material.uid).update(holder=new)


def told(old: Department, new: Department) -> dict[str, str]:
    return {"old_unit": old.name, "department": new.name}
