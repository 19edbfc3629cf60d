"""The trail: append-only, without foreign keys, so that it outlives the rows it tells of."""

from __future__ import annotations

from django.db import models

from workflow.enums import Source
from workflow.models.row import one_of
from workflow.querysets import TrailQuerySet


class TrailHead(models.Model):
    """Length and last hash of one case's chain; its row lock puts writers of one case in a queue."""

    internal = "case_uid length last_hash"
    public = personal = ""

    case_uid = models.UUIDField("件", primary_key=True)
    length = models.PositiveIntegerField("条数", default=0)
    last_hash = models.CharField("末条哈希", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录链"


class AuditEvent(models.Model):
    """One move: who, acting for whom, as what, when it happened and was entered, from, to, why, by which door."""

    public = "id case_uid seq move happened_on entered_at subject_kind subject_uid from_status to_status"
    internal = "jurisdiction_id actor_uid role source reason payload request_id prev_hash hash"
    personal = "actor"

    case_uid = models.UUIDField("件")
    seq = models.PositiveIntegerField("序号")
    jurisdiction_id = models.BigIntegerField("地区", db_index=True)
    subject_kind = models.CharField("对象类型", max_length=40)
    subject_uid = models.UUIDField("对象", db_index=True)
    move = models.CharField("事项", max_length=40)
    from_status = models.CharField("原状态", max_length=20, blank=True)
    to_status = models.CharField("新状态", max_length=20, blank=True)
    actor = models.CharField("经办人", max_length=120)
    actor_uid = models.UUIDField("经办人标识", null=True, blank=True)
    role = models.CharField("职责", max_length=20, blank=True)
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    request_id = models.CharField("请求", max_length=64, blank=True)
    reason = models.TextField("说明", blank=True)
    payload = models.JSONField("内容", default=dict)
    happened_on = models.DateField("发生日期")
    entered_at = models.DateTimeField("登记时间")
    prev_hash = models.CharField("前条哈希", max_length=64, blank=True)
    hash = models.CharField("哈希", max_length=64)

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        constraints = [
            models.UniqueConstraint(fields=["case_uid", "seq"], name="audit_event_once"),
            one_of("source", Source, "audit_event_source_known"),
        ]
