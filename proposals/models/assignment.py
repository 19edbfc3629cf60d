"""Which unit handles a proposal, as what, and how far it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import uuid

from django.db import models
from django.db.models import Q

from proposals.enums import AssignmentRole, AssignmentStatus, Origin
from proposals.models.proposal import Proposal
from proposals.querysets import AssignmentQuerySet
from workflow.actor import Actor, Post
from workflow.case import Case
from workflow.enums import ClockKind, Role
from workflow.models import AuditEvent, Clock
from workflow.models.people import Department, Jurisdiction, User
from workflow.models.row import one_of
from workflow.models.rules import RuleVersion

# What a supervisor may enter for a unit that works on paper; nobody signs for another.
BY_PROXY = (Role.DRAFTER, Role.OFFICE)
ANSWER_CLOCKS = (ClockKind.REPLY, ClockKind.OPINION, ClockKind.SECOND_HANDLING)
BESIDE_THE_ANSWER = tuple(kind for kind in ClockKind if kind not in ANSWER_CLOCKS)
LIVE = ~Q(status=AssignmentStatus.RETURNED)


class Assignment(Case):
    """One unit's part in a proposal. A returned row stays; the new unit gets its own, which `replaces` it."""

    public = "id uid version jurisdiction proposal department role status origin assigned_on replaces"
    internal = "section officer return_by suggested rule accepted_on extra hop refused_returns convened_on"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="assignments", verbose_name="提案")
    department = models.ForeignKey(Department, models.PROTECT, related_name="assignments", verbose_name="承办单位")
    role = models.CharField("承办方式", max_length=10, choices=AssignmentRole.choices)
    section = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办科室"
    )
    officer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人")
    origin = models.CharField("来历", max_length=10, choices=Origin.choices, default=Origin.MADE)
    status = models.CharField("状态", max_length=12, choices=AssignmentStatus.choices, editable=False)
    assigned_on = models.DateField("交办日期", null=True, blank=True)
    rule = models.ForeignKey(
        RuleVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="规则版本"
    )
    return_by = models.DateField("申退截止", null=True, blank=True)
    suggested = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议改由"
    )
    accepted_on = models.DateField("签收日期", null=True, blank=True)
    extra = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议增加"
    )
    hop = models.PositiveSmallIntegerField("第几次改办", default=0)
    refused_returns = models.PositiveSmallIntegerField("被拒申退次数", default=0)
    convened_on = models.DateField("协调日期", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替换"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        constraints = [
            one_of("status", AssignmentStatus, "assignment_status_known"),
            one_of("role", AssignmentRole, "assignment_role_known"),
            one_of("origin", Origin, "assignment_origin_known"),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=LIVE & Q(role__in=["sole", "lead"]),
                name="assignment_one_lead_unit",
            ),
            models.UniqueConstraint(fields=["proposal", "department"], condition=LIVE, name="assignment_a_unit_once"),
            models.CheckConstraint(
                condition=Q(origin="imported") | Q(assigned_on__isnull=False, return_by__isnull=False),
                name="assignment_made_here_has_its_days",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "status", "-id"], name="assignment_by_unit"),
            models.Index(fields=["jurisdiction", "status", "-id"], name="assignment_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.department}（{self.get_role_display()}）"

    @property
    def case_uid(self) -> uuid.UUID:
        return self.proposal.uid

    @property
    def rules(self) -> RuleVersion:
        """Those of the day of hand-over; a 历史件 goes by those of the proposal."""
        return self.rule or self.proposal.rules

    @property
    def line(self) -> str:
        return self.proposal.line

    @property
    def timed_uids(self) -> list[uuid.UUID]:
        """With the part ends the waiting for its material."""
        return [self.uid, *self.materials.values_list("uid", flat=True)]

    @property
    def answers_the_proposer(self) -> bool:
        """Co-handlers give their opinion to the lead; all others write to the proposer."""
        return self.role != AssignmentRole.ASSIST

    @property
    def times_returned(self) -> int:
        """How often this part of the case was asked to go elsewhere before, by this unit or by those before it."""
        return self.hop + self.refused_returns

    @property
    def was_reopened(self) -> bool:
        """It is handled again: what is to be received has not been answered, and is not asked."""
        if self.status != AssignmentStatus.IN_HAND:
            return False
        return AuditEvent.objects.filter(case_uid=self.case_uid, subject_uid=self.uid, move="reopen").exists()

    @functools.cached_property
    def open_clocks(self) -> list[Clock]:
        """The deadlines of this part that are still to be met, the first one first."""
        mine = Clock.objects.open().filter(subject_uid=self.uid)
        return list(mine.prefetch_related("events").order_by("due", "id"))

    @functools.cached_property
    def answer_clocks(self) -> list[Clock]:
        """By when its answers were, or are, due, the last one at the end."""
        mine = Clock.objects.filter(subject_uid=self.uid, kind__in=ANSWER_CLOCKS, cancelled=False)
        return list(mine.order_by("due", "id"))

    @property
    def answer_clock(self) -> Clock | None:
        """By when the unit's own answer is due: its reply, its opinion or its second reply."""
        return next((clock for clock in self.open_clocks if clock.kind in ANSWER_CLOCKS), None)

    @property
    def paused_on(self) -> dt.date | None:
        """Since when the deadlines of this part stand still."""
        return next((clock.paused_on for clock in self.open_clocks if clock.paused_on), None)

    def due_to_answer(self) -> dt.date | None:
        return self.answer_clock.due if self.answer_clock else None

    @property
    def earliest(self) -> dt.date | None:
        """The day before which nothing can have happened to it."""
        return self.assigned_on

    def posts_of(self, actor: Actor) -> tuple[Post, ...]:
        """Posts of the jurisdiction, of the unit and of the one in whose place it stands today.

        For a unit that works on paper, the supervisor enters its moves.
        """
        units = [] if self.status == AssignmentStatus.RETURNED else [self.department_id, self.department.successor_id]
        own_office = {None, self.department.handing_office_id}
        posts = tuple(
            post
            for post in actor.posts_in(jurisdiction_id=self.jurisdiction_id, unit_ids=units)
            # A supervisor of one 交办机关 watches over the units of that one.
            if post.role != Role.SUPERVISOR or post.hands_over_for in own_office
        )
        if units and self.department.heir.works_on_paper:
            watching = [post for post in posts if post.role == Role.SUPERVISOR]
            posts += tuple(dataclasses.replace(post, role=role, proxy=True) for post in watching for role in BY_PROXY)
        return posts
