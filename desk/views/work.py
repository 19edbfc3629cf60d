"""我的待办: what waits for this person, the next unmet milestone first, and the same unit's work by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from desk.querysets import (
    assignments_in_view,
    held_assignments,
    held_proposals,
    next_milestones,
    own_replies,
    proposals_in_view,
)
from desk.views.badges import NO_DEADLINE, Badge, clock_badge, state_badge
from desk.views.edge import Visit, page_of, show, visit_of
from desk.views.trail import FLOWS
from proposals.enums import AssignmentRole, AssignmentStatus, ProposalStatus
from proposals.models import Assignment, Proposal
from proposals.models.assignment import ANSWER_CLOCKS
from proposals.querysets import STILL_TO_ANSWER
from replies.enums import ReplyStatus
from replies.models import CopyRecipient
from workflow import printing
from workflow.actor import Actor
from workflow.models import Clock
from workflow.reminders.people import USUAL_RECIPIENTS

R, A, P = ReplyStatus, AssignmentStatus, ProposalStatus
Rows = Callable[[Actor], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Tab:
    """One link above the list: its rows are assignments or proposals, and these moves may be made on many of them."""

    key: str
    label: str
    rows: Rows
    empty: str
    of_proposals: bool = False
    bulk: tuple[tuple[str, str], ...] = ()
    prints: tuple[tuple[str, str], ...] = ()

    @property
    def room(self) -> str:
        """What is ticked: the reply under way, the unit's part, or the proposal."""
        return next((room for room, _ in (*self.bulk, *self.prints)), "")


def by_status(*statuses: str) -> Rows:
    return lambda actor: assignments_in_view(actor).filter(status__in=statuses)


def by_step(*statuses: str) -> Rows:
    # A reply is under way only while its assignment is in hand; the state is indexed, the step is not.
    return lambda actor: assignments_in_view(actor).filter(status=A.IN_HAND, reply_status__in=statuses)


def answered(actor: Actor) -> QuerySet[Any]:
    """Nothing is due any more: the latest first, which costs the same at any length."""
    return assignments_in_view(actor).filter(status=A.ANSWERED).order_by("-id")


def with_silent_copies(actor: Actor) -> QuerySet[Any]:
    """Letters of one's own of which a copy is not acknowledged, the latest first."""
    waiting = CopyRecipient.objects.waiting().filter(reply__assignment=OuterRef("pk"), reply__in=own_replies(actor))
    return assignments_in_view(actor).filter(Exists(waiting)).order_by("-id")


def assists(actor: Actor) -> QuerySet[Assignment]:
    return assignments_in_view(actor).filter(role=AssignmentRole.ASSIST, status__in=STILL_TO_ANSWER)


def proposals(*statuses: str) -> Rows:
    return lambda actor: proposals_in_view(actor).filter(status__in=statuses).order_by("-id")


