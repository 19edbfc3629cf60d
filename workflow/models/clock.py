"""Clocks: when something is due, by which rule and calendar, and everything that moved it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from workflow.enums import ClockEventKind, ClockKind
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row, one_of, together
from workflow.models.rules import RuleVersion
from workflow.querysets import ClockQuerySet


class Clock(Row):
    """`due` is an index over the ledger of events; `epoch` counts its moves, so that a new date reminds anew.

    case_uid: the case whose trail it belongs to. subject_uid: the row that it times (an assignment, a reply).
    subject_line: how a reminder names it, since the office does not know what it times.
    calendar_versions: a span may cross years, so several versions may have had a say.
    limit: the rule's limit as it was chosen for this case; null where a person named the day (`fixed`).
    paused_on: since when it is paused; a paused deadline is never late and reminds nobody.
    remind_on: the next day on which the sweep has to look at it. cancelled: it ended without having been met.
    """

    public = "id uid kind start due provisional closed_on paused_on"
    internal = (
        "jurisdiction case_uid subject_uid subject_line holder epoch closed_at rule calendar_versions explanation limit"
        " fixed remind_on cancelled"
    )

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    case_uid = models.UUIDField("件", db_index=True)
    subject_uid = models.UUIDField("对象")
    subject_line = models.CharField("对象名称", max_length=200)
    kind = models.CharField("期限", max_length=20, choices=ClockKind.choices)
    holder = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位"
    )
    start = models.DateField("起算日")
    due = models.DateField("到期日")
    provisional = models.BooleanField("暂估", default=False)
    epoch = models.PositiveIntegerField("期次", default=0)
    closed_on = models.DateField("完成日期", null=True, blank=True)
    closed_at = models.DateTimeField("完成登记时间", null=True, blank=True)
    rule = models.ForeignKey(RuleVersion, models.PROTECT, related_name="+", verbose_name="规则版本")
    calendar_versions = models.JSONField("日历版本", default=list)
    explanation = models.CharField("依据", max_length=120, blank=True)
    limit = models.JSONField("期限长短", null=True, blank=True)
    fixed = models.DateField("指定日期", null=True, blank=True)
    paused_on = models.DateField("中止自", null=True, blank=True)
    remind_on = models.DateField("下次提醒")
    cancelled = models.BooleanField("未完成而终止", default=False)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理期限"
        constraints = [
            one_of("kind", ClockKind, "clock_kind_known"),
            models.CheckConstraint(condition=Q(due__gte=F("start")), name="clock_due_not_before_start"),
            together("closed_on", "closed_at", name="clock_closed_facts_together"),
            models.CheckConstraint(
                condition=Q(limit__isnull=False, fixed__isnull=True) | Q(limit__isnull=True, fixed__isnull=False),
                name="clock_counted_or_named",
            ),
            models.CheckConstraint(
                condition=Q(cancelled=False) | Q(closed_at__isnull=False), name="clock_cancelled_is_closed"
            ),
            models.UniqueConstraint(
                fields=["subject_uid", "kind"],
                condition=Q(closed_at__isnull=True),
                name="clock_one_open_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["jurisdiction", "due", "id"],
                condition=Q(closed_at__isnull=True),
                name="clock_open_by_due",
            ),
            models.Index(
                fields=["holder", "due", "id"],
                condition=Q(closed_at__isnull=True),
                name="clock_open_by_holder",
            ),
            models.Index(fields=["subject_uid", "due"], name="clock_by_subject"),
            # What the sweep asks every few minutes; it must cost nothing when there is nothing to do.
            models.Index(
                fields=["remind_on", "jurisdiction", "rule"],
                condition=Q(closed_at__isnull=True, paused_on__isnull=True),
                name="clock_to_look_at",
            ),
        ]

    def days_late(self, on: dt.date) -> int:
        """How many days past its last day it stands, or was met; never one that is paused, or was when it was met."""
        return 0 if self.paused_on else max(((self.closed_on or on) - self.due).days, 0)


class ClockEvent(models.Model):
    """One line of a clock's ledger: the day it happened and the time it was entered."""

    public = "id clock kind days until due_before due_after happened_on entered_at"
    internal = "actor reason"
    personal = ""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="events", verbose_name="期限")
    kind = models.CharField("事项", max_length=12, choices=ClockEventKind.choices)
    days = models.IntegerField("宽限天数", null=True, blank=True)
    until = models.DateField("延至", null=True, blank=True)
    due_before = models.DateField("原到期日", null=True, blank=True)
    due_after = models.DateField("新到期日", null=True, blank=True)
    reason = models.CharField("事由", max_length=500, blank=True)
    actor = models.CharField("经办", max_length=120)
    happened_on = models.DateField("发生日期")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "期限变动"
        constraints = [
            one_of("kind", ClockEventKind, "clock_event_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="extension", until__isnull=False) | (~Q(kind="extension") & Q(until__isnull=True)),
                name="clock_event_extension_names_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="allowance", days__isnull=False) | (~Q(kind="allowance") & Q(days__isnull=True)),
                name="clock_event_allowance_has_days",
            ),
        ]
