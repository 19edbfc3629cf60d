"""Beside the draft while somebody writes: the page as it would print, what was typed kept, remarks, versions."""

from __future__ import annotations

import base64
import dataclasses
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.forms.drafting import DraftForm, RemarkForm
from desk.views.checking import checked
from desk.views.drafting import reply_of
from desk.views.edge import Visit, show, visit_of
from letters.differences import Change, differences
from letters.files.draft import Texts
from letters.letter import Copy
from letters.writing import pdf
from replies.actions import editing, remarking
from replies.flows import TEXT
from replies.models import Reply, TextVersion
from replies.papers import letter_of, profile_of
from workflow.errors import OfficeError

PARTS = (("标题", "title"), ("称谓", "addressees"), ("正文", "body"))
TAGS = {Change.SAME: "span", Change.GONE: "del", Change.NEW: "ins"}
# Enough to see where things stand; the printed page beside a saved draft is finer.
PREVIEW_PPI = 80


@require_POST
def preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The pages that the form would make and what 格式校核 says of them, nothing kept."""
    visit = visit_of(request)
    reply = reply_of(visit, uid)
    form = DraftForm(request.POST, reply=reply, actor=visit.actor)
    form.is_valid()
    for name in TEXT & form.cleaned_data.keys():
        setattr(reply, name, form.cleaned_data[name])
    rows_hold = form.rows.is_valid()
    copies = tuple(Copy(name, count) for name, count in form.copy_list()) if rows_hold else ()
    letter = dataclasses.replace(letter_of(reply), cc=copies)
    pages = pdf.pages(letter, profile_of(reply, on=visit.on), ppi=PREVIEW_PPI)
    context = {
        "reply": reply,
        "pages": [f"data:image/png;base64,{base64.b64encode(each).decode()}" for each in pages],
        "checked": checked(
            reply, visit, letter, typed=_as_typed(request), rows=form.filled_rows() if rows_hold else ()
        ),
    }
    return render(request, "desk/reply_preview.html", context)


def _as_typed(request: HttpRequest) -> dict[str, str]:
    """Places are those of the field, not of what is kept of it; and a browser sends other line ends than it counts."""
    return {name: request.POST[name].replace("\r\n", "\n") for name in TEXT if name in request.POST}


@require_POST
def autosave(request: HttpRequest, uid: uuid.UUID) -> JsonResponse:
    """Keep the form between two saves. Says since when it is kept, or who writes instead."""
    visit = visit_of(request)
    reply = reply_of(visit, uid)
    fields = {name: request.POST[name] for name in TEXT if name in request.POST}
    try:
        version = int(request.POST.get("version", ""))
        other = editing.autosave(reply, fields, based_on=version, by=visit.actor, at=visit.at)
    except ValueError:
        return JsonResponse({"message": "页面已过期，请重新打开。"}, status=400)
    except OfficeError as error:
        return JsonResponse({"message": error.message}, status=409)
    if other:
        return JsonResponse({"message": f"{other.user.name}已接手修改，您输入的文字已留存。"}, status=409)
    return JsonResponse({"message": f"{timezone.localtime(visit.at):%H:%M}已自动留存"})


@require_POST
def take_over(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return _done(
        request, uid, lambda reply, visit: editing.take_over(reply, by=visit.actor, at=visit.at), "已接手修改。"
    )


@require_POST
def discard(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return _done(request, uid, lambda reply, visit: editing.discard(reply, by=visit.actor), "已放弃未保存的文字。")


@require_POST
def remark(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    form = RemarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("desk:reply", uid)

    def make(reply: Reply, visit: Visit) -> None:
        remarking.remark(reply, **form.cleaned_data, by=visit.actor, at=visit.at)

    return _done(request, uid, make, "已批注。")


@require_POST
def settle(request: HttpRequest, uid: uuid.UUID, remark_uid: uuid.UUID) -> HttpResponse:
    def make(reply: Reply, visit: Visit) -> None:
        remarking.settle(get_object_or_404(reply.remarks, uid=remark_uid), by=visit.actor, at=visit.at)

    return _done(request, uid, make, "批注已了结。")


def _done(request: HttpRequest, uid: uuid.UUID, make: Any, said: str) -> HttpResponse:
    """Back to the draft, with what was done or why it was not."""
    visit = visit_of(request)
    reply = reply_of(visit, uid)
    try:
        make(reply, visit)
    except OfficeError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("desk:reply", uid)


def versions(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Every version, and what changed between two of them: the last two unless others are chosen."""
    drafts = Reply.objects.in_the_making_for(visit_of(request).actor).for_page()
    reply = get_object_or_404(drafts, uid=uid)
    known = {each.number: each for each in reply.versions.select_related("file")}
    if not known:
        raise Http404
    last = max(known)
    after = known.get(_number(request, "to"), known[last])
    before = known.get(_number(request, "from")) or known.get(after.number - 1)
    return show(
        request,
        "versions",
        "文稿对照",
        reply=reply,
        versions=list(known.values())[::-1],
        before=before,
        after=after,
        compared=compared(before, after) if before else None,
    )


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of two versions: its paragraphs as runs of text with the element that marks what became of each."""

    label: str
    lines: list[list[tuple[str, str]]]
    changed: int


def compared(before: Reply | TextVersion, after: TextVersion | Texts) -> list[Compared]:
    """Paragraphs that stayed are told too, so that a change can be read in its place."""
    return [_compared(label, getattr(before, name), getattr(after, name)) for label, name in PARTS]


def _compared(label: str, before: str, after: str) -> Compared:
    found = differences(before, after)
    lines = [[(TAGS[part.change], part.text) for part in line.parts] for line in found]
    return Compared(label, lines, sum(line.is_changed for line in found))
