"""The roster of members, per term."""

from __future__ import annotations

import uuid

from django.db import models

from proposals.querysets import MemberQuerySet, Term
from workflow.enums import Level
from workflow.models.people import Jurisdiction
from workflow.models.row import Row, one_of


class Member(Row):
    """A member of a CPPCC body in one term. The phone is for units that hold a case of theirs."""

    public = "id uid jurisdiction level body term name sector party until"
    personal = "post phone"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="members", verbose_name="地区")
    level = models.CharField("政协层级", max_length=10, choices=Level.choices)
    body = models.CharField("政协名称", max_length=40)
    term = models.PositiveSmallIntegerField("届")
    name = models.CharField("姓名", max_length=40)
    sector = models.CharField("界别", max_length=40, blank=True)
    party = models.CharField("党派", max_length=40, blank=True)
    post = models.CharField("单位职务", max_length=120, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    until = models.DateField("委员资格止于", null=True, blank=True, help_text="任期内不再担任委员的填写，含当日。")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委员"
        constraints = [one_of("level", Level, "member_level_known")]
        indexes = [models.Index(fields=["jurisdiction", "term", "name"], name="member_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def case_uid(self) -> uuid.UUID:
        """Reads of a phone that belong to no case have a trail of their own."""
        return self.uid

    @property
    def of_term(self) -> Term:
        return Term(self.jurisdiction_id, self.level, self.body, self.term)
