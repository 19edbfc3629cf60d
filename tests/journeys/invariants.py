"""What must hold of a case after every step of a walk, whatever was done to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import Count

from desk.figures.holders import holder_of_proposal, holders
from proposals.enums import AssignmentRole, AssignmentStatus, MaterialStatus, Origin, ProposalStatus
from proposals.models import (
    Ask,
    Assignment,
    Contact,
    Extension,
    HandlingNote,
    KeyHandling,
    Material,
    PlannedShare,
    PlanOpinion,
    Proposal,
    Proposer,
)
from proposals.models.assignment import ANSWER_CLOCKS
from proposals.querysets import STILL_TO_ANSWER
from replies.actions.owing import family_of
from replies.enums import ReplyKind, ReplyStatus
from replies.models import (
    CopyRecipient,
    Countersignature,
    Feedback,
    FeedbackLink,
    GradeChange,
    Promise,
    Publication,
    Reply,
)
from workflow.audit import broken_rows
from workflow.enums import ClockKind, Role
from workflow.management.commands.check_clocks import differences
from workflow.models import Appointment, AuditEvent, Clock, ClockEvent, IssuedNumber, SeriesYear, TrailHead

BEFORE_HAND_OVER = {"draft", "submitted", "filed", "refused", "withdrawn", "merged"}
OVER = {ProposalStatus.CLOSED, ProposalStatus.ARCHIVED}
ANSWERS = {ReplyKind.FORMAL, ReplyKind.RENEWED, ReplyKind.OPINION}
TABLES = [
    model._meta.db_table
    for model in (
        AuditEvent, ClockEvent, IssuedNumber, Appointment, Proposal, Proposer, Ask, Assignment, Material, Contact,
        HandlingNote, Extension, PlannedShare, PlanOpinion, KeyHandling, Reply, CopyRecipient, Feedback, FeedbackLink,
        Countersignature, GradeChange, Promise, Publication,
    )
]  # fmt: skip
ROWS = {"proposal", "assignment", "material", "reply", "promise", "copyrecipient"}


def footprint() -> tuple[Any, ...]:
    """How much there is of everything that a verb writes: unchanged after a refusal."""
    counted = ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in TABLES)  # noqa: S608 - of our own models
    summed = (
        "(SELECT SUM(length) FROM workflow_trailhead), (SELECT SUM(version) FROM proposals_proposal),"
        "(SELECT SUM(version) FROM proposals_assignment), (SELECT SUM(version) FROM proposals_material),"
        "(SELECT SUM(version) FROM replies_reply), (SELECT SUM(version) FROM replies_copyrecipient),"
        "(SELECT SUM(epoch) FROM workflow_clock),"
        "(SELECT COUNT(*) FROM workflow_clock), (SELECT COUNT(closed_at) FROM workflow_clock)"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}, {summed}")
        return cursor.fetchone()


def check_case(proposal: Proposal, today: dt.date) -> None:
    parts = list(proposal.assignments.select_related("department", "officer", "jurisdiction", "rule").order_by("pk"))
    materials = list(Material.objects.filter(assignment__in=parts).select_related("assignment"))
    replies = list(Reply.objects.filter(proposal=proposal))
    promises = list(Promise.objects.filter(reply__in=replies))
    copies = list(CopyRecipient.objects.filter(reply__in=replies).exclude(status=""))
    moves = check_trail(proposal, [proposal, *parts, *materials, *replies, *promises, *copies])
    if proposal.origin == Origin.MADE:
        check_shape(proposal, parts)
        check_floors(parts, replies, moves)
        check_clocks(proposal, parts, materials, replies)
        check_holders(proposal, parts, replies, today)


def check_trail(proposal: Proposal, rows: list[Any]) -> list[tuple[Any, str]]:
    """Replayed from the beginning, the trail gives every row the state that it has. Returns who moved how."""
    events = list(AuditEvent.objects.of_case(proposal.uid))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert TrailHead.objects.get(pk=proposal.uid).length == len(events)
    state: dict[Any, str] = {}
    for event in events:
        if event.subject_kind in ROWS:
            assert event.from_status == state.get(event.subject_uid, ""), f"{event.move} starts from elsewhere"
            state[event.subject_uid] = event.to_status
    assert state == {row.uid: row.status for row in rows}
    return [(event.subject_uid, event.move) for event in events]


def check_shape(proposal: Proposal, parts: list[Assignment]) -> None:
    """One lead, or several units that answer apart; in hand as long as somebody is still to answer."""
    held = [part for part in parts if part.status != AssignmentStatus.RETURNED]
    if proposal.status in BEFORE_HAND_OVER:
        assert held == []
        return
    roles = sorted(part.role for part in held if part.role != AssignmentRole.ASSIST)
    alone = roles == [AssignmentRole.SOLE] and len(held) == 1
    led = roles == [AssignmentRole.LEAD] and len(held) > 1
    apart = len(roles) > 1 and set(roles) == {AssignmentRole.SEPARATE} and len(held) == len(roles)
    assert alone or led or apart, f"handled by {[(part.department.name, part.role) for part in held]}"
    waited_for = [part for part in held if part.status in STILL_TO_ANSWER]
    assert (proposal.status == ProposalStatus.IN_HAND) == bool(waited_for), (
        f"{proposal.status}, and still to answer: {[(part.role, part.status) for part in waited_for]}"
    )
    assert any(part.status != AssignmentStatus.WAIVED for part in held if part.answers_the_proposer)


def check_floors(parts: list[Assignment], replies: list[Reply], moves: list[tuple[Any, str]]) -> None:
    """A part is answered once for its hand-over and once for each second handling; each answer is a letter sent."""
    for part in parts:
        asked_again = moves.count((part.uid, "reopen"))
        sent = part.replies.sent().filter(kind__in=ANSWERS, origin=Origin.MADE)
        each = [sent.filter(proposal=proposal).count() for proposal in family_of(part)]
        assert min(each) == asked_again + (part.status == AssignmentStatus.ANSWERED)
        assert max(each) <= min(each) + 1, "one proposer of a family has two answers more than another"
        begun = part.replies.under_way().values("proposal").annotate(n=Count("pk"))
        assert not begun.filter(n__gt=1).exists()
    # A letter that was replaced before it went out passed its number on.
    bear_it = [reply for reply in replies if reply.status != ReplyStatus.SUPERSEDED or reply.sent_on]
    numbered = {reply.uid for reply in bear_it if reply.numbered_on and reply.origin == Origin.MADE}
    taken = IssuedNumber.objects.filter(subject_uid__in=[reply.uid for reply in replies], status="issued")
    assert numbered <= set(taken.values_list("subject_uid", flat=True))


def check_clocks(
    proposal: Proposal, parts: list[Assignment], materials: list[Material], replies: list[Reply]
) -> None:  # fmt: skip
    """Every open clock explains its day, is its unit's, and waits for something that can still happen."""
    running = list(Clock.objects.open().filter(case_uid=proposal.uid).select_related("rule").prefetch_related("events"))
    assert not (running and proposal.status in OVER), "a clock runs on a closed case"
    by_part, by_material = {part.uid: part for part in parts}, {each.uid: each for each in materials}
    letters = {reply.uid: reply for reply in replies if reply.status == ReplyStatus.SENT}
    # Answered, and its answer's day counts only once the letters have arrived.
    awaited = {part.uid for part in parts if any(each.arrival for each in part.replies.sent())}
    for clock in running:
        assert differences(clock) == [], f"{clock.kind} is not what its ledger says"
        if part := by_part.get(clock.subject_uid):
            arriving = clock.kind in ANSWER_CLOCKS and part.uid in awaited
            assert part.status in STILL_TO_ANSWER or arriving, f"{clock.kind} runs on a part that is {part.status}"
            assert clock.holder_id == (part.department.heir.pk if arriving else part.department_id)
        elif material := by_material.get(clock.subject_uid):
            assert material.status == MaterialStatus.ASKED
            assert material.assignment.status in STILL_TO_ANSWER, "who asked for material no longer needs it"
            assert clock.holder_id == material.department_id
        else:
            letter = letters[clock.subject_uid]
            owing = letter.assignment.department.heir.pk if clock.kind == ClockKind.PUBLICATION else None
            assert clock.kind in {ClockKind.PUBLICATION, ClockKind.FEEDBACK}
            assert clock.holder_id == owing, f"{clock.kind} is {clock.holder}'s"
    for part in parts:
        still = [clock for clock in running if clock.subject_uid == part.uid and clock.paused_on]
        assert not still or any(clock.kind in ANSWER_CLOCKS for clock in still), f"{still} stands still alone"
    timed = {clock.subject_uid for clock in running if clock.kind in {"reply", "opinion", "second_handling"}}
    for part in parts:
        owes = part.status in STILL_TO_ANSWER or part.uid in awaited
        assert (part.uid in timed) == owes, f"{part.role} {part.status} has no day, or one too many"
        received = not any(clock.subject_uid == part.uid and clock.kind == ClockKind.RECEIPT for clock in running)
        assert part.status != AssignmentStatus.IN_HAND or received


