"""站内消息: what the office wrote to this person; reading is a deliberate mark."""

from __future__ import annotations

import uuid

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
        named = request.POST.getlist("uid")
        changed = outbox.mark_read(user, at=visit.at, uids=[uid for uid in named if is_uid(uid)] if named else None)
        messages.success(request, f"已将{changed}条消息标为已读。")
        return redirect("desk:inbox")
    return show(request, "inbox", "站内消息", page=page_of(outbox.inbox_of(user), request))


def is_uid(text: str) -> bool:
    """Anything else that a form was made to say names no message."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
