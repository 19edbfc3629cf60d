"""A new calendar proposes to move open deadlines: which, from, to; a supervisor decides."""

from __future__ import annotations

from django.db import models

from workflow.enums import ShiftStatus
from workflow.models.calendar import CalendarVersion
from workflow.models.clock import Clock
from workflow.models.people import Jurisdiction
from workflow.models.row import Row, one_of
from workflow.querysets import ShiftQuerySet


class Shift(Row):
    """The open deadlines of one place that a calendar version would move, decided as a whole and once."""

    internal = "id uid jurisdiction version status made_at decided_at decided_by note"
    public = personal = ""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="shifts", verbose_name="工作日历")
    status = models.CharField("状态", max_length=10, choices=ShiftStatus.choices, default=ShiftStatus.PROPOSED)
    made_at = models.DateTimeField("生成时间")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.CharField("决定人", max_length=120, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限调整建议"
        constraints = [
            one_of("status", ShiftStatus, "shift_status_known"),
            models.UniqueConstraint(fields=["jurisdiction", "version"], name="shift_once_a_version"),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.status == ShiftStatus.PROPOSED and self.decided_at is None

    @property
    def is_under_way(self) -> bool:
        """Decided, and being carried out."""
        return self.status == ShiftStatus.PROPOSED and self.decided_at is not None


class ShiftLine(models.Model):
    """One open deadline that would move. epoch: the one that was seen; a deadline that moved since is counted anew."""

    internal = "id shift clock epoch due_before due_after why"
    public = personal = ""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="lines", verbose_name="建议")
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="+", verbose_name="期限")
    epoch = models.PositiveIntegerField("期次")
    due_before = models.DateField("原到期日")
    due_after = models.DateField("新到期日")
    why = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限调整"
        constraints = [models.UniqueConstraint(fields=["shift", "clock"], name="shift_line_once")]
