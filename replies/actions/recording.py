"""Recording what was answered long ago: a letter becomes a 历史件, closed, without clocks or reminders."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from letters.body import text_of
from letters.letter import BodyLevel, Kind, Letter
from letters.plain import digest, to_plain
from letters.profiles import load
from proposals.enums import AssignmentRole, Origin, ProposalStatus, ProposerKind, ProposerRole
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Proposal, Proposer, Session
from replies import papers
from replies.enums import Clearance, Publicity, ReplyKind
from replies.flows import REPLY_FLOW
from replies.models import CopyRecipient, Reply
from workflow import numbering
from workflow.actor import Actor
from workflow.errors import Invalid, NumberTaken
from workflow.models import CaseKind, Department, GradeScheme, IssuedNumber, Jurisdiction
from workflow.progress import enter
from workflow.statemachine import NEW

BODIES = {
    BodyLevel.NATIONAL: "全国政协",
    BodyLevel.PROVINCE: "省政协",
    BodyLevel.CITY: "市政协",
    BodyLevel.COUNTY: "县政协",
}
OVER = frozenset({ProposalStatus.CLOSED, ProposalStatus.ARCHIVED})
# Above these a figure is a misreading, and no column of ours holds it.
COUNTS = range(1, 1_000)
SESSIONS = range(1, 100)
PUBLICITY = {choice.label: choice.value for choice in Publicity}


@transaction.atomic
def record_letter(letter: Letter, *, department: Department, by: Actor, on: dt.date, at: dt.datetime) -> Reply:
    """Make or find the case that the letter answers and put the letter there. What it does not state stays empty."""
    proposal = _proposal(letter, department.jurisdiction, by=by, on=on, at=at)
    assignment = _assignment(letter, proposal, department, by=by, on=on, at=at)
    reply = _reply(letter, assignment, at=at)
    reply.issued = _take_number(reply, at=at)
    enter(reply, REPLY_FLOW.check("record", by, reply, on=on), by=by, on=on, at=at)
    _keep_copies(letter, reply)
    return reply


def _keep_copies(letter: Letter, reply: Reply) -> None:
    # Cut before they are told apart: two long names may differ only beyond what the column holds.
    counts = {copy.recipient[:80]: copy.copies for copy in letter.cc}
    CopyRecipient.objects.bulk_create(
        CopyRecipient(reply=reply, order=order, name=name, copies=count if count in COUNTS else None)
        for order, (name, count) in enumerate(counts.items(), start=1)
    )


def _session(letter: Letter, jurisdiction: Jurisdiction) -> Session:
    if letter.session is None or letter.body_level is None:
        raise Invalid("公文未写明政协届次，无法建立历史件。")
    if letter.session.term not in SESSIONS or letter.session.meeting not in SESSIONS:
        raise Invalid("公文所写政协届次有误，无法建立历史件。")
    session, _ = Session.objects.get_or_create(
        jurisdiction=jurisdiction,
        level=str(letter.body_level),
        body=BODIES[letter.body_level],
        term=letter.session.term,
        meeting=letter.session.meeting,
    )
    return session


def _proposal(letter: Letter, jurisdiction: Jurisdiction, *, by: Actor, on: dt.date, at: dt.datetime) -> Proposal:
    session = _session(letter, jurisdiction)
    if not letter.proposal_number:
        raise Invalid("公文未写明提案号，无法建立历史件。")
    if len(letter.proposal_number) > 20:
        # A number cut short would be another proposal's.
        raise Invalid("公文所写提案号过长，无法建立历史件。")
    found: Proposal | None = Proposal.objects.filter(session=session, number=letter.proposal_number).first()
    if found:
        return _past(found)
    title = letter.proposal_title or letter.title or f"第{letter.proposal_number}号提案"
    proposal = Proposal(
        jurisdiction=jurisdiction,
        session=session,
        kind=CaseKind.usual(),
        number=letter.proposal_number,
        title=title[:200],
        status=NEW,
        origin=Origin.IMPORTED,
        created_at=at,
    )
    enter(proposal, PROPOSAL_FLOW.check("record", by, proposal, on=on), by=by, on=on, at=at)
    Proposer.objects.bulk_create(
        Proposer(
            proposal=proposal,
            order=order,
            name=name[:80],
            kind=_kind_of(name),
            role=ProposerRole.LEAD if order == 1 else ProposerRole.JOINT,
        )
        for order, name in enumerate(letter.proposers, start=1)
    )
    return proposal


def _past(proposal: Proposal) -> Proposal:
    """The proposal, if an old letter may be put with it: a case under way here has a letter of its own to come."""
    if proposal.origin == Origin.MADE and proposal.status not in OVER:
        raise Invalid("该提案正在本系统办理，不能作为历史件导入。")
    return proposal


def _kind_of(name: str) -> str:
    # Persons' names are short and hold none of the words that bodies end in.
    is_body = len(name) > 6 or any(word in name for word in ("委", "会", "党", "社", "盟", "联", "组", "局"))
    return ProposerKind.BODY if is_body else ProposerKind.PERSON


def _assignment(
    letter: Letter, proposal: Proposal, department: Department, *, by: Actor, on: dt.date, at: dt.datetime
) -> Assignment:
    found: Assignment | None = proposal.assignments.held().filter(department=department).first()
    if found:
        return found
    led = proposal.assignments.held().filter(role__in=[AssignmentRole.SOLE, AssignmentRole.LEAD]).exists()
    role = (
        AssignmentRole.ASSIST
        if letter.kind == Kind.CO_OPINION
        else AssignmentRole.SEPARATE
        if led
        else AssignmentRole.SOLE
    )
    assignment = Assignment(
        jurisdiction_id=proposal.jurisdiction_id,
        proposal=proposal,
        department=department,
        role=role,
        origin=Origin.IMPORTED,
        status=NEW,
    )
    enter(assignment, ASSIGNMENT_FLOW.check("record", by, assignment, on=on), by=by, on=on, at=at)
    return assignment


def _reply(letter: Letter, assignment: Assignment, *, at: dt.datetime) -> Reply:
    opinion = letter.kind == Kind.CO_OPINION
    schemes = GradeScheme.objects.filter(jurisdiction=assignment.jurisdiction_id, kind=assignment.proposal.kind_id)
    profile = papers.profile_in_force(assignment, timezone.localdate(at))
    layout = profile.content if profile else load("standard-file").as_dict()
    frozen = {"letter": to_plain(letter), "profile": layout}
    return Reply(
        jurisdiction_id=assignment.jurisdiction_id,
        assignment=assignment,
        proposal=assignment.proposal,
        status=NEW,
        kind=ReplyKind.OPINION if opinion else ReplyKind.FORMAL,
        origin=Origin.IMPORTED,
        clearance=Clearance.PAPER,
        round=assignment.replies.sent().count() + 1,
        profile=profile,
        grade_scheme=schemes.in_force(timezone.localdate(at)).first(),
        frozen=frozen,
        frozen_hash=digest(frozen),
        created_at=at,
        **_columns(letter, opinion=opinion),
    )


def _columns(letter: Letter, *, opinion: bool) -> dict[str, Any]:
    """The columns that lists and searches need; the letter itself is kept whole."""
    return {
        "title": (letter.title or "")[:200],
        "addressees": (letter.salutation or "")[:200],
        "body": text_of(letter.body),
        "grade": "" if opinion else (letter.grade or "")[:10],
        "grade_note": "" if opinion else (letter.grade_raw or "")[:60],
        "publicity": PUBLICITY.get(letter.publicity or "", ""),
        "contact_person": "、".join(letter.contact_person)[:80],
        "contact_phone": "、".join(letter.contact_phone)[:80],
        "contact_unit": (letter.contact_unit or "")[:80],
        "postcode": (letter.postcode or "")[:10],
        "signer": "、".join(letter.signatory)[:80],
        "signed_on": letter.date,
        "doc_number": (letter.doc_number or "")[:60],
    }


def _take_number(reply: Reply, *, at: dt.datetime) -> IssuedNumber | None:
    """The number as a row where its form allows; an old letter is not refused for what its office once printed."""
    if not reply.doc_number:
        return None
    try:
        return numbering.take(reply.doc_number, jurisdiction_id=reply.jurisdiction_id, subject_uid=reply.uid, at=at)
    except NumberTaken:
        raise
    except Invalid:
        return None
