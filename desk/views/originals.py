"""导入提案原件: upload a ZIP, look at what each file would fill, edit the asks, fill in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.originals import OriginalsForm
from desk.views.edge import Visit, show
from desk.views.lists import keeper
from desk.views.refusals import tell
from proposals.importing import originals
from proposals.models import Session
from proposals.querysets import importing_places
from workflow import files
from workflow.errors import OfficeError
from workflow.models import StoredFile

TITLE, KIND = "导入提案原件", "application/zip"


def page(request: HttpRequest) -> HttpResponse:
    visit = keeper(request)
    if "stored" in request.POST:
        return _take(request, visit)
    form = OriginalsForm(request.POST or None, request.FILES or None, actor=visit.actor)
    if request.method == "POST" and form.is_valid():
        session, upload = form.cleaned_data["session"], form.cleaned_data["file"]
        data = upload.read()
        try:
            found = originals.match(data, session=session, by=visit.actor)
        except OfficeError as error:
            tell(form, error)
        else:
            place = {"jurisdiction_id": session.jurisdiction_id, "content_type": KIND, "restricted": True}
            stored = files.store(data, upload.name, at=visit.at, **place)
            return show(request, "originals", "导入前核对", found=found, stored=stored, session=session)
    return show(request, "originals", TITLE, form=form)


def _take(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Fill in from the archive that was looked at, with the asks as they were edited."""
    places = importing_places(visit.actor)
    session = get_object_or_404(Session, uid=_uid(request.POST.get("session")), jurisdiction__in=places)
    archives = StoredFile.objects.filter(jurisdiction=session.jurisdiction_id, content_type=KIND, restricted=True)
    data = files.read(get_object_or_404(archives, uid=_uid(request.POST["stored"])))
    named = {key.removeprefix("asks:"): str(text) for key, text in request.POST.items() if key.startswith("asks:")}
    asks = {file: [line.strip() for line in text.splitlines() if line.strip()] for file, text in named.items()}
    try:
        found = originals.take(data, session=session, asks=asks, **visit.when)
    except OfficeError as error:
        messages.error(request, error.message)
        return redirect("desk:originals")
    unmatched = sum(each.proposal is None for each in found)
    messages.success(request, f"已补录{sum(bool(each.fills) for each in found)}件，{unmatched}个文件未对应。")
    return show(request, "originals", "导入结果", found=found, session=session)


def _uid(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        raise Http404 from None
