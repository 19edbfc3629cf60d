"""The reading vocabulary for proposals and assignments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from letters.numerals import to_chinese
from proposals.enums import AssignmentRole, AssignmentStatus, Decision, ProposalStatus
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from workflow.actor import Actor
from workflow.enums import Role
from workflow.models import Clock, Department

CLOSED = PROPOSAL_FLOW.ends | {ProposalStatus.CLOSED}
# Who sees to 导入清单; what is registered by it is for the flow to say.
IMPORTERS = (Role.COMMITTEE, Role.SUPERVISOR, Role.ADMINISTRATOR)
STILL_TO_ANSWER = (AssignmentStatus.WAITING, AssignmentStatus.IN_HAND, AssignmentStatus.RETURNING)


def spoken_for_by(actor: Actor) -> models.QuerySet[Department]:
    """The units whose cases somebody sees: their own, and those that these took over."""
    units: models.QuerySet[Department] = Department.objects.spoken_for_by(actor.unit_ids)
    return units


class Term(NamedTuple):
    """One term of one CPPCC body, as a place handles it: what a roster of members is of."""

    jurisdiction_id: int
    level: str
    body: str
    term: int

    def __str__(self) -> str:
        return f"{self.body}{to_chinese(self.term)}届"


class ProposerQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        proposals = self.model._meta.get_field("proposal").related_model._default_manager
        return self.filter(proposal__in=proposals.visible_to(actor))


class MemberQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Who is a member is no secret in the place; their phones are."""
        return self.filter(jurisdiction_id__in={post.jurisdiction_id for post in actor.posts})

    def of_term(self, term: Term) -> Self:
        return self.filter(**term._asdict())

    def serving(self, on: dt.date) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=on))

    def terms(self) -> list[Term]:
        """Which terms have a roster, the newest first."""
        rows = self.order_by("-term", "jurisdiction_id", "level", "body").values_list(*Term._fields).distinct()
        return [Term(*row) for row in rows]

    def about(self, word: str) -> Self:
        """The word stands in the name, the sector, the party or the post."""
        return self.filter(
            Q(name__contains=word) | Q(sector__contains=word) | Q(party__contains=word) | Q(post__contains=word)
        )


class SessionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(jurisdiction_id__in={post.jurisdiction_id for post in actor.posts})

    def newest_first(self) -> Self:
        return self.order_by("-term", "-meeting", "-id")

    def of_body(self, term: Term) -> Self:
        """All terms and meetings of the body that this is a term of."""
        return self.filter(jurisdiction=term.jurisdiction_id, level=term.level, body=term.body)

    def before(self, term: int, meeting: int) -> Self:
        return self.filter(Q(term__lt=term) | Q(term=term, meeting__lt=meeting))


class TopicQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(jurisdiction_id__in={post.jurisdiction_id for post in actor.posts})


class ProposalQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Whole jurisdictions for those who watch over them; else what a unit was given and has not returned."""
        seen: Q | Combinable = Q(jurisdiction_id__in=actor.jurisdiction_ids)
        if actor.unit_ids:
            assignments = self.model._meta.get_field("assignments").related_model._default_manager
            mine = assignments.held().of_units(actor.unit_ids)
            # What was merged into a case is answered by the units of that case.
            seen |= Exists(mine.filter(proposal=OuterRef("pk"))) | Exists(mine.filter(proposal=OuterRef("merged_into")))
            # A plan goes round among all units of the place.
            places = {post.jurisdiction_id for post in actor.posts if post.unit_id}
            seen |= Q(status=ProposalStatus.FILED, planned_until__isnull=False, jurisdiction_id__in=places)
        return self.filter(seen)

    def open(self) -> Self:
        return self.exclude(status__in=CLOSED)

    def carried(self) -> Self:
        """往届未结: still open, and taken along into a later session."""
        return self.open().filter(carried_into__isnull=False)

    def overdue(self, *, on: dt.date, unit: Any = None) -> Self:
        """What an office owes is late; with `unit`, what that unit owes."""
        return self._timed_by(Clock.objects.overdue(on=on).of_offices(), unit)

    def due_soon(self, *, on: dt.date, unit: Any = None) -> Self:
        return self._timed_by(Clock.objects.due_soon(on=on), unit)

    def _timed_by(self, clocks: models.QuerySet[Clock], unit: Any) -> Self:
        mine = clocks if unit is None else clocks.filter(holder=unit)
        return self.filter(Exists(mine.filter(case_uid=OuterRef("uid"))))

    def handled_by(self, unit: Any) -> Self:
        """What this unit was given and has not handed back."""
        assignments = self.model._meta.get_field("assignments").related_model._default_manager
        return self.filter(Exists(assignments.held().filter(proposal=OuterRef("pk"), department=unit)))

    def for_list(self) -> Self:
        return self.select_related("session").prefetch_related("proposers", "assignments__department")

    def for_move(self) -> Self:
        """With all that the guards of a move ask about the row itself."""
        return self.select_related("session", "jurisdiction", "kind", "merged_into")

    def for_page(self) -> Self:
        return self.for_move().select_related("carried_into").prefetch_related("proposers", "asks")


class PlanOpinionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """A unit's own; those of others once the case is handed over. All to those who watch over the place."""
        proposals = self.model._meta.get_field("proposal").related_model._default_manager
        mine = Q(department_id__in=actor.unit_ids) | Q(proposal__jurisdiction_id__in=actor.jurisdiction_ids)
        seen: Self = self.filter(mine | ~Q(proposal__status=ProposalStatus.FILED))
        return seen.filter(proposal__in=proposals.visible_to(actor))


class AssignmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        mine = Q(department__in=spoken_for_by(actor)) & ~Q(status=AssignmentStatus.RETURNED)
        return self.filter(Q(jurisdiction_id__in=actor.jurisdiction_ids) | mine)

    def of_units(self, unit_ids: Iterable[int]) -> Self:
        """Theirs, and those of the units in whose place they stand."""
        return self.filter(department__in=Department.objects.spoken_for_by(unit_ids))

    def known_to(self, actor: Actor) -> Self:
        """As lines of a proposal that is seen anyway: units that handed it back are known to its watchers only."""
        return self.filter(Q(jurisdiction_id__in=actor.jurisdiction_ids) | ~Q(status=AssignmentStatus.RETURNED))

    def held(self) -> Self:
        """Not handed back: the unit has, or had, the case."""
        return self.exclude(status=AssignmentStatus.RETURNED)

    def consulted(self) -> Self:
        """Co-handlers who had their say: neither handed back nor excused."""
        return self.held().filter(role=AssignmentRole.ASSIST).exclude(status=AssignmentStatus.WAIVED)

    def answering(self) -> Self:
        """Those that write to the proposer: co-handlers give their opinion to the lead."""
        return self.exclude(role=AssignmentRole.ASSIST)

    def still_to_answer(self) -> Self:
        return self.filter(status__in=STILL_TO_ANSWER)

    def of_open_proposals(self) -> Self:
        return self.exclude(proposal__status__in=CLOSED).exclude(status__in=ASSIGNMENT_FLOW.ends)

    def for_list(self) -> Self:
        return self.select_related("proposal__session", "department", "officer").prefetch_related("proposal__proposers")

    def for_move(self) -> Self:
        """With all that the guards of a move ask about the row itself."""
        return self.select_related("proposal__session", "proposal__jurisdiction", "department", "officer", "rule")


class ImportBatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Lists hold what is not yet a case: those who bring proposals in, where they do so."""
        return self.filter(jurisdiction_id__in=importing_places(actor))

    def for_list(self) -> Self:
        return self.select_related("file", "session").defer("columns", "answers", "outcomes")


def importing_places(actor: Actor) -> set[int]:
    return {post.jurisdiction_id for post in actor.posts if post.role in IMPORTERS}


class MaterialQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The asking unit, the unit or section asked, and those who watch over the place."""
        mine = spoken_for_by(actor)
        asking = Q(assignment__department__in=mine)
        asked = Q(department__in=mine) | Q(department__parent__in=mine)
        return self.filter(Q(jurisdiction_id__in=actor.jurisdiction_ids) | asking | asked)

    def for_move(self) -> Self:
        """With all that the guards of a move ask about the row itself."""
        return self.select_related(
            "assignment__proposal__session", "assignment__department", "assignment__rule", "department", "file"
        )


class NoteQuerySet(models.QuerySet[Any]):
    def to_answer(self) -> Self:
        """Urgings and supervising letters that nobody has answered yet."""
        return self.filter(kind__in=("urging", "supervising"), answered_by=None)


class ExtensionQuerySet(models.QuerySet[Any]):
    def asked(self) -> Self:
        return self.filter(decision=Decision.ASKED)
