"""督查总览: how many where, what is late, which unit, and whether the reminders run."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from desk.figures import overview
from desk.views.badges import state_badge
from desk.views.edge import show, visit_of
from proposals.enums import ProposalStatus
from workflow.enums import Role


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not visit.actor.jurisdiction_ids:
        raise PermissionDenied
    counts = overview.proposals_by_status(visit.actor)
    states = [(state_badge(status, status.label), status, counts.get(status, 0)) for status in ProposalStatus]
    units = overview.by_unit(visit.actor, visit.on)
    return show(
        request,
        "overview",
        "督查总览",
        states=states,
        total=sum(counts.values()),
        overdue=overview.overdue(visit.actor, visit.on),
        due_soon=overview.due_soon(visit.actor, visit.on),
        units=units,
        health=overview.health(visit.actor, visit.at),
        resends=visit.actor.holds(Role.SUPERVISOR),
        today=visit.on,
    )
