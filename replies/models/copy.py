"""抄送: who gets a copy, in order, how many, and what became of it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from replies.enums import CopyChannel, CopyStatus
from replies.models.following import FollowsReply
from replies.models.reply import Reply
from replies.querysets import CopyQuerySet
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import one_of

OUT = Q(sent_on__isnull=False)
NOT_BACK = Q(returned_on__isnull=True, return_reason="")


class CopyRecipient(FollowsReply):
    """One recipient of the 抄送 line. It enters its flow when it goes out; until then its status is empty.

    sent_on: when it went out last. resent: how often it went out again. reminded_on: when its office was told that
    nobody has acknowledged it.
    """

    public = (
        "id uid version jurisdiction reply order name department copies channel status sent_on received_on "
        "returned_on return_reason resent"
    )
    internal = "reminded_on"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="copies", verbose_name="答复")
    order = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("抄送机关", max_length=80)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    copies = models.PositiveSmallIntegerField("份数", null=True, blank=True)
    channel = models.CharField("方式", max_length=10, choices=CopyChannel.choices, default=CopyChannel.PAPER)
    status = models.CharField("状态", max_length=10, choices=CopyStatus.choices, blank=True, editable=False)
    sent_on = models.DateField("发出日期", null=True, blank=True)
    received_on = models.DateField("签收日期", null=True, blank=True)
    returned_on = models.DateField("退回日期", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    resent = models.PositiveSmallIntegerField("重发次数", default=0)
    reminded_on = models.DateField("提醒日期", null=True, blank=True, editable=False)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抄送"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "order"], name="copy_order_once"),
            models.UniqueConstraint(fields=["reply", "name"], name="copy_recipient_once"),
            one_of("channel", CopyChannel, "copy_channel_known"),
            models.CheckConstraint(condition=Q(status__in=["", *CopyStatus.values]), name="copy_status_known"),
            models.CheckConstraint(condition=Q(copies__isnull=True) | Q(copies__gte=1), name="copy_at_least_one"),
            models.CheckConstraint(
                condition=Q(status="", sent_on__isnull=True, received_on__isnull=True) & NOT_BACK
                | OUT & NOT_BACK & Q(status="sent", received_on__isnull=True)
                | OUT & NOT_BACK & Q(status="received", received_on__isnull=False, received_on__gte=F("sent_on"))
                | OUT
                & Q(status="returned", returned_on__isnull=False, returned_on__gte=F("sent_on"))
                & Q(received_on__isnull=True)
                & ~Q(return_reason=""),
                name="copy_facts_of_its_state",
            ),
        ]
        indexes = [models.Index(fields=["status", "sent_on"], name="copy_by_status")]

    def __str__(self) -> str:
        return self.name

    @property
    def concerns(self) -> int | None:
        """The unit that gets the copy."""
        return self.department_id

    @property
    def earliest(self) -> dt.date | None:
        """The day before which nothing more can have happened to it."""
        return self.returned_on or self.sent_on or self.reply.sent_on

    @property
    def is_out(self) -> bool:
        return bool(self.status)
