"""The case on one page: facts, units with their deadlines and papers, what may be done now, and the history."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from desk.figures.holders import Holder, holder_of_proposal, holders
from desk.querysets import is_own, topics_kept_by
from desk.views.badges import Badge, clock_badge, copy_badge, state_badge
from desk.views.buttons import Buttons, blank_material, blank_reply, buttons_of
from desk.views.correct import correctable
from desk.views.edge import Visit, show, visit_of
from desk.views.papers import Offer, offers
from desk.views.trail import Entry, entry_of
from proposals.actions.roster import posts_for_phone
from proposals.enums import ProposalStatus
from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, KeyHandling, Material, PlanOpinion, Proposal, Proposer
from replies.actions.editing import may_write
from replies.copies import Prints, prints_of
from replies.copyflow import COPY_FLOW
from replies.flows import BEFORE_SIGNING, PROMISE_FLOW, REPLY_FLOW
from replies.linting import objection
from replies.models import CopyRecipient, Promise, Reply
from replies.querysets import FINISHED
from workflow import clocks
from workflow.actor import Actor
from workflow.calendar import Due
from workflow.case import know_last_moves
from workflow.errors import OfficeError
from workflow.models import AuditEvent, Clock, StoredFile


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock as it is read: what, when, how far, and why that day."""

    clock: Clock
    badge: Badge
    why: Due | None


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One thing that a reply said would be done, with the moves that are open on it."""

    promise: Promise
    state: Badge
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class Sent:
    """One copy of a letter, with the moves that are open on it."""

    copy: CopyRecipient
    state: Badge
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class Paper:
    """One reply of a unit, with the moves that are open on it."""

    reply: Reply
    state: Badge
    own: bool
    stopped: str | None
    copies: list[Sent]
    prints: Prints
    promises: list[Undertaking]
    evidence: StoredFile | None
    editable: bool
    buttons: Buttons
    printable: list[Offer]


@dataclass(frozen=True, slots=True)
class Request:
    """One request for material, with the moves that are open on it."""

    material: Material
    state: Badge
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part in the case."""

    assignment: Assignment
    state: Badge
    deadlines: list[Deadline]
    papers: list[Paper]
    requests: list[Request]
    holder: Holder | None
    buttons: Buttons
    printable: list[Offer]


def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    visit = visit_of(request)
    proposal = get_object_or_404(Proposal.objects.visible_to(visit.actor).for_page(), uid=uid)
    assignments = list(_assignments(proposal, visit))
    opinions = list(_opinions(proposal, visit.actor))
    replies = list(_replies(proposal, visit))
    deadlines = _deadlines(proposal, visit)
    materials = [each for part in assignments for each in part.materials.all()]
    copies = [copy for reply in replies for copy in copies_of(reply)]
    know_last_moves([proposal, *assignments, *replies, *materials, *copies])
    steps = {each.assignment_id: each.status for each in replies if each.status not in FINISHED}
    turns = holders(assignments, steps, visit.on)
    parts = [_part(each, replies, deadlines, visit, turns.get(each.pk)) for each in assignments]
    elsewhere = [reply for reply in replies if reply.assignment_id not in {each.pk for each in assignments}]
    return show(
        request,
        "case",
        "提案办理",
        proposal=proposal,
        state=state_badge(proposal.status, proposal.get_status_display()),
        holder=holder_of_proposal(proposal, visit.on),
        key=KeyHandling.objects.filter(proposal=proposal).first() if proposal.is_key else None,
        merged=proposal.merged.select_related("session").order_by("id"),
        planned=proposal.planned.select_related("department") if proposal.status == ProposalStatus.FILED else [],
        opinions=opinions,
        phones=phones_to_ask_for(proposal, visit.actor),
        topics=(topics := list(proposal.topics.order_by("name"))),
        topics_to_add=[topic for topic in topics_kept_by(visit.actor) if topic not in topics],
        units=proposal.assignments.held().select_related("department").order_by("id"),
        parts=parts,
        papers=[_paper(reply, visit) for reply in elsewhere],
        feedback=[each for reply in replies for each in reply.feedback.all()],
        awaiting=[each for reply in replies for each in deadlines.get(reply.uid, [])],
        buttons=buttons_of(PROPOSAL_FLOW, proposal, visit, door="desk:proposal_move"),
        printable=offers("proposal", proposal, visit.actor),
        correctable=correctable(proposal, visit.actor),
        trail=history(proposal, assignments, replies, opinions, visit.actor),
    )


def phones_to_ask_for(proposal: Proposal, actor: Actor) -> list[Proposer]:
    """Proposers whose phone is known, for those who may read it: showing it is a press of its own."""
    if not posts_for_phone(proposal, actor):
        return []
    return [each for each in proposal.proposers.select_related("member") if each.any_phone]


def _assignments(proposal: Proposal, visit: Visit) -> Iterable[Assignment]:
    seen = Assignment.objects.visible_to(visit.actor).filter(proposal=proposal).order_by("id")
    return seen.select_related(
        "proposal__session", "department", "section", "officer", "suggested", "extra", "rule", "jurisdiction"
    ).prefetch_related("contacts", "notes__scan", "extensions", "materials__department", "materials__file")


def _replies(proposal: Proposal, visit: Visit) -> Iterable[Reply]:
    """Those to this proposal; on the page of a main one also those to what was merged into it."""
    mine = Q(proposal=proposal) | Q(assignment__proposal=proposal)
    seen = Reply.objects.visible_to(visit.actor).for_page().filter(mine).order_by("id")
    return seen.prefetch_related(
        "copies",
        "proposal__proposers",
        "files__file",
        "feedback__proposer",
        "feedback__scan",
        "countersignatures__department",
        "grade_changes__evidence",
        "promises__owner",
        "promises__file",
    ).select_related("evidence", "publication", "assignment__proposal", "assignment__rule")


