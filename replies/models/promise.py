"""落实事项: what a reply said would be done, by whom and by when, until it is done."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from replies.enums import PromiseStatus
from replies.models.following import FollowsReply
from replies.models.reply import Reply
from replies.querysets import PromiseQuerySet
from workflow.models import StoredFile
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import one_of


class Promise(FollowsReply):
    """One thing to be done. Its owner may be another unit of the place than the one that wrote the reply."""

    public = "id uid version jurisdiction reply text owner due status made_on kept_on"
    internal = "evidence file"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="promises", verbose_name="答复")
    text = models.TextField("落实事项")
    owner = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="责任单位")
    due = models.DateField("完成期限")
    status = models.CharField("状态", max_length=8, choices=PromiseStatus.choices, editable=False)
    made_on = models.DateField("列入日期")
    kept_on = models.DateField("落实日期", null=True, blank=True)
    evidence = models.TextField("落实情况", blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证材料"
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "落实事项"
        ordering = ["due", "id"]
        constraints = [
            one_of("status", PromiseStatus, "promise_status_known"),
            models.CheckConstraint(condition=~Q(text=""), name="promise_says_something"),
            models.CheckConstraint(
                condition=Q(status="open", kept_on__isnull=True, evidence="")
                | Q(status="kept", kept_on__isnull=False) & ~Q(evidence=""),
                name="promise_kept_facts_together",
            ),
        ]
        indexes = [models.Index(fields=["owner", "status", "due"], name="promise_by_owner")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def concerns(self) -> int | None:
        """The unit that is to do it."""
        return self.owner_id

    @property
    def earliest(self) -> dt.date | None:
        return self.made_on
