"""Messages on their way out: written with the decision, sent after it, each claimed once."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from workflow.enums import Channel, DispatchStatus
from workflow.models.people import Department, Jurisdiction, User
from workflow.models.row import Row, one_of
from workflow.querysets import DispatchQuerySet


class Gateway(Row):
    """A way out that a place has set up: a group robot, a receiver of pushes, an SMS service.

    department: for the people of one unit only; null for the whole place. secret: the key that messages are signed
    with. options: what one kind of channel needs beside it, such as the body template of an SMS service.
    """

    internal = "id uid jurisdiction department channel name active options"
    personal = "url secret"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="gateways", verbose_name="地区")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="gateways", verbose_name="限于单位"
    )
    channel = models.CharField("渠道", max_length=12, choices=Channel.choices)
    name = models.CharField("名称", max_length=60)
    url = models.URLField("地址", max_length=500)
    secret = models.CharField("密钥", max_length=200, blank=True)
    options = models.JSONField("其他设置", default=dict, blank=True)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息渠道"
        constraints = [
            one_of("channel", Channel, "gateway_channel_known"),
            models.UniqueConstraint(
                fields=["department", "channel"], condition=Q(active=True), name="gateway_one_of_a_unit"
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "channel"],
                condition=Q(active=True, department=None),
                name="gateway_one_of_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_channel_display()}）"

    @property
    def host(self) -> str:
        """What of the address may be shown: the rest of it is often a key."""
        return urlsplit(self.url).hostname or ""

    def clean(self) -> None:
        if self.department and self.department.jurisdiction_id != self.jurisdiction_id:
            raise ValidationError({"department": "该单位不属于所选地区。"})
        if self.channel in (Channel.INBOX, Channel.EMAIL):
            raise ValidationError({"channel": "站内消息和电子邮件无须设置。"})
        if problem := self._wrong_options():
            raise ValidationError({"options": problem})

    def _wrong_options(self) -> str:
        """What the channel would stumble over, in words for whoever sets it up."""
        if not isinstance(self.options, dict):
            return "应为 {…} 的形式。"
        success = self.options.get("success")
        pair = isinstance(success, list) and len(success) == 2 and isinstance(success[0], str)
        if success is not None and not pair:
            return 'success 应为 [字段, 值] 的形式，如 ["code", 0]。'
        plain = (str, int, bool, type(None))
        if isinstance(success, list) and not all(isinstance(each, plain) for each in success):
            return "success 的值应为文字或数字。"
        limited, headers = self.options.get("limited", []), self.options.get("headers", {})
        if not isinstance(limited, list) or not all(isinstance(each, plain) for each in limited):
            return 'limited 应为由文字或数字组成的列表，如 ["LIMIT"]。'
        if not isinstance(headers, dict) or not all(isinstance(each, str) for each in headers.values()):
            return "headers 应为 {名称: 文字} 的形式。"
        if self.channel == Channel.SMS and not (pair and isinstance(self.options.get("body"), dict)):
            example = '{"body": {"phone": "{mobile}", "content": "{text}"}, "success": ["code", "OK"]}'
            return f"短信须设置 body（请求内容）和 success（成功标志），如 {example}。"
        if not isinstance(self.options.get("id", ""), str):
            return "id 应为文字。"
        return ""


class Dispatch(Row):
    """One message to one person through one channel. An inbox message is delivered by being here."""

    internal = (
        "id uid jurisdiction channel gateway subject status attempts next_try_at claim created_at sent_at read_at"
        " last_error provider_id"
    )
    personal = "recipient address body"

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    recipient = models.ForeignKey(User, models.PROTECT, related_name="dispatches", verbose_name="收件人")
    channel = models.CharField("渠道", max_length=12, choices=Channel.choices)
    gateway = models.ForeignKey(
        Gateway, models.PROTECT, null=True, blank=True, related_name="dispatches", verbose_name="经由"
    )
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
    provider_id = models.CharField("对方编号", max_length=120, blank=True)

    objects = DispatchQuerySet.as_manager()

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
