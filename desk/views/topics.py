"""专题: the topics of a place, what stands under each over all units and years, and putting proposals in and out."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from desk.forms.topics import NewTopicForm, TopicForm
from desk.querysets import topics_kept_by
from desk.views.edge import page_of, show, visit_of
from desk.views.inbox import is_uid
from desk.views.refusals import tell
from desk.views.search import rows_of
from proposals.actions import topics as verbs
from proposals.models import Proposal, Topic
from workflow.errors import OfficeError

MOST_CHOSEN = 200


def index(request: HttpRequest) -> HttpResponse:
    """All topics with the number of proposals that this person sees; below, a new one."""
    visit = visit_of(request)
    keeps = visit.actor.holds(*verbs.KEEPERS)
    form = NewTopicForm(request.POST or None, actor=visit.actor) if keeps else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                topic = verbs.begin(by=visit.actor, **form.cleaned_data)
            except OfficeError as error:
                tell(form, error)
            else:
                messages.success(request, f"专题“{topic.name}”已建立。")
                return redirect("desk:topic", topic.uid)
    seen = Proposal.objects.visible_to(visit.actor).filter(pk=OuterRef("proposal"))
    links = Topic.proposals.through.objects.filter(Exists(seen)).values_list("topic")
    counts = dict(links.annotate(count=Count("pk")))
    topics = Topic.objects.visible_to(visit.actor).order_by("name")
    return show(request, "topics", "专题", topics=[(topic, counts.get(topic.pk, 0)) for topic in topics], form=form)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    topic = get_object_or_404(Topic.objects.visible_to(visit.actor), uid=uid)
    keeps = topic in topics_kept_by(visit.actor)
    form = TopicForm(request.POST or None, initial={"name": topic.name, "note": topic.note}) if keeps else None
    if form and request.method == "POST" and form.is_valid():
        try:
            verbs.rename(topic, by=visit.actor, **form.cleaned_data)
        except OfficeError as error:
            topic.refresh_from_db()
            tell(form, error)
        else:
            messages.success(request, "专题已修改。")
            return redirect("desk:topic", topic.uid)
    seen = Proposal.objects.visible_to(visit.actor).filter(topics=topic).for_list().order_by("-id")
    found = page_of(seen, request)
    return show(request, "topic", topic.name, topic=topic, form=form, page=found, rows=rows_of(found.rows, visit))


def gather(request: HttpRequest) -> HttpResponse:
    """Chosen rows of a list, or the one case of a page, into the chosen topic."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return _change(request, request.POST.get("topic", ""), verbs.gather, "加入")


def drop(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return _change(request, str(uid), verbs.drop, "移出")


def _change(request: HttpRequest, uid: str, verb: Callable[..., list[Proposal]], word: str) -> HttpResponse:
    visit = visit_of(request)
    topic = next((each for each in topics_kept_by(visit.actor) if str(each.uid) == uid), None)
    if topic is None:
        raise Http404
    named = [each for each in request.POST.getlist("proposal") if is_uid(each)]
    chosen = list(Proposal.objects.visible_to(visit.actor).filter(uid__in=named[:MOST_CHOSEN]))
    try:
        changed = verb(topic, chosen, **visit.when)
    except OfficeError as error:
        messages.error(request, error.message)
    else:
        _say(request, len(chosen), len(changed), f"{word}专题“{topic.name}”")
    return _back(request, topic)


def _say(request: HttpRequest, chosen: int, changed: int, what: str) -> None:
    if changed:
        messages.success(request, f"已将{changed}件{what}。")
    else:
        messages.warning(request, "所选提案没有变化。" if chosen else "请先选择提案。")


def _back(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Where the rows were chosen, if that is a page of ours."""
    here = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    return redirect(here) if here and ours else redirect("desk:topic", topic.uid)