def check_holders(proposal: Proposal, parts: list[Assignment], replies: list[Reply], today: dt.date) -> None:
    """Whoever is to act next is there."""
    under_way = {
        reply.assignment_id: reply.status for reply in replies
        if reply.status not in {ReplyStatus.SENT, ReplyStatus.VOID}
    }  # fmt: skip
    # What comes back to a unit after its reform waits on the page of reforms for whoever stands in its place.
    staffed = [part for part in parts if part.department.successor_id is None]
    for part_id, holder in holders(staffed, under_way, today).items():
        # While a draft goes round, the units asked are named on the reply itself.
        assert holder.people or holder.role == Role.COSIGNER, f"nobody holds {part_id}: {holder}"
    if holder := holder_of_proposal(proposal, today):
        assert holder.people


def check_world(people: list[Any]) -> None:
    """Once at the end: numbers are unique, every chain holds, and nobody sees into another place."""
    assert list(broken_rows()) == []
    twice = Proposal.objects.exclude(number=None).values("session", "number").annotate(n=Count("pk")).filter(n__gt=1)
    assert list(twice) == []
    numbers = Reply.objects.exclude(doc_number="").standing()
    assert list(numbers.values("jurisdiction", "doc_number").annotate(n=Count("pk")).filter(n__gt=1)) == []
    for counter in SeriesYear.objects.select_related("series"):
        given_out = IssuedNumber.objects.of_year(counter.series, counter.year).filter(n__gte=counter.first)
        assert {*range(counter.first, counter.last + 1)} <= set(given_out.values_list("n", flat=True))
    kept = IssuedNumber.objects.reserved().values("subject_uid")
    assert not Reply.objects.filter(uid__in=kept, status__in=("numbered", "sent", "void")).exists()
    for actor in people:
        mine = {post.jurisdiction_id for post in actor.posts}
        for model in (Proposal, Assignment, Reply, Promise):
            seen = model.objects.visible_to(actor).exclude(jurisdiction__in=mine)
            assert not seen.exists(), f"{actor} sees {seen.first()} of another place"
