"""开设届次, step by step: which session, what earlier ones left open, the members; then all at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from desk.forms.opening import COPY, UPLOAD, MembersForm, SessionForm
from desk.views.edge import Visit, show, visit_of
from desk.views.members import entries_in
from desk.views.refusals import tell
from proposals.actions import opening
from proposals.actions.opening import OPENERS, Opening, left_open, refuse_wrong_order
from proposals.models import Member
from proposals.models.session import session_name
from proposals.querysets import Term
from workflow.errors import OfficeError

STEPS = ("届次信息", "往届未结", "委员名册")
SHOWN = 50  # rows of the preview; the count says the rest
TITLE = "开设届次"


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not visit.actor.holds(*OPENERS):
        raise PermissionDenied
    step = request.POST.get("step", "")
    form = SessionForm(request.POST if step else None, actor=visit.actor)
    if step in {"", "session"} or not _sound(form):
        return step_page(request, 1, form)
    term, meeting = form.chosen(), form.cleaned_data["meeting"]
    if step == "open":
        return step_page(request, 2, form, **carried(term, meeting))
    members = members_form(request if step == "confirm" else None, term)
    if step == "confirm" and members.is_valid():
        try:
            report = _open(form, members, visit)
        except OfficeError as error:
            tell(members, error)
        else:
            return show(request, "session_opened", TITLE, report=report)
    return step_page(request, 3, form, members=members, **carried(term, meeting))


def _sound(form: SessionForm) -> bool:
    """Whether this session may be opened at all, said before anybody looks at what it carries."""
    if not form.is_valid():
        return False
    try:
        refuse_wrong_order(form.chosen(), form.cleaned_data["meeting"])
    except OfficeError as error:
        tell(form, error)
    return form.is_valid()


def step_page(request: HttpRequest, number: int, form: SessionForm, **context: Any) -> HttpResponse:
    steps = list(enumerate(STEPS, start=1))
    return show(request, "session_open", TITLE, number=number, steps=steps, form=form, **context)


def carried(term: Term, meeting: int) -> dict[str, Any]:
    found = left_open(term, meeting)
    name = session_name(term.body, term.term, meeting)
    return {"name": name, "count": found.count(), "rows": found[:SHOWN], "shown": SHOWN}


def members_form(request: HttpRequest | None, term: Term) -> MembersForm:
    rosters = [each for each in Member.objects.terms() if each._replace(term=0) == term._replace(term=0)]
    source = next((each for each in rosters if each.term < term.term), None)
    given = (request.POST, request.FILES) if request else ()
    return MembersForm(*given, kept=term in rosters, source=source)


def _open(form: SessionForm, members: MembersForm, visit: Visit) -> Opening:
    data, choice = form.cleaned_data, members.cleaned_data["members"]
    file = members.cleaned_data.get("file")
    return opening.open_session(
        term=form.chosen(),
        meeting=data["meeting"],
        opened_on=data["opened_on"],
        closed_on=data["closed_on"],
        meeting_on=data["meeting_on"],
        members=entries_in(file.read(), file.name) if choice == UPLOAD and file else (),
        copy_from=members.source if choice == COPY else None,
        **visit.when,
    )
