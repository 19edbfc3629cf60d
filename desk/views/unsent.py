"""发送失败的消息: what was given up on, why, and sending it again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desk.views.edge import page_of, show, visit_of
from desk.views.inbox import is_uid
from workflow import outbox
from workflow.enums import Role
from workflow.models import Dispatch


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if not visit.actor.holds(Role.SUPERVISOR):
        raise PermissionDenied
    dead = Dispatch.objects.visible_to(visit.actor).dead()
    if request.method == "POST":
        named = [uid for uid in request.POST.getlist("uid") if is_uid(uid)]
        count = outbox.resend(dead.filter(uid__in=named), at=visit.at)
        messages.success(request, f"已将{count}条消息重新放入发件箱。")
        return redirect("desk:unsent")
    rows = dead.select_related("recipient", "gateway").order_by("-id")
    return show(request, "unsent", "发送失败的消息", page=page_of(rows, request))
