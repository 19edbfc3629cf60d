"""导入确认: letters read from files that wait for a person to say whose they are."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from desk.forms.incoming import ConfirmForm
from desk.querysets import IMPORT_KEEPERS, letters_to_confirm
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.refusals import tell
from letters.letter import Kind
from replies.enums import IncomingStatus
from replies.importing import confirm
from replies.models import IncomingLetter
from workflow.errors import OfficeError

KINDS = {Kind.REPLY: "答复", Kind.CO_OPINION: "会办意见", Kind.NPC_REPLY: "人大建议答复", Kind.OTHER: "其他公文"}
FIELDS = {
    "issuer": "发文机关",
    "doc_number": "发文字号",
    "signatory": "签发人",
    "date": "成文日期",
    "proposal_number": "提案号",
    "proposal_title": "案由",
    "proposers": "提案人",
    "grade_raw": "办理结果",
    "publicity": "公开属性",
    "co_units": "会办单位",
    "contact_person": "联系人",
    "contact_phone": "联系电话",
    "contact_unit": "联系部门",
    "postcode": "邮政编码",
}


def queue(request: HttpRequest) -> HttpResponse:
    visit = keeper(request)
    waiting = letters_to_confirm(visit.actor).waiting().order_by("id")
    found = page_of(waiting, request)
    rows = [{"incoming": each, "kind": KINDS.get(each.kind, each.kind), "title": title_of(each)} for each in found.rows]
    return show(request, "incoming_list", "导入确认", page=found, rows=rows)


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = keeper(request)
    seen = letters_to_confirm(visit.actor).select_related("file", "reply__proposal")
    incoming = get_object_or_404(seen, uid=uid)
    form = ConfirmForm(request.POST or None, incoming=incoming, on=visit.on)
    if request.method == "POST" and form.is_valid():
        try:
            reply = confirm(incoming, department=form.cleaned_data["department"], by=visit.actor, at=visit.at)
        except OfficeError as error:
            tell(form, error)
        else:
            messages.success(request, "已确认单位，历史件已建立。")
            return redirect("desk:case", reply.case_uid)
    return show(
        request,
        "incoming",
        "导入确认",
        incoming=incoming,
        form=form,
        title_line=title_of(incoming),
        kind=KINDS.get(incoming.kind, incoming.kind),
        waiting=incoming.status == IncomingStatus.WAITING,
        fields=fields_of(incoming.reading),
        findings=[finding["message"] for finding in incoming.reading.get("findings", ())],
        paragraphs=[block["text"] for block in incoming.reading.get("letter", {}).get("body", ())],
    )


def keeper(request: HttpRequest) -> Visit:
    visit = visit_of(request)
    if not visit.actor.holds(*IMPORT_KEEPERS):
        raise PermissionDenied
    return visit


def title_of(incoming: IncomingLetter) -> str:
    letter = incoming.reading.get("letter", {})
    return letter.get("title") or incoming.path.rsplit("/", 1)[-1]


def fields_of(reading: dict[str, Any]) -> list[tuple[str, str]]:
    """What the letter states, in words; what it does not state says so."""
    return [(label, said(reading.get(name))) for name, label in FIELDS.items()]


def said(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text or "未载明"
