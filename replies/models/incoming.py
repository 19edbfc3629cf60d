"""Letters read from files: what was read, and what a person or a rule made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from replies.enums import IncomingStatus
from replies.models.policy import PolicyDocument
from replies.models.reply import Reply
from replies.querysets import IncomingQuerySet
from workflow.models import StoredFile
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row, one_of


class IncomingLetter(Row):
    """One file by the hash of its normalised text: waiting for its unit, then a 历史件, a policy or refused."""

    internal = (
        "id uid jurisdiction text_hash file path kind reason suggested_unit department status reply policy read_at"
    )
    personal = "reading"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    text_hash = models.CharField("文本哈希", max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="原件")
    path = models.CharField("来源", max_length=300)
    kind = models.CharField("种类", max_length=12)
    reason = models.CharField("判断依据", max_length=300)
    reading = models.JSONField("识读结果")
    suggested_unit = models.CharField("建议单位", max_length=80, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认单位"
    )
    status = models.CharField("状态", max_length=10, choices=IncomingStatus.choices, default=IncomingStatus.WAITING)
    reply = models.OneToOneField(
        Reply, models.PROTECT, null=True, blank=True, related_name="incoming", verbose_name="历史件"
    )
    policy = models.ForeignKey(
        PolicyDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="政策文件"
    )
    read_at = models.DateTimeField("识读时间")

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入公文"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "text_hash"], name="incoming_letter_once"),
            one_of("status", IncomingStatus, "incoming_status_known"),
            models.CheckConstraint(
                condition=Q(status="made") ^ Q(reply__isnull=True), name="incoming_made_has_its_reply"
            ),
            models.CheckConstraint(
                condition=Q(status="policy") ^ Q(policy__isnull=True), name="incoming_policy_has_its_document"
            ),
        ]
