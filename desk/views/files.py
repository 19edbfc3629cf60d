"""Files and pictures of pages, for those who may see what they belong to; for others they do not exist."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from desk.querysets import files_visible_to
from desk.views.edge import visit_of
from desk.views.printing import printed
from letters.writing import WRITERS
from replies.actions.archiving import render
from replies.models import Reply
from replies.papers import letter_of, profile_of
from workflow import files
from workflow.printing import CONTENT_TYPES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def printed_page(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    reply = _reply(request, uid)
    pages = printed(letter_of(reply), profile_of(reply, on=visit_of(request).on))
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png")


def letter(request: HttpRequest, uid: uuid.UUID, fmt: str) -> HttpResponse:
    """The letter as it stands, set on the spot."""
    reply = _reply(request, uid)
    if fmt not in WRITERS:
        raise Http404
    data, _ = render(reply, fmt, on=visit_of(request).on)
    return download(data, f"{reply.doc_number or reply.title or reply.uid}.{fmt}", CONTENT_TYPES[fmt])


def stored(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    file = get_object_or_404(files_visible_to(visit_of(request).actor), uid=uid)
    return download(files.read(file), file.name, file.content_type)


def _reply(request: HttpRequest, uid: uuid.UUID) -> Reply:
    seen = Reply.objects.visible_to(visit_of(request).actor).for_page()
    reply: Reply = get_object_or_404(seen, uid=uid)
    return reply


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)
