"""修改提案信息: what the flow's table leaves open while a proposal is in its present state."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.forms.proposals import CorrectForm, open_fields
from desk.views.edge import show, visit_of
from desk.views.refusals import refused, renew, tell
from proposals.actions import filing
from proposals.flows import PROPOSAL_FLOW
from proposals.models import Proposal
from workflow.actor import Actor
from workflow.errors import CaseMovedOn, NotYours, OfficeError

TITLE = "修改提案信息"


def correctable(proposal: Proposal, actor: Actor) -> bool:
    holder = PROPOSAL_FLOW.held_by.get(proposal.status)
    return bool(open_fields(proposal)) and holder in proposal.roles_of(actor)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    proposal = get_object_or_404(Proposal.objects.visible_to(visit.actor).for_page(), uid=uid)
    back = reverse("desk:case", args=[uid])
    if not correctable(proposal, visit.actor):
        error = NotYours("当前环节您不能修改提案信息。")
        return refused(request, error, title=TITLE, back=back)
    form = CorrectForm(request.POST or None, proposal=proposal)
    if request.method == "POST" and form.is_valid():
        try:
            filing.revise(proposal, by=visit.actor, at=visit.at, **form.cleaned_data)
        except OfficeError as error:
            tell(form, error)
            if isinstance(error, CaseMovedOn):
                proposal.refresh_from_db()
                renew(form, version=proposal.version)
        else:
            messages.success(request, "提案信息已修改。")
            return redirect("desk:case", proposal.uid)
    return show(request, "move", TITLE, form=form, case=proposal, back=back)
