"""委员名册: the members of a term, lists read into it, and phones that are shown on the record."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.forms.members import MemberForm, RosterForm, key_of, terms_kept_by
from desk.querysets import roster_in_view
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.refusals import refused, tell
from desk.views.trail import entry_of
from proposals.actions import roster as verbs
from proposals.models import Member, Proposal
from workflow import tables
from workflow.errors import OfficeError
from workflow.models import AuditEvent

LONGEST_WORD = 40
LATEST = 20  # corrections on the page of a member


def roster(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    terms = {key_of(term): term for term in Member.objects.visible_to(visit.actor).terms()}
    chosen = terms.get(request.GET.get("term", ""), next(iter(terms.values()), None))
    word = request.GET.get("word", "").replace("\x00", "").strip()[:LONGEST_WORD]
    rows = roster_in_view(visit.actor)
    rows = rows.of_term(chosen) if chosen else rows.none()
    query = request.GET.copy()
    query.pop("page", None)
    return show(
        request,
        "members",
        "委员名册",
        terms=terms,
        term=chosen,
        word=word,
        page=page_of(rows.about(word) if word else rows, request),
        query=query.urlencode(),
        keeps=visit.actor.holds(*verbs.KEEPERS),
    )


def enrol(request: HttpRequest) -> HttpResponse:
    """名册导入: the report of the list stands above the form, for the next one."""
    visit = visit_of(request)
    if not visit.actor.holds(*verbs.KEEPERS):
        raise PermissionDenied
    form = RosterForm(request.POST or None, request.FILES or None, terms=terms_kept_by(visit.actor))
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            report = _enrol(form, visit)
        except OfficeError as error:
            tell(form, error)
    return show(request, "members_import", "导入委员名册", form=form, report=report)


def _enrol(form: RosterForm, visit: Visit) -> verbs.RosterReport:
    file = form.cleaned_data["file"]
    return verbs.enrol(entries_in(file.read(), file.name), term=form.chosen(), **visit.when)


def entries_in(data: bytes, name: str) -> list[verbs.MemberEntry]:
    table = tables.read(data, name)
    return verbs.entries_of(table.headers, ((line.number, line.cells) for line in table.rows))


def correct(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """更正委员信息, with what was corrected before."""
    visit = visit_of(request)
    member = get_object_or_404(Member.objects.visible_to(visit.actor), uid=uid)
    if not visit.actor.holds(*verbs.KEEPERS):
        raise PermissionDenied
    form = MemberForm(request.POST or None, member=member)
    back = f"{reverse('desk:members')}?term={key_of(member.of_term)}"
    if request.method == "POST" and form.is_valid():
        try:
            verbs.correct(member, changes=form.changes(), **visit.when)
        except OfficeError as error:
            tell(form, error)
        else:
            messages.success(request, f"已更正{member.name}的信息。")
            return redirect(back)
    events = (
        AuditEvent.objects.of_case(member.case_uid).filter(move__in=("enrol", "correct_member")).newest_first()[:LATEST]
    )
    trail = [entry_of(event, {}) for event in events]
    return show(request, "member_correct", "更正委员信息", form=form, member=member, back=back, trail=trail)


def proposer_phone(request: HttpRequest, uid: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    proposal = get_object_or_404(Proposal.objects.visible_to(visit.actor), uid=uid)
    proposer = get_object_or_404(proposal.proposers.select_related("proposal", "member"), uid=person)
    back = reverse("desk:case", args=[uid])
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        phone = verbs.read_phone(proposer, **visit.when)
    except OfficeError as error:
        return refused(request, error, title="联系电话", back=back)
    return shown(request, proposer.name, phone, back)


def member_phone(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    member = get_object_or_404(Member.objects.visible_to(visit.actor), uid=uid)
    back = f"{reverse('desk:members')}?term={key_of(member.of_term)}"
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        phone = verbs.read_member_phone(member, **visit.when)
    except OfficeError as error:
        return refused(request, error, title="联系电话", back=back)
    return shown(request, member.name, phone, back)


def shown(request: HttpRequest, name: str, phone: str, back: str) -> HttpResponse:
    return show(request, "phone", "联系电话", name=name, phone=phone, back=back)
