"""Obligations to remind, each made once, and the diary of the sweep."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from workflow.enums import Channel
from workflow.models.clock import Clock
from workflow.models.outbox import Dispatch
from workflow.models.people import User
from workflow.models.row import one_of
from workflow.querysets import ObligationQuerySet


class Obligation(models.Model):
    """One person is to be reminded of one clock, at one rung, through one channel. The key keeps it to once."""

    internal = "id clock epoch rung channel made_at claim dispatch moot_at"
    personal = "recipient"
    public = ""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="obligations", verbose_name="期限")
    epoch = models.PositiveIntegerField("期次")
    rung = models.SmallIntegerField("提醒档", help_text="距到期的日历天数，超期为负")
    recipient = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="收件人")
    channel = models.CharField("渠道", max_length=12, choices=Channel.choices)
    made_at = models.DateTimeField("生成时间")
    claim = models.UUIDField("领取", null=True, blank=True, db_index=True)
    dispatch = models.ForeignKey(
        Dispatch, models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name="消息"
    )

    moot_at = models.DateTimeField("失效时间", null=True, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = [
            models.UniqueConstraint(fields=["clock", "epoch", "rung", "recipient", "channel"], name="obligation_once"),
            one_of("channel", Channel, "obligation_channel_known"),
        ]
        indexes = [
            models.Index(fields=["recipient", "channel"], condition=Q(claim__isnull=True), name="obligation_to_gather")
        ]


class Snooze(models.Model):
    """Somebody need not hear of one deadline until a day, and says why. A new last day ends it."""

    internal = "id clock epoch until reason made_at"
    personal = "user"
    public = ""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="snoozes", verbose_name="期限")
    epoch = models.PositiveIntegerField("期次")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    until = models.DateField("暂缓至")
    reason = models.CharField("理由", max_length=200)
    made_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "暂缓提醒"
        constraints = [models.UniqueConstraint(fields=["clock", "epoch", "user"], name="snooze_once")]


class SweepRun(models.Model):
    """When the sweep last ran and what it found: the watchdog reads it."""

    internal = "id started_at finished_at made"
    public = personal = ""

    started_at = models.DateTimeField("开始时间", db_index=True)
    finished_at = models.DateTimeField("结束时间")
    made = models.PositiveIntegerField("新增提醒", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "提醒巡检"
