"""Which unit handles a proposal, as what, and how far it is."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from proposals.enums import AssignmentRole, AssignmentStatus, Origin
from proposals.models.proposal import Proposal
from proposals.querysets import AssignmentQuerySet
from workflow.actor import Actor
from workflow.enums import Role
from workflow.models.people import Department, Jurisdiction, User
from workflow.models.row import Versioned, one_of
from workflow.models.rules import RuleVersion

LIVE = ~Q(status=AssignmentStatus.RETURNED)


class Assignment(Versioned):
    """One unit's part in a proposal. A returned row stays; the new unit gets its own, which `replaces` it."""

    public = "id uid version jurisdiction proposal department role status origin assigned_on replaces"
    internal = "section officer return_by suggested rule"

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
    def line(self) -> str:
        return self.proposal.line

    @property
    def answers_the_proposer(self) -> bool:
        """Co-handlers give their opinion to the lead; all others write to the proposer."""
        return self.role != AssignmentRole.ASSIST

    @property
    def earliest(self) -> dt.date | None:
        """The day before which nothing can have happened to it."""
        return self.assigned_on

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        units = [] if self.status == AssignmentStatus.RETURNED else [self.department_id]
        return actor.roles_in(jurisdiction_id=self.jurisdiction_id, unit_ids=units)
