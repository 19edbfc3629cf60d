"""人员与代理: the people of a unit, their deputies during leave, and what a leaver hands over."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect

from desk.forms.staff import DeputyForm, LeaveForm, RoleForm, StaffForm
from desk.querysets import places_kept_by, units_kept_by
from desk.views.edge import Visit, show, visit_of
from desk.views.refusals import tell
from desk.views.trail import Entry, entry_of
from proposals.actions import staffing
from proposals.models import Assignment
from workflow.enums import UNIT_ROLES, Role
from workflow.errors import OfficeError
from workflow.models import Appointment, AuditEvent, Department, Jurisdiction, User

LATEST = 20  # lines of the unit's history on its page


@dataclass(slots=True)
class Colleague:
    """One person of the unit: own posts, those held for others, and by whom deputised, now or soon."""

    user: User
    cases: int
    own: list[Appointment] = field(default_factory=list)
    lent: list[Appointment] = field(default_factory=list)
    deputies: dict[tuple[Any, ...], Appointment] = field(default_factory=dict)

    def add(self, post: Appointment) -> None:
        (self.lent if post.deputises_for_id else self.own).append(post)


def units(request: HttpRequest) -> HttpResponse:
    """Which unit; whoever keeps but one is there at once."""
    visit = visit_of(request)
    kept = list(units_kept_by(visit.actor))
    if not kept:
        raise PermissionDenied
    if len(kept) == 1:
        return redirect("desk:staff_of", kept[0].uid)
    working = Appointment.objects.working(visit.on).filter(role__in=UNIT_ROLES).select_related("department")
    seats = {(post.department.unit_id, post.user_id) for post in working if post.department}
    people = Counter(unit for unit, _ in seats)
    rows = [(unit, people[unit.pk]) for unit in kept]
    return show(request, "staff_units", "人员与代理", units=rows, trail=history(places_kept_by(visit.actor)))


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    unit = _unit(visit, uid)
    return show(
        request,
        "staff",
        "人员与代理",
        unit=unit,
        people=colleagues_of(unit, visit),
        trail=history([unit]),
        several=units_kept_by(visit.actor)[:2].count() > 1,
        today=visit.on,
    )


def colleagues_of(unit: Department, visit: Visit) -> list[Colleague]:
    """Everybody with a post in the unit today or soon, in the order of their names."""
    posts = Appointment.objects.of_unit(unit).lasting(visit.on).filter(user__is_active=True)
    rows = list(posts.select_related("user", "department", "deputises_for").order_by("user__name", "user_id", "id"))
    held = Assignment.objects.held().of_open_proposals().filter(department=unit).exclude(officer=None)
    cases = Counter(held.values_list("officer", flat=True))
    people: dict[int, Colleague] = {}
    for row in rows:
        people.setdefault(row.user_id, Colleague(row.user, cases[row.user_id])).add(row)
    for row in rows:
        if row.deputises_for_id in people:
            people[row.deputises_for_id].deputies[row.user_id, row.since, row.until] = row
    return list(people.values())


def history(kept: Iterable[Department | Jurisdiction]) -> list[Entry]:
    """What was done with the people of these units or places."""
    events = AuditEvent.objects.filter(case_uid__in=[each.case_uid for each in kept]).order_by("-entered_at", "-seq")[
        :LATEST
    ]
    return [entry_of(event, {}) for event in events]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is done with a person of the unit: its form, its verb, and what is said afterwards."""

    title: str
    form: type[StaffForm]
    call: Callable[..., Any]
    said: Callable[[Any], str]


def _deputise(person: User, unit: Department, **given: Any) -> Any:
    return staffing.deputise(person, given.pop("deputy"), unit=unit, **given)


def _leave(person: User, unit: Department, **given: Any) -> staffing.Handover:
    return staffing.leave(person, unit=unit, **given)


def _appoint(person: User, _unit: Department, **given: Any) -> Any:
    return staffing.appoint(person, Role(given.pop("role")), **given)


ACTS = {
    "deputy": Act("设置代理", DeputyForm, _deputise, lambda rows: f"代理已设置，共{len(rows)}项职责。"),
    "leave": Act(
        "离岗移交",
        LeaveForm,
        _leave,
        lambda report: f"已移交{len(report.cases)}件，结束{report.posts}项职责。",
    ),
    "role": Act("增加职责", RoleForm, _appoint, lambda _post: "职责已增加。"),
}


def deputy(request: HttpRequest, uid: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    return act(request, "deputy", uid, person)


def leave(request: HttpRequest, uid: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    return act(request, "leave", uid, person)


def role(request: HttpRequest, uid: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    return act(request, "role", uid, person)


def act(request: HttpRequest, name: str, uid: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """The form of one act, with what it will move, or the act itself."""
    visit = visit_of(request)
    unit = _unit(visit, uid)
    user = _person(unit, person, visit)
    doing = ACTS[name]
    # A leaver without an heir is an empty form, and a POST all the same.
    given = request.POST if request.method == "POST" else None
    form = doing.form(given, unit=unit, person=user, on=visit.on)
    if request.method == "POST" and form.is_valid():
        try:
            done = doing.call(user, unit, **form.cleaned_data, **visit.when)
        except OfficeError as error:
            tell(form, error)
        else:
            messages.success(request, doing.said(done))
            return redirect("desk:staff_of", unit.uid)
    return show(
        request, "staff_act", doing.title, form=form, unit=unit, person=user, **preview(name, unit, user, visit)
    )


def preview(name: str, unit: Department, user: User, visit: Visit) -> dict[str, Any]:
    """What the act will touch: the posts, and for a leaver the cases and the roles that nobody will have."""
    mine = Appointment.objects.of_unit(unit).own().filter(user=user).lasting(visit.on)
    shown: dict[str, Any] = {"act": name, "posts": mine.select_related("department").order_by("id")}
    if name != "leave":
        return shown
    cases = staffing.cases_of(user, unit).select_related("proposal__session").order_by("id")
    others = Appointment.objects.of_unit(unit).own().exclude(user=user).working(visit.on)
    vacant = {post.role for post in mine} - set(others.values_list("role", flat=True))
    return shown | {"cases": cases, "vacant": [Role(role).label for role in Role if role in vacant]}


def end(request: HttpRequest, uid: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    unit = _unit(visit, uid)
    user = _person(unit, person, visit)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        staffing.end_leave(user, unit=unit, **visit.when)
    except OfficeError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{user.name}的代理已结束。")
    return redirect("desk:staff_of", unit.uid)


def relieve(request: HttpRequest, uid: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """`post` is named by its uid, so that of two roles the pressed one ends."""
    visit = visit_of(request)
    unit = _unit(visit, uid)
    user = _person(unit, person, visit)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    posts = Appointment.objects.of_unit(unit).filter(user=user).select_related("user")
    post = next((each for each in posts if str(each.uid) == request.POST.get("post")), None)
    if post is None:
        raise Http404
    try:
        staffing.relieve(post, unit=unit, **visit.when)
    except OfficeError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已取消{user.name}的“{post.get_role_display()}”职责。")
    return redirect("desk:staff_of", unit.uid)


def _unit(visit: Visit, uid: uuid.UUID) -> Department:
    unit: Department = get_object_or_404(units_kept_by(visit.actor), uid=uid)
    return unit


def _person(unit: Department, person: uuid.UUID, visit: Visit) -> User:
    working = Appointment.objects.of_unit(unit).lasting(visit.on)
    user: User = get_object_or_404(User.objects.filter(pk__in=working.values("user")), uid=person)
    return user
