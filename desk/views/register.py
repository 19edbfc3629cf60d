"""登记提案: the committee enters a proposal, and may submit it at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.forms.proposals import RegisterForm
from desk.views.edge import Visit, show, visit_of
from desk.views.refusals import tell
from proposals.actions import filing
from proposals.importing.existing import Existing, Known
from proposals.models import Proposal
from workflow.enums import Role
from workflow.errors import OfficeError


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not visit.actor.holds(Role.COMMITTEE):
        raise PermissionDenied
    form = RegisterForm(request.POST or None, actor=visit.actor)
    alike: list[Known] = []
    if request.method == "POST" and form.is_valid():
        # Shown once for a title; whoever then presses again means it.
        alike = unseen(form, visit)
        if not alike and (proposal := _tried(form, visit, submit="submit" in request.POST)):
            messages.success(request, "提案已登记。")
            return redirect("desk:case", proposal.uid)
    return show(request, "register", "登记提案", form=form, alike=alike)


def unseen(form: RegisterForm, visit: Visit) -> list[Known]:
    """Proposals with the same title or one that comes near, unless they were shown for this very title before."""
    title, session = form.cleaned_data["title"], form.cleaned_data["session"]
    if form.data.get("seen") == title:
        return []
    return Existing(session, visit.actor).like(title)


def _tried(form: RegisterForm, visit: Visit, *, submit: bool) -> Proposal | None:
    try:
        return _register(form, visit, submit=submit)
    except OfficeError as error:
        tell(form, error)
        return None


@transaction.atomic
def _register(form: RegisterForm, visit: Visit, *, submit: bool) -> Proposal:
    proposal = filing.register(**form.arguments(), **visit.when)
    if submit:
        filing.submit(proposal, **visit.when)
    return proposal