def _deadlines(proposal: Proposal, visit: Visit) -> dict[uuid.UUID, list[Deadline]]:
    """The clocks of the case by the row that they time, the open ones first."""
    found: dict[uuid.UUID, list[Deadline]] = {}
    seen = (
        Clock.objects.visible_to(visit.actor)
        .filter(case_uid__in=proposal.family)
        .select_related("rule__jurisdiction")
        .prefetch_related("events")
    )
    clocks_seen = sorted(seen, key=lambda clock: (clock.closed_on is not None, clock.due, clock.pk))
    for clock in clocks_seen:
        why, badge = _why(clock, clocks_seen), clock_badge(clock, visit.on)
        found.setdefault(clock.subject_uid, []).append(Deadline(clock, badge, why))
    return found


def _why(clock: Clock, among: Iterable[Clock]) -> Due | None:
    try:
        return clocks.explain(clock, among=among)
    except OfficeError:
        # An imported or corrected clock may rest on a rule that no longer has this limit.
        return None


def _part(
    assignment: Assignment,
    replies: list[Reply],
    deadlines: dict[uuid.UUID, list[Deadline]],
    visit: Visit,
    holder: Holder | None,
) -> Part:
    own = buttons_of(ASSIGNMENT_FLOW, assignment, visit, door="desk:assignment_move")
    asking = buttons_of(
        MATERIAL_FLOW, blank_material(assignment), visit, door="desk:assignment_move", uid=assignment.uid
    )
    opening = buttons_of(REPLY_FLOW, blank_reply(assignment), visit, door="desk:assignment_move", uid=assignment.uid)
    return Part(
        assignment,
        state_badge(assignment.status, assignment.get_status_display()),
        deadlines.get(assignment.uid, []),
        [_paper(reply, visit) for reply in replies if reply.assignment_id == assignment.pk],
        [_request(each, visit) for each in assignment.materials.all()],
        holder,
        own + asking + opening,
        offers("assignment", assignment, visit.actor),
    )


def _request(material: Material, visit: Visit) -> Request:
    state = state_badge(material.status, material.get_status_display())
    return Request(material, state, buttons_of(MATERIAL_FLOW, material, visit, door="desk:material_move"))


def _paper(reply: Reply, visit: Visit) -> Paper:
    state, own = state_badge(reply.status, reply.get_status_display()), is_own(reply, visit.actor)
    buttons = buttons_of(REPLY_FLOW, reply, visit, door="desk:reply_move")
    return Paper(
        reply,
        state,
        own,
        _stopped(reply, buttons, visit) if own else None,
        [_sent(each, reply, visit) for each in copies_of(reply)],
        prints_of(reply),
        [_undertaking(each, reply, visit) for each in promises_of(reply)],
        reply.evidence if own else None,
        may_write(reply, visit.actor),
        buttons,
        offers("reply", reply, visit.actor),
    )


def _stopped(reply: Reply, buttons: Buttons, visit: Visit) -> str | None:
    """What 格式校核 has against the signature, for those whose buttons do not say it."""
    said = objection(reply, visit.on) if reply.status in BEFORE_SIGNING else None
    return None if said in [each.reason for each in buttons.hindered] else said


def copies_of(reply: Any) -> list[CopyRecipient]:
    """As they were fetched with the replies of the page."""
    return list(reply.copies.all())


def _sent(copy: CopyRecipient, reply: Reply, visit: Visit) -> Sent:
    copy.reply = reply
    return Sent(copy, copy_badge(copy, visit.on), buttons_of(COPY_FLOW, copy, visit, door="desk:copy_move"))


def promises_of(reply: Any) -> list[Promise]:
    """As they were fetched with the replies of the page."""
    return list(reply.promises.all())


def _undertaking(promise: Promise, reply: Reply, visit: Visit) -> Undertaking:
    promise.reply = reply
    state = state_badge(promise.status, promise.get_status_display())
    return Undertaking(promise, state, buttons_of(PROMISE_FLOW, promise, visit, door="desk:promise_move"))


def _opinions(proposal: Proposal, actor: Actor) -> Iterable[PlanOpinion]:
    seen = PlanOpinion.objects.visible_to(actor).filter(proposal=proposal)
    found: Iterable[PlanOpinion] = seen.select_related("department", "suggested")
    return found


def history(
    proposal: Proposal,
    assignments: list[Assignment],
    replies: list[Reply],
    opinions: list[PlanOpinion],
    actor: Actor,
) -> list[Entry]:
    """What happened to the case and to the parts that this person sees, newest first.

    Of another unit only the sent reply itself is shared, not how it came about; and of what units say of a plan,
    what this person sees of it.
    """
    mine: dict[Any, str] = {each.uid: each.department.name for each in assignments}
    for reply in replies:
        if is_own(reply, actor):
            mine |= {each.uid: reply.assignment.department.name for each in (reply, *promises_of(reply))}
            mine |= {each.uid: each.name for each in copies_of(reply)}
    shown = Q(subject_uid__in=[proposal.uid, *mine]) | Q(subject_kind="topic") | _reads_for(proposal, actor)
    told = ~Q(move__in=("comment", "settle")) | Q(payload__department__in=[each.department.name for each in opinions])
    events = AuditEvent.objects.of_case(proposal.uid).filter(shown).filter(told)
    return [entry_of(event, mine) for event in events.newest_first()]


def _reads_for(proposal: Proposal, actor: Actor) -> Q:
    """Who read a phone: told to those who watch over the place; to others, what they read themselves."""
    reads = Q(subject_kind="proposer")
    return reads if proposal.jurisdiction_id in actor.jurisdiction_ids else reads & Q(actor_uid=actor.uid)
