"""The addresses of the desk; every one asks for the log-in of the site first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from desk.views import (
    bulk,
    calendars,
    case,
    correct,
    drafting,
    files,
    handbook,
    imports,
    inbox,
    incoming,
    law,
    layouts,
    lists,
    materials,
    members,
    moves,
    opening,
    originals,
    overview,
    planning,
    reform,
    register,
    rules,
    search,
    shifts,
    snooze,
    staff,
    topics,
    unsent,
    work,
)
from workflow.site import site

app_name = "desk"


def page(address: str, view: Callable[..., Any], name: str) -> URLPattern:
    guarded: Callable[..., Any] = site.admin_view(view)
    return path(address, guarded, name=name)


urlpatterns = [
    page("todo/", work.page, "work"),
    page("overview/", overview.page, "overview"),
    page("bulk/<slug:room>/<slug:move>/", bulk.page, "bulk"),
    page("materials/", materials.page, "materials"),
    page("planning/", planning.page, "planning"),
    page("planning/settle/", planning.settle, "planning_settle"),
    page("inbox/", inbox.page, "inbox"),
    page("unsent/", unsent.page, "unsent"),
    page("deadlines/<uuid:uid>/snooze/", snooze.page, "snooze"),
    page("law/", law.page, "law"),
    page("handbook/", handbook.page, "handbook"),
    page("handbook/<slug:chapter>/", handbook.page, "handbook_page"),
    page("incoming/", incoming.queue, "incoming_list"),
    page("incoming/import/", imports.index, "imports"),
    page("incoming/import/<uuid:uid>/", imports.page, "import"),
    page("incoming/import/<uuid:uid>/report.xlsx", imports.report, "import_report"),
    page("incoming/<uuid:uid>/", incoming.page, "incoming"),
    page("lists/", lists.queue, "lists"),
    page("lists/originals/", originals.page, "originals"),
    page("lists/<uuid:uid>/", lists.page, "list"),
    page("lists/<uuid:uid>/columns/", lists.columns, "list_columns"),
    page("lists/<uuid:uid>/units/", lists.units, "list_units"),
    page("lists/<uuid:uid>/refused.csv", lists.refused, "list_refused"),
    page("proposals/", search.page, "search"),
    page("proposals/register/", register.page, "register"),
    page("proposals/<uuid:uid>/", case.page, "case"),
    page("proposals/<uuid:uid>/correct/", correct.page, "correct"),
    page("proposals/<uuid:uid>/<slug:move>/", moves.proposal, "proposal_move"),
    page("assignments/<uuid:uid>/<slug:move>/", moves.assignment, "assignment_move"),
    page("materials/<uuid:uid>/<slug:move>/", moves.material, "material_move"),
    page("replies/<uuid:uid>/", drafting.page, "reply"),
    page("replies/<uuid:uid>/pages/<int:number>.png", files.printed_page, "printed_page"),
    page("replies/<uuid:uid>/letter.<slug:fmt>", files.letter, "letter"),
    page("replies/<uuid:uid>/<slug:move>/", moves.reply, "reply_move"),
    page("promises/<uuid:uid>/<slug:move>/", moves.promise, "promise_move"),
    page("files/<uuid:uid>/", files.stored, "file"),
    page("proposals/<uuid:uid>/phone/<uuid:person>/", members.proposer_phone, "proposer_phone"),
    page("members/", members.roster, "members"),
    page("members/import/", members.enrol, "members_import"),
    page("members/<uuid:uid>/correct/", members.correct, "member_correct"),
    page("members/<uuid:uid>/phone/", members.member_phone, "member_phone"),
    page("sessions/open/", opening.page, "session_open"),
    page("reform/", reform.page, "reform"),
    page("calendars/", calendars.index, "calendars"),
    page("calendars/take/", calendars.take, "calendar_take"),
    page("calendars/<uuid:uid>/", calendars.page, "calendar"),
    page("layouts/", layouts.index, "layouts"),
    page("layouts/<uuid:uid>/", layouts.page, "layout"),
    page("layouts/<uuid:uid>/sample/", layouts.sample, "layout_sample"),
    page("rules/", rules.index, "rules"),
    page("rules/<uuid:uid>/", rules.page, "rule"),
    page("shifts/", shifts.index, "shifts"),
    page("shifts/<uuid:uid>/", shifts.page, "shift"),
    page("shifts/<uuid:uid>/lines.csv", shifts.export, "shift_lines"),
    page("topics/", topics.index, "topics"),
    page("topics/gather/", topics.gather, "topic_gather"),
    page("topics/<uuid:uid>/", topics.page, "topic"),
    page("topics/<uuid:uid>/drop/", topics.drop, "topic_drop"),
    page("people/", staff.units, "staff"),
    page("people/<uuid:uid>/", staff.page, "staff_of"),
    page("people/<uuid:uid>/<uuid:person>/deputy/", staff.deputy, "staff_deputy"),
    page("people/<uuid:uid>/<uuid:person>/end/", staff.end, "staff_end"),
    page("people/<uuid:uid>/<uuid:person>/leave/", staff.leave, "staff_leave"),
    page("people/<uuid:uid>/<uuid:person>/relieve/", staff.relieve, "staff_relieve"),
    page("people/<uuid:uid>/<uuid:person>/role/", staff.role, "staff_role"),
]
