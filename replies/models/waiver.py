"""情况说明: why a problem that 格式校核 found is let stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from replies.models.reply import Reply
from replies.querysets import WaiverQuerySet
from workflow.models.people import User
from workflow.models.row import Row


class Waiver(Row):
    """One problem of one letter, in the words in which it was found, and the reason given for it.

    It holds for the same rule saying the same of the same words (`key`), and for nothing that is found later.
    """

    internal = (
        "id uid reply key rule part quote message reason author author_name happened_on created_at "
        "withdrawn_at withdrawn_by"
    )

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="waivers", verbose_name="答复")
    key = models.CharField("问题标识", max_length=64)
    rule = models.CharField("校核规则", max_length=40)
    part = models.CharField("部位", max_length=20)
    quote = models.TextField("原文", blank=True)
    message = models.TextField("问题")
    reason = models.TextField("情况说明")
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="说明人")
    author_name = models.CharField("说明人姓名", max_length=80)
    happened_on = models.DateField("说明日期")
    created_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("收回时间", null=True, blank=True)
    withdrawn_by = models.CharField("收回人", max_length=80, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "情况说明"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "key"], condition=Q(withdrawn_at=None), name="waiver_one_of_a_problem"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) ^ ~Q(withdrawn_by=""), name="waiver_withdrawn_facts_together"
            ),
        ]

    def __str__(self) -> str:
        return self.reason
