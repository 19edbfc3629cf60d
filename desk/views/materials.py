"""材料征集: what this person's unit or section was asked for, and what it asked others for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from desk.views.badges import due_badge, state_badge
from desk.views.buttons import buttons_of
from desk.views.edge import page_of, show, visit_of
from proposals.enums import MaterialStatus
from proposals.flows import MATERIAL_FLOW
from proposals.models import Material
from workflow.case import know_last_moves


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    done = request.GET.get("tab") == "given"
    wanted = MaterialStatus.GIVEN if done else MaterialStatus.ASKED
    seen = Material.objects.visible_to(visit.actor).for_move().filter(status=wanted)
    found = page_of(seen.order_by("-id") if done else seen.order_by("due", "id"), request)
    know_last_moves(found.rows)
    rows = [
        {
            "material": each,
            "state": state_badge(each.status, each.get_status_display()),
            "due": due_badge(each.due, visit.on, each.assignment.rules),
            "buttons": buttons_of(MATERIAL_FLOW, each, visit, door="desk:material_move"),
            "mine": each.is_asked_of(visit.actor),
        }
        for each in found.rows
    ]
    return show(request, "materials", "材料征集", page=found, rows=rows, done=done)
