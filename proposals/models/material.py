"""Material that a unit collects for its reply from a section, a subordinate unit or a county's own bureaus."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q

from proposals.enums import MaterialStatus
from proposals.flows import MATERIAL_FLOW
from proposals.models.assignment import Assignment
from proposals.querysets import MaterialQuerySet
from workflow.actor import Actor, Post
from workflow.case import Case
from workflow.models import RuleVersion, StoredFile
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import one_of


class Material(Case):
    """One request with a day of its own. The unit or section that is asked sees this, not the case."""

    internal = "id uid version jurisdiction assignment department status wanted due text file asked_on given_on"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="materials", verbose_name="承办")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="提供单位")
    status = models.CharField("状态", max_length=12, choices=MaterialStatus.choices, editable=False)
    wanted = models.TextField("所需材料")
    due = models.DateField("提供期限")
    asked_on = models.DateField("征集日期")
    given_on = models.DateField("提供日期", null=True, blank=True)
    text = models.TextField("材料", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料征集"
        constraints = [
            one_of("status", MaterialStatus, "material_status_known"),
            models.CheckConstraint(condition=Q(due__gte=F("asked_on")), name="material_due_after_asked"),
            models.CheckConstraint(
                condition=~Q(status="given") | Q(given_on__isnull=False) & (~Q(text="") | Q(file__isnull=False)),
                name="material_given_is_something",
            ),
        ]
        indexes = [models.Index(fields=["department", "status", "-id"], name="material_by_unit")]

    def __str__(self) -> str:
        return f"{self.department}：{self.wanted[:40]}"

    leans_on = ("assignment",)
    ends = MATERIAL_FLOW.ends

    @property
    def case_uid(self) -> uuid.UUID:
        return self.assignment.case_uid

    @property
    def line(self) -> str:
        return self.assignment.line

    @property
    def rules(self) -> RuleVersion:
        return self.assignment.rules

    @property
    def earliest(self) -> dt.date | None:
        """Nothing can have happened to it before it was asked for, and that not before the unit had the case."""
        return self.asked_on if self.status else self.assignment.assigned_on

    def posts_of(self, actor: Actor) -> tuple[Post, ...]:
        """Posts of the asking unit and of the unit asked; where that lies in a county, the county does not watch."""
        unit = self.department.unit_id
        asked = actor.posts_in(jurisdiction_id=self.department.jurisdiction_id, unit_ids=[unit])
        return self.assignment.posts_of(actor) + tuple(post for post in asked if post.unit_id)

    def is_asked_of(self, actor: Actor) -> bool:
        return self.department.unit_id in actor.unit_ids
