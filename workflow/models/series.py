"""Document numbers: series, and every number typed in, imported or issued from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from workflow.enums import NumberStatus
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row, one_of


class NumberSeries(Row):
    """机关代字 of a jurisdiction. `owned`: the system issues its numbers; otherwise they are typed in and checked."""

    public = "id uid jurisdiction department code owned"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    code = models.CharField("机关代字", max_length=20)
    owned = models.BooleanField("由本系统编号", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "文号代字"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "code"], name="number_series_once")]

    def __str__(self) -> str:
        return self.code


class IssuedNumber(Row):
    """One number of a series in a year; never used again, not even when void."""

    public = "id uid series year n status"
    internal = "subject_uid reason entered_at"

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers", verbose_name="代字")
    year = models.PositiveSmallIntegerField("年份")
    n = models.PositiveIntegerField("序号")
    status = models.CharField("状态", max_length=10, choices=NumberStatus.choices, default=NumberStatus.ISSUED)
    subject_uid = models.UUIDField("对象", null=True, blank=True)
    reason = models.CharField("作废原因", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "文号"
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "n"], name="issued_number_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="issued_number_from_one"),
            one_of("status", NumberStatus, "issued_number_status_known"),
            models.CheckConstraint(condition=~Q(status="void") | ~Q(reason=""), name="issued_number_void_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.series.code}〔{self.year}〕{self.n}号"
