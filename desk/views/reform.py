"""机构改革: what would go over from one unit to another, and then all of it at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.forms.reform import ReformForm
from desk.views.edge import Visit, show, visit_of
from desk.views.refusals import tell
from proposals.actions import along, reform
from proposals.actions.going_along import shared_plans
from workflow.errors import OfficeError
from workflow.models import Appointment, Department

TITLE = "机构划转"
SHOWN = 50  # rows of the preview; the count says the rest


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not visit.actor.holds(*reform.REFORMERS):
        raise PermissionDenied
    if "follow" in request.POST:
        return _follow(request, visit)
    form = ReformForm(request.POST or None, actor=visit.actor, on=visit.on)
    if request.method != "POST" or not form.is_valid() or not _sound(form, visit):
        return show(request, "reform", TITLE, form=form, left=left_behind(visit))
    if request.POST.get("step") == "confirm":
        try:
            report = reform.succeed(**form.cleaned_data, **visit.when)
        except OfficeError as error:
            tell(form, error)
            return show(request, "reform", TITLE, form=form)
        return show(request, "reform_done", TITLE, report=report, **form.cleaned_data)
    return show(request, "reform", TITLE, form=form, preview=preview(form, visit))


def left_behind(visit: Visit) -> QuerySet[Department]:
    places = {post.jurisdiction_id for post in visit.actor.posts if post.role in reform.REFORMERS}
    return reform.left_behind(places)


def _follow(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What came back to a unit that is no more goes to its heir."""
    uid = request.POST["follow"]
    unit = next((each for each in left_behind(visit) if str(each.uid) == uid), None)
    if unit is None:
        messages.warning(request, "该单位没有遗留的件。")
        return redirect("desk:reform")
    try:
        cases = reform.follow(unit, **visit.when)
    except OfficeError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已将{unit.name}遗留的{len(cases)}件划转给承继单位。")
    return redirect("desk:reform")


def _sound(form: ReformForm, visit: Visit) -> bool:
    data = form.cleaned_data
    try:
        reform.refuse_wrong_successor(data["old"], data["successor"], data["from_day"], visit.on)
    except OfficeError as error:
        tell(form, error)
    return form.is_valid()


def preview(form: ReformForm, visit: Visit) -> dict[str, Any]:
    """What goes over, what stays with the old name, and which cases and plans both units stand in."""
    data = form.cleaned_data
    old = data["old"]
    cases = reform.cases_to_move(old)
    people = Appointment.objects.of_unit(old).lasting(visit.on).values("user").distinct().count()
    return data | {
        "count": cases.count(),
        "cases": cases[:SHOWN],
        "shared": list(reform.shared_cases(old, data["successor"])),
        "shared_plans": list(shared_plans(old, data["successor"])),
        "along": len(along.found(old)),
        "people": people,
        "answered": old.assignments.filter(status="answered").count(),
    }
