"""The desk's reading vocabulary across the floors: who holds what now, due when, and which files one may open."""

from __future__ import annotations

import functools
import operator
import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from proposals.actions.roster import READERS
from proposals.actions.topics import KEEPERS as TOPIC_KEEPERS
from proposals.enums import AssignmentStatus, Origin, ProposalStatus, ProposerRole
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, HandlingNote, ImportBatch, Material, Member, Proposal, Proposer, Topic
from proposals.models.assignment import ANSWER_CLOCKS
from proposals.querysets import STILL_TO_ANSWER, MemberQuerySet, spoken_for_by
from replies.enums import ReplyKind
from replies.flows import REPLY_FLOW
from replies.importing.asking import KIND as LETTERS
from replies.importing.confirming import KEEPERS as IMPORT_KEEPERS
from replies.models import ArchivedFile, Countersignature, Feedback, IncomingLetter, Promise, Reply, TextVersion
from replies.models.reply import COSIGNING
from replies.querysets import IncomingQuerySet
from workflow.actor import Actor, Post
from workflow.enums import Role
from workflow.models import Clock, Department, IssuedNumber, Job, Jurisdiction, NumberSeries, StoredFile
from workflow.querysets import NumberQuerySet, SeriesQuerySet
from workflow.statemachine import StateMachine


def states_of(flow: StateMachine, *roles: Role) -> set[str]:
    """The states in which one of these roles holds the pen."""
    return {state for state, role in flow.held_by.items() if role in roles}


def assignments_in_view(actor: Actor) -> QuerySet[Any]:
    """What a list of assignments shows: each with its next due day, its reply under way and its lead proposer."""
    seen = Assignment.objects.visible_to(actor).select_related("proposal__session", "department", "officer")
    rows: QuerySet[Any] = with_due(seen, "uid").annotate(
        reply_status=Subquery(live_reply().values("status")[:1]),
        reply_uid=Subquery(live_reply().values("uid")[:1]),
        lead_name=lead_name("proposal_id"),
        countersigns=Exists(asked_of(OuterRef("department_id"), OuterRef("proposal_id"))),
    )
    return rows


def asked_of(department: Any, proposal: Any) -> QuerySet[Any]:
    """Drafts on a case that wait for this unit's agreement."""
    waiting: QuerySet[Any] = Countersignature.objects.asked_now().waiting()
    its_heir = Department.objects.filter(predecessors=department)
    mine = Q(department=department) | Q(department__in=its_heir)
    return waiting.filter(mine, reply__assignment__proposal=proposal)


def proposals_in_view(actor: Actor) -> QuerySet[Any]:
    seen = Proposal.objects.visible_to(actor).select_related("session")
    rows: QuerySet[Any] = seen.annotate(lead_name=lead_name("pk"))
    return rows


def with_due(rows: QuerySet[Any], uid: str) -> QuerySet[Any]:
    """The next unmet milestone of each row stands first; rows without one, and those that stand still, come last."""
    clocks = Clock.objects.running().filter(subject_uid=OuterRef(uid)).order_by("due", "id")
    dated: QuerySet[Any] = rows.annotate(next_due=Subquery(clocks.values("due")[:1]))
    ordered: QuerySet[Any] = dated.order_by(F("next_due").asc(nulls_last=True), "id")
    return ordered


def next_milestones(clocks: QuerySet[Clock], of: str) -> dict[uuid.UUID, Clock]:
    """The next unmet milestone by `of`, a column of uids; one that stands still only where nothing runs."""
    found: dict[uuid.UUID, Clock] = {}
    # Of which place and edition a deadline is says from when on it is near.
    for clock in sorted(
        clocks.select_related("rule"), key=lambda clock: (clock.paused_on is not None, clock.due, clock.pk)
    ):
        found.setdefault(getattr(clock, of), clock)
    return found


def live_reply() -> QuerySet[Reply]:
    return Reply.objects.under_way().filter(assignment=OuterRef("pk")).order_by("id")


def lead_name(proposal: str) -> Subquery:
    lead = Proposer.objects.filter(proposal=OuterRef(proposal), role=ProposerRole.LEAD)
    return Subquery(lead.values("name")[:1])


def held_assignments(actor: Actor) -> QuerySet[Any]:
    """Assignments that wait for this person now, by the roles that the flows name."""
    held = Q(pk__in=[])
    for post in actor.posts:
        held |= _held_in(post, actor)
    return assignments_in_view(actor).filter(held)


