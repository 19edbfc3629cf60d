"""预交办: the allocation as proposed, and what units say of it before the formal hand-over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from proposals.enums import AssignmentRole, Decision, PlanWish
from proposals.models.proposal import Proposal
from proposals.querysets import PlanOpinionQuerySet
from workflow.models.people import Department
from workflow.models.row import Row, one_of


class PlannedShare(Row):
    """One unit's part as it is proposed; hand-over takes these where nothing else is said."""

    public = "id uid proposal department role"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="planned", verbose_name="提案")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="拟承办单位")
    role = models.CharField("承办方式", max_length=10, choices=AssignmentRole.choices)

    class Meta:
        verbose_name = verbose_name_plural = "拟承办"
        ordering = ["id"]
        constraints = [
            one_of("role", AssignmentRole, "planned_role_known"),
            models.UniqueConstraint(fields=["proposal", "department"], name="planned_a_unit_once"),
        ]


class PlanOpinion(Row):
    """What one unit says of the proposed allocation. It is no return, and is counted as none."""

    internal = "id uid proposal department wish suggested reason decision words happened_on"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="plan_opinions", verbose_name="提案")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="单位")
    wish = models.CharField("意见", max_length=10, choices=PlanWish.choices)
    suggested = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议改由"
    )
    reason = models.TextField("理由")
    decision = models.CharField("结果", max_length=10, choices=Decision.choices, default=Decision.ASKED)
    words = models.TextField("处理意见", blank=True)
    happened_on = models.DateField("日期")

    objects = PlanOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预交办意见"
        ordering = ["id"]
        constraints = [
            one_of("wish", PlanWish, "plan_wish_known"),
            one_of("decision", Decision, "plan_opinion_decision_known"),
            models.UniqueConstraint(
                fields=["proposal", "department"], condition=Q(decision=Decision.ASKED), name="plan_opinion_one_open"
            ),
        ]

    def __str__(self) -> str:
        elsewhere = f"，建议由{self.suggested}承办" if self.suggested else ""
        return f"{self.department}：{self.get_wish_display()}{elsewhere}"
