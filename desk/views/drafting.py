"""拟稿: the text beside the page that it makes; read-only once it has left the hands of those who may change it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.forms.drafting import DraftForm
from desk.querysets import is_own
from desk.views.badges import state_badge
from desk.views.buttons import buttons_of
from desk.views.checking import checked
from desk.views.edge import Visit, show, visit_of
from desk.views.printing import printed
from desk.views.refusals import renew, tell
from replies.actions import drafting, editing, remarking
from replies.actions.editing import may_write
from replies.citing import cited_by
from replies.copies import prints_of
from replies.flows import BEFORE_SIGNING, REPLY_FLOW
from replies.models import PolicyDocument, Reply
from replies.papers import letter_of, profile_of
from workflow.errors import CaseMovedOn, NotYours, OfficeError
from workflow.site import site


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    reply = reply_of(visit, uid)
    if request.method != "POST":
        unsaved = editing.unsaved_of(reply, by=visit.actor) if "unsaved" in request.GET else None
        typed = unsaved.fields if unsaved else None
        return _show(request, reply, visit, DraftForm(reply=reply, actor=visit.actor, typed=typed))
    form = DraftForm(request.POST, reply=reply, actor=visit.actor)
    if form.is_valid():
        try:
            _save(form, reply, visit)
        except CaseMovedOn:
            return _conflict(request, form, visit, uid)
        except OfficeError as error:
            tell(form, error)
            return _show(request, reply_of(visit, uid), visit, form, status=403 if isinstance(error, NotYours) else 200)
        return _saved(request, reply)
    return _show(request, reply, visit, form)


def reply_of(visit: Visit, uid: uuid.UUID) -> Reply:
    reply: Reply = get_object_or_404(Reply.objects.visible_to(visit.actor).for_page(), uid=uid)
    return reply


def _save(form: DraftForm, reply: Reply, visit: Visit) -> None:
    version, joint_with = form.cleaned_data["version"], list(form.cleaned_data["joint_with"])
    listed = form.copy_list()
    lists: dict[str, Any] = {"copy_list": listed, "joint_with": joint_with}
    drafting.revise(reply, version=version, by=visit.actor, at=visit.at, **lists, **form.text())


def _saved(request: HttpRequest, reply: Reply) -> HttpResponse:
    """On to the move whose button saved the text, else back to the page as it now prints."""
    then = request.POST.get("then", "")
    if then in REPLY_FLOW.moves:
        return redirect("desk:reply_move", reply.uid, then)
    messages.success(request, "已保存，版面已更新。")
    return redirect("desk:reply", reply.uid)


def _conflict(request: HttpRequest, form: DraftForm, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Somebody else saved meanwhile: both texts on one page, and the next save is a deliberate one."""
    current = reply_of(visit, uid)
    renew(form, version=current.version)
    return _show(request, current, visit, form, status=409, theirs=current)


def may_open_library(request: HttpRequest) -> bool:
    return bool(site.get_model_admin(PolicyDocument).has_view_permission(request))


def _show(
    request: HttpRequest, reply: Reply, visit: Visit, form: DraftForm, *, status: int = 200, theirs: Reply | None = None
) -> HttpResponse:
    letter = letter_of(reply)
    sheets = printed(letter, profile_of(reply, on=visit.on))
    return show(
        request,
        "reply",
        reply.get_kind_display(),
        status=status,
        reply=reply,
        proposal=reply.proposal,
        state=state_badge(reply.status, reply.get_status_display()),
        form=form,
        editable=may_write(reply, visit.actor),
        theirs=theirs,
        buttons=buttons_of(REPLY_FLOW, reply, visit, door="desk:reply_move"),
        pages=[reverse("desk:printed_page", args=[reply.uid, n]) for n in range(1, len(sheets) + 1)],
        checked=checked(reply, visit, letter),
        cited=cited_by(reply, on=visit.on),
        prints=prints_of(reply),
        opens_library=may_open_library(request),
        **_beside(reply, visit),
    )


def _beside(reply: Reply, visit: Visit) -> dict[str, Any]:
    """Who else writes, what was typed and not saved, and what readers say."""
    editable = may_write(reply, visit.actor)
    # Of another unit only the sent letter itself is shared, not how it came about.
    inside = reply.sent_on is None or is_own(reply, visit.actor)
    writing = editing.writing_now(reply, at=visit.at).exclude(user=visit.actor.user).select_related("user").first()
    return {
        "inside": inside,
        "writing": writing if editable else None,
        "unsaved": editing.unsaved_of(reply, by=visit.actor) if editable else None,
        "remarks": remarking.placed(reply) if inside else [],
        "may_remark": reply.status in BEFORE_SIGNING and bool(remarking.READERS & reply.roles_of(visit.actor)),
        "versions": reply.versions.count() if inside else 0,
    }
