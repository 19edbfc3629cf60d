"""站内消息: what the office wrote to this person; reading is a deliberate mark."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.views.edge import page_of, show, visit_of
from workflow import outbox


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    user = visit.actor.user
    if user is None:
        raise PermissionDenied
    if request.method == "POST":
        changed = outbox.mark_read(user, at=visit.at, uids=request.POST.getlist("uid") or None)
        messages.success(request, f"已将{changed}条消息标为已读。")
        return redirect("desk:inbox")
    return show(request, "inbox", "站内消息", page=page_of(outbox.inbox_of(user), request))
