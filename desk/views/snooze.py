"""暂缓提醒: a deadline that somebody need not hear of for a few days."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.snooze import SnoozeForm
from desk.views.edge import show, visit_of
from desk.views.refusals import tell
from workflow import reminders
from workflow.errors import OfficeError
from workflow.models import Clock


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    mine = Clock.objects.visible_to(visit.actor).open().select_related("rule")
    clock = get_object_or_404(mine, uid=uid)
    form = SnoozeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            snoozed = reminders.snooze(clock, **form.cleaned_data, **visit.when)
        except OfficeError as error:
            tell(form, error)
        else:
            messages.success(request, f"该期限暂缓提醒至{snoozed.until:%Y年%-m月%-d日}。")
            return redirect("desk:work")
    return show(request, "snooze", "暂缓提醒", form=form, clock=clock)
