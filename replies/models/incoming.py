"""Letters read from files: what was read, and what a person or a rule made of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from letters.letter import Letter
from letters.plain import from_plain
from replies.enums import IncomingStatus
from replies.models.policy import PolicyDocument
from replies.models.reply import Reply
from replies.querysets import IncomingQuerySet
from workflow.models import StoredFile
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row, one_of


class IncomingLetter(Row):
    """One file by the hash of its normalised text: waiting for its unit, then a 历史件, a policy or refused.

    One that gave no text is known by its bytes, until it can be read. `correction` is what a person put in the place
    of `reading`, label and letter alike.
    """

    internal = (
        "id uid jurisdiction text_hash file path kind reason remark suggested_unit department status reply policy "
        "read_at corrected_at"
    )
    personal = "reading text correction corrected_by"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    text_hash = models.CharField("文本哈希", max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="原件")
    path = models.CharField("来源", max_length=300)
    kind = models.CharField("种类", max_length=12)
    reason = models.CharField("判断依据", max_length=300)
    remark = models.CharField("待确认原因", max_length=200, blank=True)
    text = models.TextField("原文", blank=True)
    reading = models.JSONField("识读结果")
    correction = models.JSONField("更正", null=True, blank=True)
    corrected_by = models.CharField("更正人", max_length=80, blank=True)
    corrected_at = models.DateTimeField("更正时间", null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(correction__isnull=True, corrected_at__isnull=True, corrected_by="")
                | Q(correction__isnull=False, corrected_at__isnull=False) & ~Q(corrected_by=""),
                name="incoming_correction_has_its_author",
            ),
        ]

    @property
    def label(self) -> dict[str, Any]:
        """What counts: as corrected, else as read; with the letter itself under `letter`."""
        label: dict[str, Any] = self.correction or self.reading
        return label

    @property
    def letter(self) -> Letter:
        return from_plain(self.label["letter"])
