"""公文版式: the editions of places and units, and one edition beside the sample letter that it makes."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from desk.forms.layouts import LABELS, LayoutForm, NewLayoutForm
from desk.views.edge import Visit, show
from desk.views.refusals import tell
from desk.views.rules import keeper, places_of
from letters import profiles
from letters.writing import pdf
from workflow import layouts
from workflow.errors import Invalid, OfficeError
from workflow.models import Department, LetterProfile

SAMPLE_PPI = 60


def index(request: HttpRequest) -> HttpResponse:
    visit = keeper(request)
    places = places_of(visit)
    presets = [profiles.preset(name) for name in profiles.names()]
    form = NewLayoutForm(
        request.POST or None,
        places=places,
        units=Department.objects.units().filter(jurisdiction__in=places).order_by("name"),
        sources=[(layouts.IN_FORCE, "现行版式"), *((each.code, each.name) for each in presets)],
        initial={"valid_from": visit.on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            edition = _begin(form.cleaned_data, visit)
        except OfficeError as error:
            tell(form, error)
        else:
            return redirect("desk:layout", edition.uid)
    rows = editions(visit).order_by("jurisdiction__name", "department__name", "-number")
    return show(request, "layouts", "公文版式", editions=rows, form=form, presets=presets)


def _begin(data: dict[str, Any], visit: Visit) -> LetterProfile:
    place, unit = data["place"], data["department"]
    content = layouts.first_content(data["source"], place, unit, on=visit.on)
    return layouts.begin(place, unit, content=content, valid_from=data["valid_from"], by=visit.actor)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One edition: a form while it is not published; the button pressed keeps it, publishes it or only shows it."""
    visit = keeper(request)
    edition = get_object_or_404(editions(visit), uid=uid)
    form, content = _form(request, edition)
    if request.method == "POST" and form.is_valid():
        press = request.POST.get("press", "keep")
        try:
            if press == "show":
                content = form.content
            else:
                _keep(edition, form, visit, publish=press == "publish")
        except OfficeError as error:
            tell(form, error)
        else:
            if press != "show":
                messages.success(request, "已发布，此后不再修改。" if press == "publish" else "已保存，尚未发布。")
                return redirect("desk:layout", edition.uid)
    if edition.published_at:
        for field in form.fields.values():
            field.disabled = True
    own = [LABELS[name] for name in edition.content]
    return show(
        request, "layout", str(edition), edition=edition, form=form, own=own, **_sample(edition, content, visit)
    )


@require_POST
def sample(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The sample letter as the form stands, without keeping anything."""
    visit = keeper(request)
    edition = get_object_or_404(editions(visit), uid=uid)
    form, _ = _form(request, edition)
    if not form.is_valid():
        return HttpResponse(status=204)
    return render(request, "desk/layout_sample.html", _sample(edition, form.content, visit))


def _form(request: HttpRequest, edition: LetterProfile) -> tuple[LayoutForm, dict[str, Any]]:
    content = layouts.whole(edition)
    return LayoutForm(request.POST or None, content=content, initial={"valid_from": edition.valid_from}), content


def _keep(edition: LetterProfile, form: LayoutForm, visit: Visit, *, publish: bool) -> None:
    layouts.revise(edition, content=form.content, valid_from=form.cleaned_data["valid_from"], by=visit.actor)
    if publish:
        layouts.publish(edition, by=visit.actor, at=visit.at)


def _sample(edition: LetterProfile, content: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """Pages as pictures in the page itself: a sample is no file that anybody fetches again."""
    try:
        letter, profile = layouts.sample(edition, content, by=visit.actor)
    except Invalid as error:
        return {"problem": f"{LABELS.get(error.field, error.field)}：{error.message}"}
    pages = pdf.pages(letter, profile, ppi=SAMPLE_PPI)
    told = {"problem": pdf.CUT.message} if pdf.proved(letter, profile).cut else {}
    return told | {"pages": [f"data:image/png;base64,{base64.b64encode(each).decode()}" for each in pages]}


def editions(visit: Visit) -> QuerySet[LetterProfile]:
    rows: QuerySet[LetterProfile] = LetterProfile.objects.filter(jurisdiction__in=places_of(visit))
    return rows.select_related("jurisdiction", "department")