def _held_in(post: Post, actor: Actor) -> Q:
    mine = Q(department_id=post.unit_id) if post.unit_id else Q(jurisdiction_id=post.jurisdiction_id)
    # Nothing waits on an assignment that is over; said outright, so that the index on the state is used.
    mine &= Q(status__in=STILL_TO_ANSWER)
    if post.role == Role.DRAFTER:
        # Once a person is named, the others of the unit are not bothered with it.
        mine &= Q(officer=None) | Q(officer=post.on_behalf_of or actor.user)
    own = states_of(ASSIGNMENT_FLOW, post.role) & set(STILL_TO_ANSWER)
    # Of several replies that are answered together each may wait for somebody else.
    held = live_reply().filter(status__in=states_of(REPLY_FLOW, post.role))
    after = _to_countersign(post) | _to_supplement(post) | _to_arrive(post)
    return mine & (Q(status__in=own, reply_status=None) | Exists(held)) | after


def _to_supplement(post: Post) -> Q:
    """An answered part that is added to: nothing is due, but somebody holds the pen."""
    states = states_of(REPLY_FLOW, post.role)
    drafts = Reply.objects.under_way().filter(kind=ReplyKind.SUPPLEMENTARY, status__in=states)
    if post.unit_id:
        drafts = drafts.filter(assignment__department__in=Department.objects.spoken_for_by([post.unit_id]))
    return Q(pk__in=drafts.filter(jurisdiction=post.jurisdiction_id).values("assignment"))


def _to_arrive(post: Post) -> Q:
    """An answered part whose deadline runs until the office registers that the letter has arrived."""
    if post.role != Role.OFFICE:
        return Q(pk__in=[])
    runs = Clock.objects.open().filter(holder=post.unit_id, kind__in=ANSWER_CLOCKS)
    return Q(status=AssignmentStatus.ANSWERED, uid__in=runs.values("subject_uid"))


def _to_countersign(post: Post) -> Q:
    """The unit's own part in a case whose draft waits for its agreement."""
    if post.role not in COSIGNING:
        return Q(pk__in=[])
    waiting = Countersignature.objects.asked_now().waiting().filter(department=post.unit_id)
    mine = Department.objects.spoken_for_by([post.unit_id] if post.unit_id else [])
    asked = Q(proposal__in=waiting.values("reply__assignment__proposal"), department__in=mine)
    return asked & ~Q(status=AssignmentStatus.RETURNED)


def held_proposals(actor: Actor) -> QuerySet[Any]:
    """Proposals that wait for the committee or the supervisor; a closed one waits for nobody."""
    held = Q(pk__in=[])
    for post in actor.posts:
        if post.unit_id is None:
            states = states_of(PROPOSAL_FLOW, post.role) - {ProposalStatus.CLOSED}
            held |= Q(jurisdiction_id=post.jurisdiction_id, status__in=states)
    return proposals_in_view(actor).filter(held).order_by("id")


def letters_to_confirm(actor: Actor) -> IncomingQuerySet:
    """Letters read from files, where this person sees to the import: elsewhere they may hold other roles."""
    return IncomingLetter.objects.visible_to(actor).filter(jurisdiction__in=places_importing_letters(actor))


def places_importing_letters(actor: Actor) -> QuerySet[Jurisdiction]:
    """The places where this person sees to the import of old letters."""
    return _places_of(actor, IMPORT_KEEPERS)


def imports_in_view(actor: Actor) -> QuerySet[Job]:
    """Imports of old letters where this person sees to them, each with its files in their order."""
    places = places_importing_letters(actor)
    seen: QuerySet[Job] = Job.objects.visible_to(actor).filter(kind=LETTERS, jurisdiction__in=places)
    files = Prefetch("inputs", StoredFile.objects.order_by("pk"))
    return seen.select_related("jurisdiction", "asked_by").prefetch_related(files)


def is_own(reply: Reply, actor: Actor) -> bool:
    """Of this person's unit, or of a place they watch over: a sent reply is shared, its inner papers are not."""
    unit = reply.assignment.department
    return reply.jurisdiction_id in actor.jurisdiction_ids or bool({unit.pk, unit.successor_id} & actor.unit_ids)


def own_replies(actor: Actor) -> QuerySet[Reply]:
    """`is_own`, asked of the database."""
    own = Q(jurisdiction_id__in=actor.jurisdiction_ids) | Q(assignment__department__in=spoken_for_by(actor))
    replies: QuerySet[Reply] = Reply.objects.visible_to(actor).filter(own)
    return replies


