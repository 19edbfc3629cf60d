"""预交办: for units what goes round among them, for the supervisor what they said of it, settled by the handful."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.views.edge import Visit, page_of, show, visit_of
from proposals.actions import planning
from proposals.enums import Decision, ProposalStatus
from proposals.models import PlanOpinion, Proposal
from workflow.bulk import MOST_ROWS, on_each
from workflow.enums import Role

LONGEST_NOTE = 500


def page(request: HttpRequest) -> HttpResponse:
    """What goes round now, one's own units first in each line, and whether one may still say something."""
    visit = visit_of(request)
    found = page_of(going_round(visit), request)
    return show(
        request, "planning", "预交办", page=found, rows=found.rows, today=visit.on, mine=visit.actor.unit_ids,
        opinions=waiting(visit) if visit.actor.holds(Role.SUPERVISOR) else [],
        speaks=visit.actor.holds(Role.OFFICE),
    )  # fmt: skip


def going_round(visit: Visit) -> QuerySet[Any]:
    seen = Proposal.objects.visible_to(visit.actor).filter(status=ProposalStatus.FILED, planned_until__isnull=False)
    rows: QuerySet[Any] = seen.select_related("session").prefetch_related("planned__department", "plan_opinions")
    return rows.order_by("planned_until", "id")


def waiting(visit: Visit) -> QuerySet[PlanOpinion]:
    """Opinions that wait for this supervisor, in the order in which they came."""
    opinions = PlanOpinion.objects.visible_to(visit.actor).filter(decision=Decision.ASKED)
    return opinions.select_related("proposal__session", "department", "suggested").order_by("id")


def settle(request: HttpRequest) -> HttpResponse:
    """Grant or refuse the ticked opinions, each on its own."""
    visit = visit_of(request)
    if request.method != "POST" or not visit.actor.holds(Role.SUPERVISOR):
        raise PermissionDenied
    chosen = set(request.POST.getlist("rows"))
    granted, note = (
        request.POST.get("granted") == "yes",
        request.POST.get("note", "").replace("\x00", "")[:LONGEST_NOTE],
    )
    found = [each for each in waiting(visit) if str(each.uid) in chosen]
    opinions, left_out = found[:MOST_ROWS], len(found[MOST_ROWS:])

    def verb(opinion: PlanOpinion) -> None:
        proposal = Proposal.objects.for_move().get(pk=opinion.proposal_id)
        planning.settle(proposal, opinion=opinion, granted=granted, note=note, **visit.when)

    outcomes = on_each(opinions, verb)
    done = sum(each.done for each in outcomes)
    if done:
        messages.success(request, f"已{'采纳' if granted else '不采纳'}{done}条意见。")
    for each in outcomes:
        if each.refusal:
            messages.error(request, f"第{each.case.proposal.number}号 {each.case.department}：{each.refusal.message}")
    if left_out:
        messages.warning(request, f"一次最多处理{MOST_ROWS}条，另有{left_out}条未处理。")
    if not outcomes:
        messages.warning(request, "没有选中待处理的意见。")
    return redirect("desk:planning")
