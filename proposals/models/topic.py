"""Topics 专题: cases of many units and years that belong together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from proposals.models.proposal import Proposal
from proposals.querysets import TopicQuerySet
from workflow.models.people import Jurisdiction
from workflow.models.row import Row


class Topic(Row):
    """A name under which a place gathers proposals; a proposal may stand under several."""

    public = "id uid jurisdiction name proposals"
    internal = "note"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="topics", verbose_name="地区")
    name = models.CharField("名称", max_length=60)
    note = models.TextField("说明", blank=True)
    proposals = models.ManyToManyField(Proposal, related_name="topics", blank=True, verbose_name="提案")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专题"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="topic_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="topic_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
