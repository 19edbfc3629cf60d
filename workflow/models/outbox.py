"""Messages on their way out: written with the decision, sent after it, each claimed once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from workflow.enums import Channel, DispatchStatus
from workflow.models.people import User
from workflow.models.row import Row, one_of


class Dispatch(Row):
    """One message to one person through one channel. An inbox message is delivered by being here."""

    internal = "id uid channel subject status attempts next_try_at claim created_at sent_at read_at last_error"
    personal = "recipient address body"

    recipient = models.ForeignKey(User, models.PROTECT, related_name="dispatches", verbose_name="收件人")
    channel = models.CharField("渠道", max_length=12, choices=Channel.choices)
    address = models.CharField("地址", max_length=254, blank=True)
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("内容")
    status = models.CharField("状态", max_length=10, choices=DispatchStatus.choices, default=DispatchStatus.PENDING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField("下次发送")
    claim = models.UUIDField("领取", null=True, blank=True, db_index=True)
    created_at = models.DateTimeField("生成时间")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    last_error = models.CharField("最近错误", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        constraints = [
            one_of("channel", Channel, "dispatch_channel_known"),
            one_of("status", DispatchStatus, "dispatch_status_known"),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="dispatch_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "next_try_at"], name="dispatch_to_try"),
            models.Index(fields=["recipient", "channel", "-id"], name="dispatch_inbox"),
        ]
