"""预交办: the proposed allocation goes round, units say what they think of it, and it is changed or kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from proposals.actions.assigning import Share, described, refuse_foreign_unit, refuse_wrong_shape
from proposals.enums import AssignmentRole, Decision, PlanWish
from proposals.flows import PROPOSAL_FLOW
from proposals.models import PlannedShare, PlanOpinion, Proposal
from workflow.actor import Actor
from workflow.enums import Role
from workflow.errors import CaseMovedOn, Invalid, given
from workflow.models import Department
from workflow.progress import advance


@transaction.atomic
def plan(
    proposal: Proposal,
    *,
    shares: Sequence[Share],
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    until: dt.date | None = None,
    note: str = "",
) -> None:
    """Keep a proposed allocation; with `until` it goes round among the units till that day."""
    row = PROPOSAL_FLOW.begin("plan", by, proposal, on=on)
    refuse_wrong_shape(proposal, shares, on, by)
    if until and until < on:
        raise Invalid("预交办截止日期不能早于发生日期。", field="until")
    payload = {"shares": described(shares)} | ({"until": until.isoformat()} if until else {})
    advance(proposal, row, by=by, on=on, at=at, note=note, facts={"planned_until": until}, payload=payload)
    write_plan(proposal, shares)


def write_plan(proposal: Proposal, shares: Sequence[Share]) -> None:
    proposal.planned.all().delete()
    PlannedShare.objects.bulk_create(
        PlannedShare(proposal=proposal, department=share.department, role=share.role) for share in shares
    )


def planned_shares(proposal: Proposal) -> list[Share]:
    return [Share(each.department, each.role) for each in proposal.planned.select_related("department")]


@transaction.atomic
def comment(
    proposal: Proposal,
    *,
    department: Department,
    wish: str,
    reason: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    suggested: Department | None = None,
) -> PlanOpinion:
    """What a unit says of the plan; it is no return. One open opinion a unit."""
    row = PROPOSAL_FLOW.begin("comment", by, proposal, on=on)
    if not any(post.role == Role.OFFICE and post.unit_id == department.pk for post in proposal.posts_of(by)):
        raise Invalid("只能提出本单位的意见。", field="department")
    if wish not in PlanWish.values:
        raise Invalid("请选择意见。", field="wish")
    if suggested:
        refuse_foreign_unit(proposal, suggested, on, field="suggested")
    if suggested == department:
        raise Invalid("建议改由的单位不能是本单位。", field="suggested")
    if proposal.plan_opinions.filter(department=department, decision=Decision.ASKED).exists():
        raise CaseMovedOn
    reason = given(reason, "请填写理由。", field="reason")
    payload = {"department": department.name, "wish": wish, "suggested": suggested.name if suggested else ""}
    advance(proposal, row, by=by, on=on, at=at, note=reason, payload=payload)
    return PlanOpinion.objects.create(
        proposal=proposal, department=department, wish=wish, suggested=suggested, reason=reason, happened_on=on
    )


@transaction.atomic
def settle(
    proposal: Proposal,
    *,
    opinion: PlanOpinion,
    granted: bool,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
) -> None:
    """Grant an opinion, which changes the plan, or refuse it."""
    row = PROPOSAL_FLOW.begin("settle", by, proposal, on=on)
    if opinion.proposal_id != proposal.pk:
        raise Invalid("该意见不属于本件。", field="opinion")
    decision = Decision.GRANTED if granted else Decision.REFUSED
    open_ones = PlanOpinion.objects.filter(pk=opinion.pk, decision=Decision.ASKED)
    if open_ones.update(decision=decision, words=note.strip()) != 1:
        raise CaseMovedOn
    shares = changed(planned_shares(proposal), opinion) if granted else planned_shares(proposal)
    if granted:
        refuse_wrong_shape(proposal, shares, on, by)
        write_plan(proposal, shares)
    payload = {"department": opinion.department.name, "decision": decision, "shares": described(shares)}
    advance(proposal, row, by=by, on=on, at=at, note=note, payload=payload)


def changed(shares: list[Share], opinion: PlanOpinion) -> list[Share]:
    """The plan as this opinion would have it. Where a lead goes and nobody is named, somebody has to be."""
    unit = opinion.department
    others = [share for share in shares if share.department != unit]
    if opinion.wish == PlanWish.JOIN:
        return [*_with_a_lead(others), Share(unit, AssignmentRole.ASSIST)]
    if opinion.wish == PlanWish.LEAD:
        return [Share(unit, AssignmentRole.LEAD), *(Share(share.department, AssignmentRole.ASSIST) for share in others)]
    mine = next((share for share in shares if share.department == unit), None)
    if mine is None:
        raise Invalid("该单位不在预交办名单中。", field="opinion")
    if opinion.suggested:
        return [Share(opinion.suggested, mine.role), *others]
    return _alone(others) if mine.role == AssignmentRole.ASSIST else others


def _with_a_lead(shares: list[Share]) -> list[Share]:
    return [
        Share(each.department, AssignmentRole.LEAD) if each.role == AssignmentRole.SOLE else each for each in shares
    ]


def _alone(shares: list[Share]) -> list[Share]:
    """A lead without co-handlers answers alone."""
    return [Share(shares[0].department, AssignmentRole.SOLE)] if len(shares) == 1 else shares
