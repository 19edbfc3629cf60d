"""办理规则: the editions of a place, a new one from a preset or from what is in force, tried before it is published."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.rules import NewEditionForm, RulesForm
from desk.views.edge import Visit, show, visit_of
from desk.views.refusals import tell
from proposals.trying import try_out
from workflow import rulemaking
from workflow.editions import KEEPERS
from workflow.errors import OfficeError
from workflow.models import CaseKind, Jurisdiction, RuleVersion
from workflow.presets import presets

TITLE = "办理规则"


def index(request: HttpRequest) -> HttpResponse:
    visit = keeper(request)
    places = places_of(visit)
    known = presets()
    sources = [(rulemaking.IN_FORCE, "现行规则"), *((each.code, each.name) for each in known.values())]
    form = NewEditionForm(request.POST or None, places=places, sources=sources, initial={"valid_from": visit.on})
    if request.method == "POST" and form.is_valid():
        try:
            rule = _begin(form.cleaned_data, visit)
        except OfficeError as error:
            tell(form, error)
        else:
            return redirect("desk:rule", rule.uid)
    rows = editions(visit).select_related("jurisdiction", "kind").order_by("jurisdiction__name", "-number")
    return show(request, "rules", TITLE, editions=rows, form=form, presets=known.values(), today=visit.on)


def _begin(data: dict[str, Any], visit: Visit) -> RuleVersion:
    place, kind = data["place"], CaseKind.usual()
    content = rulemaking.content_of(data["source"], place, kind=kind, on=visit.on)
    return rulemaking.begin(place, kind=kind, content=content, valid_from=data["valid_from"], by=visit.actor)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One edition: a form while it is not published; by the button pressed it is kept, published or only tried."""
    visit = keeper(request)
    rule = get_object_or_404(editions(visit).select_related("jurisdiction", "kind"), uid=uid)
    content, given = rule.content, request.POST or None
    form = RulesForm(given, content=content, initial={"valid_from": rule.valid_from})
    tried = None
    if request.method == "POST" and form.is_valid():
        press = request.POST.get("press", "keep")
        written = {"content": form.content, "valid_from": form.cleaned_data["valid_from"], "by": visit.actor}
        try:
            if press == "try":
                tried = try_out(rulemaking.as_written(rule, **written))
            else:
                _keep(rule, written, visit, publish=press == "publish", confirmed=form.cleaned_data["confirmed"])
        except OfficeError as error:
            tell(form, error)
        else:
            if press != "try":
                messages.success(request, "已发布，此后不再修改。" if press == "publish" else "已保存，尚未发布。")
                return redirect("desk:rule", rule.uid)
    if rule.published_at:
        for field in form.fields.values():
            field.disabled = True
    return show(request, "rule", str(rule), rule=rule, form=form, tried=tried, problems=rule.problems())


def _keep(rule: RuleVersion, written: dict[str, Any], visit: Visit, *, publish: bool, confirmed: bool) -> None:
    rulemaking.revise(rule, **written)
    if publish:
        rulemaking.publish(rule, by=visit.actor, at=visit.at, confirmed=confirmed)


def keeper(request: HttpRequest) -> Visit:
    visit = visit_of(request)
    if not visit.actor.holds(*KEEPERS):
        raise PermissionDenied
    return visit


def places_of(visit: Visit) -> QuerySet[Jurisdiction]:
    kept = {post.jurisdiction_id for post in visit.actor.posts if post.role in KEEPERS}
    return Jurisdiction.objects.filter(pk__in=kept).order_by("name")


def editions(visit: Visit) -> QuerySet[RuleVersion]:
    rows: QuerySet[RuleVersion] = RuleVersion.objects.filter(jurisdiction__in=places_of(visit))
    return rows
