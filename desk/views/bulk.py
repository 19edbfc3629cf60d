"""批量办理: one move on the rows chosen from a list, with a preview before and a result for each row after."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from desk.forms.assignments import PressForm
from desk.forms.moves import MoveForm, NoteForm, reason_form
from desk.forms.proposals import UntilForm
from desk.forms.replies import CopySendForm
from desk.views import moves
from desk.views.edge import Visit, show, visit_of
from desk.views.presses import hold_all, refuse_second_press
from proposals.actions import assigning, planning
from proposals.actions.assigning import Share, described
from proposals.models import Proposal
from workflow.bulk import MOST_ROWS, on_each
from workflow.errors import CaseMovedOn, Invalid, OfficeError
from workflow.models import TrailHead


def assign_as_planned(proposal: Proposal, **facts: Any) -> Any:
    """交办 in bulk takes each proposal's own plan."""
    return assigning.assign(proposal, shares=planned_or_refused(proposal), **facts)


def circulate(proposal: Proposal, **facts: Any) -> None:
    """预交办 in bulk lets each proposal's own plan go round."""
    planning.plan(proposal, shares=planned_or_refused(proposal), **facts)


def planned_or_refused(proposal: Proposal) -> list[Share]:
    shares = planning.planned_shares(proposal)
    if not shares:
        raise Invalid("尚未拟定承办单位，请先预交办或逐件交办。")
    return shares


VERBS = {("proposal", "assign"): assign_as_planned, ("proposal", "plan"): circulate}
BULK: dict[str, dict[str, type[MoveForm]]] = {
    "proposal": {
        "submit": NoteForm, "plan": UntilForm, "assign": NoteForm, "close": NoteForm, "archive": NoteForm,
        "withdraw": reason_form("撤案原因"),
    },
    "assignment": {
        "accept": NoteForm, "urge": PressForm, "supervise": PressForm,
        "pause_clock": reason_form("中止理由"), "resume_clock": NoteForm,
        "waive": reason_form("免予会办的理由"), "refuse_return": reason_form("拒绝申退的理由"),
    },
    "reply": {"pass": NoteForm, "sign": NoteForm, "send_back": reason_form("退回意见")},
    "copy": {
        "dispatch": CopySendForm, "acknowledge": NoteForm, "return": reason_form("退回原因"), "resend": CopySendForm,
    },
}  # fmt: skip
DOORS = {
    "proposal": moves.PROPOSALS, "assignment": moves.ASSIGNMENTS, "reply": moves.REPLIES, "copy": moves.COPIES,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """The list in which rows were ticked, by address and name, and what a row is beside its proposal."""

    address: str
    name: str
    what: str


WORK = Source("desk:work", "我的待办", "承办单位")
SOURCES = {"copy": Source("desk:outgoing", "发文台账", "抄送件")}


@dataclass(frozen=True, slots=True)
class Line:
    """One chosen row: what it is, and why the move is not open on it or what became of it."""

    case: Any
    what: str
    refusal: str
    done: bool = False
    seen: int = 0


def page(request: HttpRequest, room: str, move: str) -> HttpResponse:
    """GET shows what would happen to each chosen row; POST makes the move where it is still open."""
    visit = visit_of(request)
    if move not in BULK.get(room, {}):
        raise Http404
    door, label = DOORS[room], f"批量{DOORS[room].flow.label_of(move)}"
    chosen, left_out = chosen_rows(request)
    cases = {str(case.uid): case for case in door.seen(visit.actor).for_move().filter(uid__in=chosen).order_by("id")}
    frame: dict[str, Any] = {"label": label, "source": SOURCES.get(room, WORK)}
    if not cases:
        return show(request, "bulk", label, lines=[], form=None, **frame)
    first = next(iter(cases.values()))
    form = BULK[room][move](request.POST or None, case=first, on=visit.on, actor=visit.actor)
    if request.method == "POST" and form.is_valid():
        lines = make(room, move, cases=cases.values(), states=states_of(request), form=form, visit=visit)
        return show(request, "bulk", label, lines=lines, form=None, made=True, left_out=left_out, **frame)
    trails = TrailHead.objects.in_bulk({case.case_uid for case in cases.values()})
    lengths = {uid: trail.length for uid, trail in trails.items()}
    lines = [preview(room, move, case, visit, seen=lengths.get(case.case_uid, 0)) for case in cases.values()]
    ready = sum(not each.refusal for each in lines)
    return show(request, "bulk", label, lines=lines, form=form, ready=ready, left_out=left_out, most=MOST_ROWS, **frame)


def chosen_rows(request: HttpRequest) -> tuple[list[str], int]:
    """The uids that were ticked, as many as go at once, and how many were left out; the preview carries that on."""
    given = request.POST if request.method == "POST" else request.GET
    uids = [value.split(":")[0] for value in given.getlist("rows")]
    known = list(dict.fromkeys(uid for uid in uids if _is_uid(uid)))
    before = request.POST.get("left_out", "")
    return known[:MOST_ROWS], len(known[MOST_ROWS:]) + (int(before) if before.isdecimal() and len(before) < 6 else 0)


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def states_of(request: HttpRequest) -> dict[str, tuple[int, int]]:
    """How the preview showed each row: its version, and how long its trail was."""
    found = {}
    for value in request.POST.getlist("rows"):
        uid, *state = value.split(":")
        if len(state) == 2 and all(each.isdecimal() and len(each) < 10 for each in state):
            found[uid] = (int(state[0]), int(state[1]))
    return found


def preview(room: str, move: str, case: Any, visit: Visit, *, seen: int) -> Line:
    refusal = ""
    try:
        DOORS[room].flow.check(move, visit.actor, case, on=visit.on)
    except OfficeError as error:
        refusal = error.message
    return Line(case, what_of(room, move, case), refusal, seen=seen)


def what_of(room: str, move: str, case: Any) -> str:
    """What the row is, with the units that it would go to where it is handed over."""
    if room == "copy":
        return f"{case.reply.doc_number}　抄送{case.name}".strip()
    if (room, move) not in VERBS:
        return str(getattr(case, "department", "") or "")
    return described(planning.planned_shares(case)) or "尚未拟定承办单位"


def make(
    room: str,
    move: str,
    *,
    cases: Iterable[Any],
    states: dict[str, tuple[int, int]],
    form: MoveForm,
    visit: Visit,
) -> list[Line]:
    door = DOORS[room]
    action = VERBS.get((room, move)) or door.moves[move].action
    facts = form.arguments() | {"by": visit.actor, "on": form.cleaned_data["on"], "at": visit.at}

    def verb(case: Any) -> None:
        version, seen = states.get(str(case.uid), (-1, 0))
        hold_all(case, {})
        refuse_second_press(case, move, door.flow.label_of(move), seen=seen, by=visit.actor)
        if version != case.version:
            raise CaseMovedOn
        action(case, **facts)

    return [
        Line(each.case, what_of(room, move, each.case), each.refusal.message if each.refusal else "", done=each.done)
        for each in on_each(cases, verb)
    ]
