"""抄送: who gets a copy, in order, how many, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from replies.enums import CopyChannel
from replies.models.reply import Reply
from replies.querysets import CopyQuerySet
from workflow.models.people import Department
from workflow.models.row import Row, one_of


class CopyRecipient(Row):
    """One recipient of the 抄送 line."""

    public = "id uid reply order name department copies channel sent_on received_on"

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="copies", verbose_name="答复")
    order = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("抄送机关", max_length=80)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    copies = models.PositiveSmallIntegerField("份数", null=True, blank=True)
    channel = models.CharField("方式", max_length=10, choices=CopyChannel.choices, default=CopyChannel.PAPER)
    sent_on = models.DateField("发出日期", null=True, blank=True)
    received_on = models.DateField("签收日期", null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抄送"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "order"], name="copy_order_once"),
            models.UniqueConstraint(fields=["reply", "name"], name="copy_recipient_once"),
            one_of("channel", CopyChannel, "copy_channel_known"),
            models.CheckConstraint(condition=Q(copies__isnull=True) | Q(copies__gte=1), name="copy_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.name
