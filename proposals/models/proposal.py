"""A proposal, who made it and what it asks for."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from proposals.enums import (
    AssignmentRole,
    Nature,
    Origin,
    ProposalStatus,
    ProposerKind,
    ProposerRole,
    RefusalGround,
    RefusalOutcome,
)
from proposals.models.member import Member
from proposals.models.session import Session
from proposals.querysets import ProposalQuerySet, ProposerQuerySet
from workflow import clocks
from workflow.actor import Actor, Post
from workflow.case import Case
from workflow.enums import ClockKind, Level
from workflow.models import CaseKind, Clock, RuleVersion
from workflow.models.people import Jurisdiction
from workflow.models.row import Row, one_of


class Proposal(Case):
    """The case. `number` is a string, null until filed: places pad, prefix and count it as they like."""

    public = (
        "id uid version jurisdiction session kind number title category nature is_key status origin filed_on "
        "assigned_on merged_into carried_into"
    )
    internal = "body refusal_ground refusal_outcome created_at consents_to_publication planned_until"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="proposals", verbose_name="地区")
    session = models.ForeignKey(Session, models.PROTECT, related_name="proposals", verbose_name="届次")
    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="+", verbose_name="件类")
    number = models.CharField("提案号", max_length=20, null=True, blank=True)  # noqa: DJ001 - unfiled is null: unique treats it so
    title = models.CharField("案由", max_length=200)
    body = models.TextField("提案内容", blank=True)
    category = models.CharField("分类", max_length=40, blank=True)
    nature = models.CharField("性质", max_length=10, choices=Nature.choices, default=Nature.SESSION)
    is_key = models.BooleanField("重点提案", default=False)
    consents_to_publication = models.BooleanField("提案人同意公开", null=True, blank=True)
    origin = models.CharField("来历", max_length=10, choices=Origin.choices, default=Origin.MADE)
    status = models.CharField("状态", max_length=12, choices=ProposalStatus.choices, editable=False)
    refusal_ground = models.CharField("不予立案理由", max_length=60, blank=True)
    refusal_outcome = models.CharField("不予立案去向", max_length=12, choices=RefusalOutcome.choices, blank=True)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    assigned_on = models.DateField("交办日期", null=True, blank=True)
    planned_until = models.DateField("预交办截止", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    carried_into = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="carried", verbose_name="结转至"
    )
    created_at = models.DateTimeField("登记时间")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案"
        constraints = [
            one_of("status", ProposalStatus, "proposal_status_known"),
            one_of("nature", Nature, "proposal_nature_known"),
            one_of("origin", Origin, "proposal_origin_known"),
            models.UniqueConstraint(fields=["session", "number"], name="proposal_number_once_a_session"),
            models.CheckConstraint(condition=~Q(number=""), name="proposal_number_null_not_blank"),
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_a_title"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "refused", "withdrawn"]) | Q(number__isnull=False),
                name="proposal_numbered_once_filed",
            ),
            models.CheckConstraint(
                condition=Q(origin="imported")
                | Q(status__in=["draft", "submitted", "refused", "withdrawn", "filed"])
                | Q(filed_on__isnull=False, assigned_on__isnull=False)
                | Q(status="merged"),
                name="proposal_in_hand_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(status="refused") ^ Q(refusal_ground=""), name="proposal_refused_with_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(refusal_outcome="") | Q(status="refused", refusal_outcome__in=RefusalOutcome.values),
                name="proposal_refused_goes_somewhere",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="proposal_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(status="merged") ^ Q(merged_into__isnull=True), name="proposal_merged_into_another"
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="proposal_newest"),
            models.Index(fields=["jurisdiction", "status", "-id"], name="proposal_by_status"),
            models.Index(fields=["session", "-id"], name="proposal_by_session"),
        ]

    def __str__(self) -> str:
        return self.line

    leans_on = ("merged_into",)

    @property
    def case_uid(self) -> uuid.UUID:
        return self.uid

    @property
    def trails(self) -> list[uuid.UUID]:
        """Its own; before it that of the case into which it was merged."""
        return [self.merged_into.uid, self.uid] if self.merged_into else [self.uid]

    @functools.cached_property
    def rules(self) -> RuleVersion:
        """The rules in force when it was registered; each unit's part has its own from the day of hand-over."""
        return clocks.rule_in_force(self.jurisdiction_id, self.kind_id, timezone.localdate(self.created_at))

    @property
    def line(self) -> str:
        """How lists and reminders name it."""
        return f"{self.session}第{self.number}号《{self.title}》" if self.number else f"《{self.title}》"

    @property
    def ground(self) -> str:
        """Why it was not filed, in words: a national ground or one of the place's own."""
        return dict(RefusalGround.choices).get(self.refusal_ground, self.refusal_ground)

    @property
    def is_collective(self) -> bool:
        """集体提案: a body made it, alone or before others."""
        return self.proposers.filter(role=ProposerRole.LEAD, kind=ProposerKind.BODY).exists()

    @property
    def is_upward(self) -> bool:
        """上级件: it was made to a body above the government that handles it."""
        levels = Level.values
        return levels.index(self.session.level) < levels.index(self.jurisdiction.level)

    @property
    def family(self) -> list[uuid.UUID]:
        """The case and what was merged into it: they are answered together and closed together."""
        return [self.uid, *self.merged.values_list("uid", flat=True)]

    @property
    def timed_cases(self) -> list[uuid.UUID]:
        return self.family

    @property
    def earliest(self) -> dt.date | None:
        """The day before which nothing more can have happened to it."""
        return self.assigned_on or self.filed_on

    def posts_of(self, actor: Actor) -> tuple[Post, ...]:
        """Posts of the jurisdiction, and those in the units that answer it; while a plan goes round, in every unit."""
        units: Iterable[int] = ()
        if self.planned_until and self.status == ProposalStatus.FILED:
            units = actor.unit_ids
        elif actor.unit_ids and self.pk:
            units = self.answering_units
        return actor.posts_in(jurisdiction_id=self.jurisdiction_id, unit_ids=units)

    @functools.cached_property
    def answering_units(self) -> list[int]:
        """The units that write to the proposer; read once, until the next move."""
        answering = self.assignments.held().exclude(role=AssignmentRole.ASSIST)
        units = answering.values_list("department_id", "department__successor_id")
        return [unit for own_and_heir in units for unit in own_and_heir if unit]

    @property
    def awaits_arrival(self) -> bool:
        """Where the rules count the day on which a reply arrives, its deadline runs until that is registered."""
        kinds = (ClockKind.REPLY, ClockKind.OPINION, ClockKind.SECOND_HANDLING)
        return Clock.objects.open().filter(case_uid__in=self.family, kind__in=kinds).exists()

    def awaits_feedback(self, on: dt.date) -> bool:
        """A feedback clock runs and is not over: silence counts only once its time has passed."""
        return Clock.objects.open().filter(case_uid__in=self.family, kind=ClockKind.FEEDBACK, due__gte=on).exists()


class Proposer(Row):
    """One of those who made the proposal, in order; the first is the lead and the point of contact."""

    public = "id uid proposal order name kind role member"
    personal = "phone"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="proposers", verbose_name="提案")
    order = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("姓名或名称", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=ProposerKind.choices, default=ProposerKind.PERSON)
    role = models.CharField("身份", max_length=10, choices=ProposerRole.choices)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委员")
    phone = models.CharField("联系电话", max_length=40, blank=True)

    objects = ProposerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案人"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "order"], name="proposer_order_once"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(role="lead"), name="proposer_one_lead"),
            one_of("kind", ProposerKind, "proposer_kind_known"),
            one_of("role", ProposerRole, "proposer_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def case_uid(self) -> uuid.UUID:
        return self.proposal.uid

    @property
    def jurisdiction_id(self) -> int:
        return self.proposal.jurisdiction_id

    @property
    def any_phone(self) -> str:
        """As it stands on the paper, else on the roster."""
        return self.phone or (self.member.phone if self.member else "")


class Ask(Row):
    """One numbered suggestion of the proposal."""

    public = "id uid proposal number text"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="asks", verbose_name="提案")
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("建议")

    class Meta:
        verbose_name = verbose_name_plural = "具体建议"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="ask_number_once")]