PRESSING = (("assignment", "urge"), ("assignment", "supervise"))
PAUSING = (("assignment", "pause_clock"), ("assignment", "resume_clock"))
PASSING = (("reply", "pass"), ("reply", "send_back"))
SHEETS = (("assignment", "handling"), ("assignment", "receipt"), ("assignment", "assigning"), ("assignment", "tasks"))
POSTING = (("reply", "mailing"), ("reply", "feedback"), ("reply", "delivery"), ("reply", "labels"))
SUMMARY = (("proposal", "summary"),)
FILES = (("proposal", "contents"), ("proposal", "note"), *SUMMARY)
MINE = Tab("mine", "我的待办", held_assignments, "没有等您办理的件。")
ASSIGNMENT_TABS = (
    Tab(
        "waiting",
        "待签收",
        by_status(A.WAITING),
        "没有待签收的件。",
        bulk=(("assignment", "accept"), *PRESSING),
        prints=SHEETS,
    ),
    Tab("in_hand", "办理中", by_status(A.IN_HAND), "没有办理中的件。", bulk=PRESSING + PAUSING, prints=SHEETS),
    Tab("assists", "会办件", assists, "没有待办的会办件。"),
    Tab("returning", "申退中", by_status(A.RETURNING), "没有申退中的件。"),
    Tab(
        "reviewing",
        "待审核",
        by_step(R.SECTION, R.OFFICE, R.COUNTERSIGN, R.REVIEW),
        "没有待审核的稿件。",
        bulk=PASSING,
    ),
    Tab(
        "signing", "待签发", by_step(R.SIGNING), "没有待签发的稿件。", bulk=(("reply", "sign"), ("reply", "send_back"))
    ),
    Tab("sending", "待编号/待送达", by_step(R.SIGNED, R.NUMBERED), "没有待编号、待送达的答复。", prints=POSTING),
    Tab("answered", "已答复", answered, "还没有已答复的件。"),
    Tab("copies", "待签收抄送", with_silent_copies, "没有待签收的抄送件。"),
)
PROPOSAL_TABS = (
    Tab(
        "examining",
        "待审查",
        proposals(P.DRAFT, P.SUBMITTED),
        "没有待审查的提案。",
        of_proposals=True,
        bulk=(("proposal", "submit"),),
    ),
    Tab(
        "filed",
        "待交办",
        proposals(P.FILED),
        "没有待交办的提案。",
        of_proposals=True,
        bulk=(("proposal", "plan"), ("proposal", "assign")),
    ),
    Tab(
        "to_close",
        "待办结",
        proposals(P.ANSWERED),
        "没有待办结的提案。",
        of_proposals=True,
        bulk=(("proposal", "close"),),
        prints=SUMMARY,
    ),
    Tab(
        "to_archive",
        "待归档",
        proposals(P.CLOSED),
        "没有待归档的提案。",
        of_proposals=True,
        bulk=(("proposal", "archive"),),
        prints=FILES,
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, the same for assignments and proposals."""

    subject: Any
    proposal: Proposal
    state: Badge
    due: Badge
    milestone: str
    clock: Clock | None
    chosen: Any = None
    snoozes: bool = False


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    tabs = tabs_for(visit.actor)
    tab = next((tab for tab in tabs if tab.key == request.GET.get("tab")), MINE)
    found = page_of(tab.rows(visit.actor), request)
    rows = _rows(found.rows, visit, of_proposals=tab.of_proposals, room=tab.room)
    # What waits without a clock, a proposal to be filed or handed over, comes after what is late and before the rest.
    proposals = _held_proposals(visit) if tab is MINE and found.number == 1 else []
    late = [row for row in rows if row.clock and row.clock.days_late(visit.on)]
    rows = [*late, *proposals, *rows[len(late) :]]
    return show(
        request, "work", tab.label, tabs=tabs, tab=tab, page=found, rows=rows, today=visit.on,
        bulk=bulk_buttons(tab, visit.actor), printing=print_buttons(tab, visit.actor),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BulkButton:
    label: str
    address: str


def bulk_buttons(tab: Tab, actor: Actor) -> list[BulkButton]:
    """Those of the tab's moves that some row of the law gives to one of this person's roles."""
    held = {post.role for post in actor.posts}
    return [
        BulkButton(f"批量{FLOWS[room].label_of(move)}", reverse("desk:bulk", args=[room, move]))
        for room, move in tab.bulk
        if any(row.name == move and row.who & held for row in FLOWS[room])
    ]


def print_buttons(tab: Tab, actor: Actor) -> list[BulkButton]:
    """The papers of the tab's rows that one of this person's roles prints."""
    held = {post.role for post in actor.posts}
    sheets = (printing.sheets()[key] for key in tab.prints)
    return [
        BulkButton(f"打印{each.name}", reverse("desk:papers", args=[each.of, each.code, "pdf"]))
        for each in sheets
        if each.who is None or each.who & held
    ]


def tabs_for(actor: Actor) -> tuple[Tab, ...]:
    """Units have no business with proposals before hand-over."""
    return (MINE, *(PROPOSAL_TABS if actor.jurisdiction_ids else ()), *ASSIGNMENT_TABS)


def _held_proposals(visit: Visit) -> list[Row]:
    if not visit.actor.jurisdiction_ids:
        return []
    return _rows(list(held_proposals(visit.actor)[:50]), visit, of_proposals=True)


def _rows(subjects: list[Any], visit: Visit, *, of_proposals: bool, room: str = "assignment") -> list[Row]:
    if of_proposals:
        return [_proposal_row(subject) for subject in subjects]
    theirs = Clock.objects.open().filter(subject_uid__in=[subject.uid for subject in subjects])
    clocks = next_milestones(theirs, "subject_uid")
    return [_assignment_row(subject, clocks.get(subject.uid), visit, room) for subject in subjects]


def _proposal_row(proposal: Proposal) -> Row:
    state = state_badge(proposal.status, proposal.get_status_display())
    return Row(proposal, proposal, state, NO_DEADLINE, "", None, proposal.uid)


def _assignment_row(assignment: Any, clock: Clock | None, visit: Visit, room: str) -> Row:
    # A unit that is asked for its agreement has answered its own part long ago.
    step = ReplyStatus.COUNTERSIGN if assignment.countersigns else assignment.reply_status
    state = state_badge(step, ReplyStatus(step).label) if step else _own_state(assignment, clock)
    due = clock_badge(clock, visit.on) if clock else NO_DEADLINE
    milestone = clock.get_kind_display() if clock else ""
    chosen = assignment.reply_uid if room == "reply" else assignment.uid
    return Row(assignment, assignment.proposal, state, due, milestone, clock, chosen, _snoozes(clock, visit.actor))


def _snoozes(clock: Clock | None, actor: Actor) -> bool:
    """Whether this deadline reminds somebody like them; the verb says so for certain."""
    return bool(clock and clock.holder_id in actor.unit_ids and actor.holds(*USUAL_RECIPIENTS))


def _own_state(assignment: Assignment, clock: Clock | None) -> Badge:
    # The letter has gone out, and the deadline runs until the office says that it has arrived.
    arrives = assignment.status == A.ANSWERED and clock and clock.kind in ANSWER_CLOCKS
    return state_badge(assignment.status, "待登记" if arrives else assignment.get_status_display())
