"""Recording what was answered long ago: letters become 历史件, closed, without clocks or reminders."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from letters.body import text_of
from letters.letter import BodyLevel, Kind, Letter
from letters.plain import digest, to_plain
from proposals.enums import AssignmentRole, Origin, ProposalStatus, ProposerKind, ProposerRole
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Proposal, Proposer, Session
from replies.enums import Clearance, Publicity, ReplyKind
from replies.flows import REPLY_FLOW
from replies.models import CopyRecipient, Reply
from workflow import layouts, numbering
from workflow.actor import Actor
from workflow.audit import hold_many
from workflow.errors import Invalid, NumberTaken, OfficeError
from workflow.models import CaseKind, Department, GradeScheme, IssuedNumber, LetterProfile, TrailHead
from workflow.progress import enter_each
from workflow.statemachine import NEW, StateMachine, Transition

BODIES = {
    BodyLevel.NATIONAL: "全国政协",
    BodyLevel.PROVINCE: "省政协",
    BodyLevel.CITY: "市政协",
    BodyLevel.COUNTY: "县政协",
}
OVER = frozenset({ProposalStatus.CLOSED, ProposalStatus.ARCHIVED})
LEADING = frozenset({AssignmentRole.SOLE, AssignmentRole.LEAD})
# Above these a figure is a misreading, and no column of ours holds it.
COUNTS = range(1, 1_000)
SESSIONS = range(1, 100)
PUBLICITY = {choice.label: choice.value for choice in Publicity}


@dataclass(slots=True)
class OldLetter:
    """A letter to be put on record: whose it is and of which day; afterwards its reply, or why there is none.

    makes_case: there was no such proposal before.
    """

    letter: Letter
    department: Department
    on: dt.date
    uid: uuid.UUID = field(default_factory=uuid.uuid4)  # of the reply to be: its number is taken before
    session: Session | None = None
    issued: IssuedNumber | None = None
    reply: Reply | None = None
    makes_case: bool = False
    refusal: OfficeError | None = None

    @property
    def case(self) -> tuple[int, str]:
        """What names the proposal: session and number."""
        return (self.session.pk if self.session else 0, self.letter.proposal_number or "")


def record_letter(letter: Letter, *, department: Department, by: Actor, on: dt.date, at: dt.datetime) -> Reply:
    """Make or find the case that the letter answers and put the letter there. What it does not state stays empty."""
    old = OldLetter(letter, department, on)
    record_letters([old], by=by, at=at)
    if old.reply is None:
        raise old.refusal or Invalid("未能建立历史件。")
    return old.reply


@transaction.atomic
def record_letters(letters: Sequence[OldLetter], *, by: Actor, at: dt.datetime) -> None:
    """The same for many letters of one place at once; what is refused of one stands on it and hinders no other.

    IntegrityError where somebody else records a letter of the same case at the same moment: begin again.
    """
    sessions: dict[tuple[Any, ...], Session] = {}
    for old in letters:
        with refusing(old):
            old.session = _session(old, sessions)
    records = _Records(_named(letters), by, at)
    for old in _named(letters):
        with refusing(old):
            records.refuse_under_way(old)
    _take_numbers(_named(letters), at=at)
    for old in _named(letters):
        records.add(old)
    records.write()


@contextmanager
def refusing(old: OldLetter) -> Iterator[None]:
    try:
        yield
    except OfficeError as refusal:
        old.refusal = refusal


def _named(letters: Sequence[OldLetter]) -> list[OldLetter]:
    """Those that nothing stands against so far."""
    return [old for old in letters if old.refusal is None]


def _session(old: OldLetter, known: dict[tuple[Any, ...], Session]) -> Session:
    """The session that the letter names. A number that is missing or no number is refused before one is made."""
    letter = old.letter
    if letter.session is None or letter.body_level is None:
        raise Invalid("公文未写明政协届次，无法建立历史件。")
    if letter.session.term not in SESSIONS or letter.session.meeting not in SESSIONS:
        raise Invalid("公文所写政协届次有误，无法建立历史件。")
    if not letter.proposal_number:
        raise Invalid("公文未写明提案号，无法建立历史件。")
    if len(letter.proposal_number) > 20:
        # A number cut short would be another proposal's.
        raise Invalid("公文所写提案号过长，无法建立历史件。")
    key = (old.department.jurisdiction_id, letter.body_level, letter.session)
    if key not in known:
        known[key], _ = Session.objects.get_or_create(
            jurisdiction_id=old.department.jurisdiction_id,
            level=str(letter.body_level),
            body=BODIES[letter.body_level],
            term=letter.session.term,
            meeting=letter.session.meeting,
        )
    return known[key]


class _Records:
    """The cases that some letters name, read once under the locks of their trails, and what is added to them."""

    def __init__(self, letters: Sequence[OldLetter], by: Actor, at: dt.datetime) -> None:
        self.by, self.at, self.today = by, at, timezone.localdate(at)
        wanted = {old.case for old in letters}
        rows = Proposal.objects.filter(session__in={old[0] for old in wanted}, number__in={old[1] for old in wanted})
        uids = [uid for uid, *case in rows.values_list("uid", "session_id", "number") if tuple(case) in wanted]
        self.heads = hold_many(uids)
        self.proposals = {(each.session_id, each.number): each for each in Proposal.objects.filter(uid__in=uids)}
        self.parts: dict[uuid.UUID, dict[int, Assignment]] = {uid: {} for uid in uids}
        self._find_parts()
        self.new: dict[type, list[tuple[Any, Transition, dt.date]]] = {Proposal: [], Assignment: [], Reply: []}
        self.proposers: list[Proposer] = []
        self.copies: list[CopyRecipient] = []
        self.kind = CaseKind.usual()
        self.layout_of = functools.cache(self._layout_of)
        self.scheme_of = functools.cache(self._scheme_of)

    def _find_parts(self) -> None:
        known = {each.pk: each for each in self.proposals.values()}
        parts = Assignment.objects.held().filter(proposal__in=known).select_related("department")
        for part in parts:
            part.proposal = known[part.proposal_id]
            self.parts[part.proposal.uid][part.department_id] = part
        sent = Reply.objects.sent().filter(assignment__proposal__in=known).values("assignment__uid")
        self.rounds = Counter({each["assignment__uid"]: each["n"] for each in sent.annotate(n=Count("id")).order_by()})

    def refuse_under_way(self, old: OldLetter) -> None:
        """An old letter is not put with a case under way here: that has a letter of its own to come."""
        found = self.proposals.get(old.case)
        if found and found.origin == Origin.MADE and found.status not in OVER:
            raise Invalid("该提案正在本系统办理，不能作为历史件导入。")

    def add(self, old: OldLetter) -> None:
        old.makes_case = old.case not in self.proposals
        proposal = self.proposals.get(old.case) or self._proposal(old)
        part = self.parts[proposal.uid].get(old.department.pk) or self._part(old, proposal)
        self.rounds[part.uid] += 1
        old.reply = self._reply(old, part)
        self._enter(old.reply, REPLY_FLOW, old.on)
        self.copies += _copies(old.letter, old.reply)

    def write(self) -> None:
        for rows in self.new.values():
            enter_each(rows, heads=self.heads, by=self.by, at=self.at)
        Proposer.objects.bulk_create(self.proposers)
        CopyRecipient.objects.bulk_create(self.copies)

    def _enter(self, row: Any, flow: StateMachine, on: dt.date) -> None:
        self.new[type(row)].append((row, flow.check("record", self.by, row, on=on), on))

    def _proposal(self, old: OldLetter) -> Proposal:
        letter = old.letter
        title = letter.proposal_title or letter.title or f"第{letter.proposal_number}号提案"
        proposal = Proposal(
            jurisdiction=old.department.jurisdiction,
            session=old.session,
            kind=self.kind,
            number=letter.proposal_number,
            title=title[:200],
            status=NEW,
            origin=Origin.IMPORTED,
            created_at=self.at,
        )
        self.proposals[old.case] = proposal
        self.parts[proposal.uid] = {}
        self.heads[proposal.uid] = TrailHead(case_uid=proposal.uid)
        self._enter(proposal, PROPOSAL_FLOW, old.on)
        self.proposers += _proposers(letter, proposal)
        return proposal

    def _part(self, old: OldLetter, proposal: Proposal) -> Assignment:
        parts = self.parts[proposal.uid]
        led = any(part.role in LEADING for part in parts.values())
        role = AssignmentRole.SEPARATE if led else AssignmentRole.SOLE
        part = Assignment(
            jurisdiction_id=proposal.jurisdiction_id,
            proposal=proposal,
            department=old.department,
            role=AssignmentRole.ASSIST if old.letter.kind == Kind.CO_OPINION else role,
            origin=Origin.IMPORTED,
            status=NEW,
        )
        parts[old.department.pk] = part
        self._enter(part, ASSIGNMENT_FLOW, old.on)
        return part

    def _reply(self, old: OldLetter, part: Assignment) -> Reply:
        opinion = old.letter.kind == Kind.CO_OPINION
        profile, layout = self.layout_of(old.department)
        frozen = {"letter": to_plain(old.letter), "profile": layout}
        return Reply(
            uid=old.uid,
            jurisdiction_id=part.jurisdiction_id,
            assignment=part,
            proposal=part.proposal,
            status=NEW,
            kind=ReplyKind.OPINION if opinion else ReplyKind.FORMAL,
            origin=Origin.IMPORTED,
            clearance=Clearance.PAPER,
            round=self.rounds[part.uid],
            profile=profile,
            grade_scheme=self.scheme_of(part.jurisdiction_id, part.proposal.kind_id),
            frozen=frozen,
            frozen_hash=digest(frozen),
            issued=old.issued,
            created_at=self.at,
            **_columns(old.letter, opinion=opinion),
        )

    def _layout_of(self, department: Department) -> tuple[LetterProfile | None, dict[str, Any]]:
        chain = layouts.in_force(department.jurisdiction, department.heir, on=self.today)
        return chain[-1] if chain else None, layouts.profile_of(chain).as_dict()

    def _scheme_of(self, jurisdiction_id: int, kind_id: int) -> GradeScheme | None:
        schemes = GradeScheme.objects.filter(jurisdiction=jurisdiction_id, kind=kind_id)
        found: GradeScheme | None = schemes.in_force(self.today).first()
        return found


def _proposers(letter: Letter, proposal: Proposal) -> Iterator[Proposer]:
    for order, name in enumerate(letter.proposers, start=1):
        role = ProposerRole.LEAD if order == 1 else ProposerRole.JOINT
        yield Proposer(proposal=proposal, order=order, name=name[:80], kind=_kind_of(name), role=role)


def _copies(letter: Letter, reply: Reply) -> Iterator[CopyRecipient]:
    # Cut before they are told apart: two long names may differ only beyond what the column holds.
    counts = {copy.recipient[:80]: copy.copies for copy in letter.cc}
    for order, (name, count) in enumerate(counts.items(), start=1):
        facts = {"reply": reply, "order": order, "name": name, "copies": count if count in COUNTS else None}
        yield CopyRecipient(jurisdiction_id=reply.jurisdiction_id, **facts)


def _kind_of(name: str) -> str:
    # Persons' names are short and hold none of the words that bodies end in.
    is_body = len(name) > 6 or any(word in name for word in ("委", "会", "党", "社", "盟", "联", "组", "局"))
    return ProposerKind.BODY if is_body else ProposerKind.PERSON


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


def _take_numbers(letters: Sequence[OldLetter], *, at: dt.datetime) -> None:
    """Numbers as rows where their form allows; an old letter is not refused for what its office once printed."""
    places: dict[int, list[OldLetter]] = {}
    for old in letters:
        if old.letter.doc_number:
            places.setdefault(old.department.jurisdiction_id, []).append(old)
    for place, numbered in places.items():
        wanted = [((old.letter.doc_number or "")[:60], old.uid) for old in numbered]
        for old, found in zip(numbered, numbering.take_each(wanted, jurisdiction_id=place, at=at), strict=True):
            if isinstance(found, IssuedNumber):
                old.issued = found
            elif isinstance(found, NumberTaken):
                old.refusal = found