def units_that_send(actor: Actor) -> QuerySet[Department]:
    """Whose letters stand in this person's 发文台账."""
    own = Q(jurisdiction__in=actor.jurisdiction_ids) | Q(pk__in=spoken_for_by(actor))
    units: QuerySet[Department] = Department.objects.visible_to(actor).units().filter(own).order_by("name")
    return units


def letters_sent(actor: Actor) -> QuerySet[Reply]:
    """What went out from here, of one's own unit or of a place one watches over, with the rules that it went under."""
    rows: Any = own_replies(actor)
    sent = rows.went_out().filter(origin=Origin.MADE).for_list()
    letters: QuerySet[Reply] = sent.select_related("assignment__rule", "assignment__proposal").defer("body", "frozen")
    return letters


def files_visible_to(actor: Actor) -> QuerySet[StoredFile]:
    """Printed files, scans and originals that hang on something this person may see."""
    replies = Reply.objects.visible_to(actor)
    printed = ArchivedFile.objects.filter(file=OuterRef("pk"), reply__in=replies)
    drafts = Reply.objects.in_the_making_for(actor)
    uploaded = TextVersion.objects.filter(file=OuterRef("pk"), reply__in=drafts)
    scanned = Feedback.objects.filter(scan=OuterRef("pk"), reply__in=replies)
    incoming = letters_to_confirm(actor).filter(file=OuterRef("pk"))
    evidence = own_replies(actor).filter(Q(evidence=OuterRef("pk")) | Q(grade_changes__evidence=OuterRef("pk")))
    kept = Promise.objects.visible_to(actor).filter(file=OuterRef("pk"))
    noted = HandlingNote.objects.filter(scan=OuterRef("pk"), assignment__in=Assignment.objects.visible_to(actor))
    supplied = Material.objects.visible_to(actor).filter(file=OuterRef("pk"))
    lists = ImportBatch.objects.visible_to(actor).filter(file=OuterRef("pk"))
    doors = (printed, uploaded, scanned, incoming, evidence, kept, noted, supplied, lists)
    return StoredFile.objects.filter(functools.reduce(operator.or_, map(Exists, doors)))


def units_kept_by(actor: Actor) -> QuerySet[Department]:
    """The units whose people this person keeps, in the order of their names."""
    units: QuerySet[Department] = Department.objects.kept_by(actor).order_by("name")
    return units


def places_kept_by(actor: Actor) -> QuerySet[Jurisdiction]:
    """The places whose posts this person enters."""
    return _places_of(actor, {Role.ADMINISTRATOR})


def _places_of(actor: Actor, roles: Collection[Role]) -> QuerySet[Jurisdiction]:
    """Where this person holds one of these roles."""
    return Jurisdiction.objects.filter(pk__in={post.jurisdiction_id for post in actor.posts if post.role in roles})


def roster_in_view(actor: Actor) -> MemberQuerySet:
    """Members whom this person may know of; `readable`: their phone may be asked for, and is then noted."""
    watched = {post.jurisdiction_id for post in actor.posts if post.role in READERS}
    held = Assignment.objects.of_open_proposals().of_units(actor.unit_ids)
    theirs = Proposer.objects.filter(member=OuterRef("pk"), proposal__in=held.values("proposal"))
    readable = ~Q(phone="") & (Q(jurisdiction__in=watched) | Exists(theirs))
    rows: MemberQuerySet = Member.objects.visible_to(actor).order_by("sector", "name", "id")
    seen: MemberQuerySet = rows.annotate(readable=ExpressionWrapper(readable, BooleanField()))
    return seen


def series_in_view(actor: Actor) -> SeriesQuerySet:
    """The series whose numbers this system gives out, or gave out once, with what they serve and their years."""
    rows: SeriesQuerySet = NumberSeries.objects.visible_to(actor).counted().for_list()
    return rows


def numbers_in_view(actor: Actor) -> NumberQuerySet:
    rows: NumberQuerySet = IssuedNumber.objects.visible_to(actor).select_related("series__department")
    return rows


def topics_kept_by(actor: Actor) -> QuerySet[Topic] | list[Topic]:
    """The topics into which this person may put proposals; asks nothing of the database for who keeps none."""
    places = {post.jurisdiction_id for post in actor.posts if post.role in TOPIC_KEEPERS}
    return Topic.objects.visible_to(actor).filter(jurisdiction__in=places).order_by("name") if places else []
