"""导入确认: letters read from files that wait for a person to say whose they are."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.incoming import ConfirmForm, LabelForm
from desk.querysets import letters_to_confirm
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.evidence import pieces_of
from desk.views.refusals import tell
from replies.enums import IncomingStatus
from replies.importing import confirm, correct
from replies.importing.confirming import KEEPERS as IMPORT_KEEPERS
from replies.importing.reporting import kind_of
from replies.models import IncomingLetter
from workflow.errors import OfficeError


def queue(request: HttpRequest) -> HttpResponse:
    visit = keeper(request)
    waiting = letters_to_confirm(visit.actor).to_look_at().for_list().order_by("id")
    found = page_of(waiting, request)
    rows = [{"incoming": each, "kind": kind_of(each.kind), "title": title_of(each)} for each in found.rows]
    return show(request, "incoming_list", "导入确认", page=found, rows=rows)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = keeper(request)
    seen = letters_to_confirm(visit.actor).select_related("file", "reply__proposal")
    incoming = get_object_or_404(seen, uid=uid)
    # One page, two forms: what the letter states, and whose it is.
    corrects = request.method == "POST" and "kind" in request.POST
    form = ConfirmForm(None if corrects else request.POST or None, incoming=incoming, on=visit.on)
    label = LabelForm(request.POST if corrects else None, incoming=incoming)
    if corrects and label.is_valid():
        try:
            correct(incoming, letter=label.letter(), label=label.label(), by=visit.actor, at=visit.at)
        except OfficeError as error:
            tell(label, error)
        else:
            messages.success(request, "更正已保存。")
            return redirect("desk:incoming", uid)
    if request.method == "POST" and not corrects and form.is_valid():
        try:
            reply = confirm(incoming, department=form.cleaned_data["department"], by=visit.actor, at=visit.at)
        except OfficeError as error:
            tell(form, error)
        else:
            messages.success(request, "已确认单位，历史件已建立。")
            return redirect("desk:case", reply.case_uid)
    return show(request, "incoming", "导入确认", form=form, label=label, **told(incoming))


def told(incoming: IncomingLetter) -> dict[str, Any]:
    """What the page shows beside its forms."""
    evidence = incoming.reading.get("evidence", {})
    return {
        "incoming": incoming,
        "title_line": title_of(incoming),
        "kind": kind_of(incoming.kind),
        "waiting": incoming.status == IncomingStatus.WAITING,
        "correctable": incoming.status in {IncomingStatus.WAITING, IncomingStatus.REJECTED},
        "pieces": pieces_of(incoming.text, incoming.reading),
        "placed": {name for name, each in evidence.items() if each["spans"]},
        "findings": list(enumerate(incoming.reading.get("findings", ()), start=1)),
        "paragraphs": [block["text"] for block in incoming.reading.get("letter", {}).get("body", ())],
    }


def keeper(request: HttpRequest) -> Visit:
    visit = visit_of(request)
    if not visit.actor.holds(*IMPORT_KEEPERS):
        raise PermissionDenied
    return visit


def title_of(incoming: IncomingLetter) -> str:
    letter = incoming.label.get("letter", {})
    return letter.get("title") or incoming.path.rsplit("/", 1)[-1]
