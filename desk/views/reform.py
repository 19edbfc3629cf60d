"""机构改革: what would go over from one unit to another, and then all of it at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from desk.forms.reform import ReformForm
from desk.views.edge import Visit, show, visit_of
from desk.views.refusals import tell
from proposals.actions import reform
from workflow.errors import OfficeError
from workflow.models import Appointment

TITLE = "机构划转"
SHOWN = 50  # rows of the preview; the count says the rest


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not visit.actor.holds(*reform.REFORMERS):
        raise PermissionDenied
    form = ReformForm(request.POST or None, actor=visit.actor, on=visit.on)
    if request.method != "POST" or not form.is_valid() or not _sound(form, visit):
        return show(request, "reform", TITLE, form=form)
    if request.POST.get("step") == "confirm":
        try:
            report = reform.succeed(**form.cleaned_data, **visit.when)
        except OfficeError as error:
            tell(form, error)
            return show(request, "reform", TITLE, form=form)
        return show(request, "reform_done", TITLE, report=report, **form.cleaned_data)
    return show(request, "reform", TITLE, form=form, preview=preview(form, visit))


def _sound(form: ReformForm, visit: Visit) -> bool:
    data = form.cleaned_data
    try:
        reform.refuse_wrong_successor(data["old"], data["successor"], data["from_day"], visit.on)
    except OfficeError as error:
        tell(form, error)
    return form.is_valid()


def preview(form: ReformForm, visit: Visit) -> dict[str, Any]:
    """What goes over, what stays with the old name, and which cases both units have."""
    data = form.cleaned_data
    old = data["old"]
    cases = reform.cases_to_move(old)
    people = Appointment.objects.of_unit(old).lasting(visit.on).values("user").distinct().count()
    return data | {
        "count": cases.count(),
        "cases": cases[:SHOWN],
        "shared": list(reform.shared_cases(old, data["successor"])),
        "people": people,
        "answered": old.assignments.filter(status="answered").count(),
    }
