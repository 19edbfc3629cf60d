"""上传文稿: what the file would change, the changes tracked in it, and taking it as the next version."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.uploading import ACCEPT, TakeForm, UploadForm
from desk.views.checking import checked
from desk.views.drafting import reply_of
from desk.views.edge import Visit, show, visit_of
from desk.views.refusals import refused, tell
from desk.views.writing import compared
from replies.actions import editing, uploading
from replies.actions.uploading import letter_with
from replies.models import Reply
from workflow import files
from workflow.errors import NotYours, OfficeError
from workflow.models import StoredFile

TITLE = "上传文稿"


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    reply = reply_of(visit, uid)
    try:
        editing.refuse_strangers(reply, visit.actor)
    except NotYours as error:
        return refused(request, error, title=TITLE, back=request.path.removesuffix("upload/"))
    if "stored" in request.POST:
        return _take(request, reply, visit)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            uploading.refuse_large(upload.size)
            return _look(request, reply, visit, upload.read(), upload.name)
        except OfficeError as error:
            tell(form, error)
    return show(request, "upload", TITLE, reply=reply, form=form)


def _look(request: HttpRequest, reply: Reply, visit: Visit, data: bytes, name: str) -> HttpResponse:
    draft = uploading.look(reply, data, name, by=visit.actor)
    file = files.store(data, name, jurisdiction_id=reply.jurisdiction_id, at=visit.at, case_uid=reply.case_uid)
    take = TakeForm(initial={"stored": file.uid, "version": reply.version, "changes": ACCEPT})
    return show(
        request,
        "upload",
        TITLE,
        reply=reply,
        take=take,
        file=file,
        draft=draft,
        compared=compared(reply, draft.revised),
        check=checked(reply, visit, letter_with(reply, draft.revised), headings=draft.headings),
    )


def _take(request: HttpRequest, reply: Reply, visit: Visit) -> HttpResponse:
    form = TakeForm(request.POST)
    if not form.is_valid():
        return redirect("desk:reply_upload", reply.uid)
    file = get_object_or_404(StoredFile, uid=form.cleaned_data["stored"], case_uid=reply.case_uid)
    accept = form.cleaned_data["changes"] == ACCEPT
    try:
        uploading.upload(
            reply, file=file, accept=accept, version=form.cleaned_data["version"], by=visit.actor, at=visit.at
        )
    except OfficeError as error:
        messages.error(request, error.message)
        return redirect("desk:reply_upload", reply.uid)
    messages.success(request, f"“{file.name}”已存为新的一稿，版面已更新。")
    return redirect("desk:reply", reply.uid)
