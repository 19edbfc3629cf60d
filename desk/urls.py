"""The addresses of the desk; every one asks for the log-in of the site first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from desk.views import case, correct, drafting, files, inbox, incoming, moves, overview, register, search, work
from workflow.site import site

app_name = "desk"


def page(address: str, view: Callable[..., Any], name: str) -> URLPattern:
    guarded: Callable[..., Any] = site.admin_view(view)
    return path(address, guarded, name=name)


urlpatterns = [
    page("todo/", work.page, "work"),
    page("overview/", overview.page, "overview"),
    page("inbox/", inbox.page, "inbox"),
    page("incoming/", incoming.queue, "incoming_list"),
    page("incoming/<uuid:uid>/", incoming.page, "incoming"),
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
]
