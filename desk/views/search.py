"""提案查询: every proposal that this person may see, with the filters above the table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from desk.forms.search import ProposalFilter
from desk.querysets import next_milestones, topics_kept_by
from desk.views.badges import Badge, clock_badge, state_badge
from desk.views.edge import Visit, page_of, show, visit_of
from proposals.enums import AssignmentStatus
from proposals.models import Proposal
from proposals.querysets import CLOSED
from workflow.models import Clock


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    seen = Proposal.objects.visible_to(visit.actor).for_list().order_by("-id")
    chosen = ProposalFilter(request.GET, queryset=seen, actor=visit.actor, on=visit.on)
    found = page_of(chosen.qs if chosen.is_valid() else seen.none(), request)
    query = request.GET.copy()
    query.pop("page", None)
    return show(
        request,
        "search",
        "提案查询",
        form=chosen.form,
        page=found,
        rows=rows_of(found.rows, visit),
        query=query.urlencode(),
        filtered=any(query.values()),
        topics=topics_kept_by(visit.actor),
        here=request.get_full_path(),
    )


def rows_of(proposals: list[Proposal], visit: Visit) -> list[dict[str, Any]]:
    """Each proposal with its units and the earliest day that is still open."""
    cases = [proposal.uid for proposal in proposals]
    open_clocks = Clock.objects.visible_to(visit.actor).open().filter(case_uid__in=cases)
    earliest = next_milestones(open_clocks, "case_uid")
    return [_row(proposal, earliest.get(proposal.uid), visit) for proposal in proposals]


def _row(proposal: Proposal, clock: Clock | None, visit: Visit) -> dict[str, Any]:
    held = [each for each in proposal.assignments.all() if each.status != AssignmentStatus.RETURNED]
    return {
        "proposal": proposal,
        "state": state_badge(proposal.status, proposal.get_status_display()),
        "units": held,
        "proposers": [proposer.name for proposer in proposal.proposers.all()],
        "carried": proposal.carried_into_id is not None and proposal.status not in CLOSED,
        "clock": clock,
        "due": clock_badge(clock, visit.on) if clock else Badge("", "quiet"),
    }
