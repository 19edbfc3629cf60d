"""发文台账: every letter that was sent, with its prints and what became of each copy; the same as a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from desk.forms.outgoing import OutgoingFilter
from desk.querysets import letters_sent
from desk.views.badges import copy_badge, state_badge
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.files import XLSX, download
from desk.views.work import BulkButton
from replies.copies import prints_of
from replies.copyflow import COPY_FLOW
from replies.enums import ReplyStatus
from replies.models import Reply
from workflow.actor import Actor
from workflow.case import know_calendars
from workflow.tables.writing import Column, Value, xlsx

TITLE = "发文台账"
MOST_SHEET = 20_000  # letters of one sheet
IN_BULK = ("dispatch", "acknowledge", "return", "resend")
COLUMNS = (
    Column("送达日期", 12), Column("文号", 24), Column("标题", 50), Column("提案", 16), Column("发文单位", 24),
    Column("主送、抄送", 12), Column("机关、提案人", 30), Column("份数", 8), Column("方式", 12), Column("状态", 12),
    Column("发出日期", 12), Column("签收日期", 12), Column("退回日期", 12), Column("退回原因", 30),
)  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    chosen, rows = narrowed(request, visit)
    found = page_of(rows, request)
    query = request.GET.copy()
    query.pop("page", None)
    return show(
        request,
        "outgoing",
        TITLE,
        form=chosen.form,
        page=found,
        rows=[_row(reply, visit.on) for reply in ready(found.rows)],
        query=query.urlencode(),
        filtered=any(query.values()),
        bulk=bulk_buttons(visit.actor),
    )


def sheet(request: HttpRequest) -> HttpResponse:
    """What the filters leave, a line for the letter and one for each of its copies."""
    visit = visit_of(request)
    _, rows = narrowed(request, visit)
    lines = (line for reply in ready(rows[:MOST_SHEET]) for line in _lines(reply, visit.on))
    return download(xlsx(COLUMNS, lines, title=TITLE), f"{TITLE}{visit.on:%Y%m%d}.xlsx", XLSX)


def narrowed(request: HttpRequest, visit: Visit) -> tuple[OutgoingFilter, QuerySet[Reply]]:
    """The letters, the newest first, each with the copies that the filters mean as `shown`."""
    chosen = OutgoingFilter(request.GET, queryset=letters_sent(visit.actor), actor=visit.actor)
    found = chosen.qs if chosen.is_valid() else chosen.queryset.none()
    shown = Prefetch("copies", chosen.copies().order_by("order"), to_attr="shown")
    return chosen, found.prefetch_related("copies", shown, "proposal__proposers").order_by("-sent_on", "-id")


def ready(letters: Iterable[Any]) -> list[Any]:
    """Each copy with its letter, whose rules are at hand, and the calendar of its place."""
    letters = list(letters)
    for letter in letters:
        for copy in letter.shown:
            copy.reply = letter
    know_calendars(copy for letter in letters for copy in letter.shown)
    return letters


def bulk_buttons(actor: Actor) -> list[BulkButton]:
    """What may be done with many ticked copies, by those whose roles the law names."""
    held = {post.role for post in actor.posts}
    return [
        BulkButton(f"批量{COPY_FLOW.label_of(move)}", reverse("desk:bulk", args=["copy", move]))
        for move in IN_BULK
        if any(row.offered and row.name == move and row.who & held for row in COPY_FLOW)
    ]


def _row(reply: Any, on: dt.date) -> dict[str, Any]:
    copies = [(copy, copy_badge(copy, on)) for copy in reply.shown]
    replaced = reply.status == ReplyStatus.SUPERSEDED
    state = state_badge(reply.status, reply.get_status_display()) if replaced else None
    return {"reply": reply, "state": state, "copies": copies, "prints": prints_of(reply)}


def _lines(reply: Any, on: dt.date) -> Iterator[list[Value]]:
    head: list[Value] = [
        reply.sent_on, reply.doc_number, reply.title, reply.proposal.number or "", reply.assignment.department.name,
    ]  # fmt: skip
    names = "、".join(each.name for each in reply.proposal.proposers.all())
    prints = prints_of(reply).addressees
    yield [*head, "主送", names, prints, None, reply.get_status_display(), reply.sent_on, reply.received_on, None, None]
    for copy in reply.shown:
        yield [
            *head, "抄送", copy.name, copy.copies, copy.get_channel_display(), copy_badge(copy, on).text,
            copy.sent_on, copy.received_on, copy.returned_on, copy.return_reason or None,
        ]  # fmt: skip
