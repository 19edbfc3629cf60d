"""办理结果 after sending: what the reply said stays, and what became of it is added."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from replies.models.reply import Reply
from workflow.models import StoredFile
from workflow.models.row import Row


class GradeChange(Row):
    """B转A and its like, confirmed by the supervisor. Never changed; the newest counts."""

    public = "id uid reply old new happened_on"
    internal = "reason evidence entered_at"
    personal = "entered_by"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="grade_changes", verbose_name="答复")
    old = models.CharField("原办理结果", max_length=10, blank=True)
    new = models.CharField("现办理结果", max_length=10)
    reason = models.TextField("理由")
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="依据"
    )
    happened_on = models.DateField("确认日期")
    entered_by = models.CharField("登记人", max_length=120)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理结果调整"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")) & ~Q(new=""), name="grade_change_changes"),
            models.CheckConstraint(condition=~Q(reason=""), name="grade_change_has_a_reason"),
        ]
