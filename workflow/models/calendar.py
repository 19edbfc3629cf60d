"""Working-day calendars as versioned rows with the notice they come from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from workflow.enums import DayKind
from workflow.models.people import Jurisdiction
from workflow.models.row import Row, one_of
from workflow.querysets import CalendarQuerySet


class CalendarVersion(Row):
    """One year as one authority set it: national (jurisdiction null), or a jurisdiction's own days on top."""

    public = "id uid jurisdiction year number published notice source loaded_at"

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("版次", default=1)
    published = models.BooleanField("已正式公布", default=False)
    notice = models.CharField("通知文号", max_length=60, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    loaded_at = models.DateTimeField("载入时间")

    objects = CalendarQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "year", "number"], name="calendar_version_once"),
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=Q(jurisdiction=None),
                name="calendar_national_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction or '全国'}{self.year}年"


class CalendarDay(models.Model):
    """A day that differs from the plain week."""

    public = "id version day kind name"
    internal = personal = ""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="days", verbose_name="日历")
    day = models.DateField("日期")
    kind = models.CharField("性质", max_length=4, choices=DayKind.choices)
    name = models.CharField("说明", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "日历日"
        constraints = [
            models.UniqueConstraint(fields=["version", "day"], name="calendar_day_once"),
            one_of("kind", DayKind, "calendar_day_kind_known"),
        ]
