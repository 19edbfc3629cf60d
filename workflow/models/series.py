"""Document numbers: series, what they serve, their years, and every number typed in, imported or given out."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from letters.letter import DocNumber
from workflow.enums import NumberStatus, PaperKind
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row, one_of
from workflow.querysets import NumberQuerySet, SeriesQuerySet


class NumberSeries(Row):
    """机关代字 of a jurisdiction. `owned`: the system issues its numbers; otherwise they are typed in and checked."""

    public = "id uid jurisdiction department code owned"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    code = models.CharField("机关代字", max_length=20)
    owned = models.BooleanField("由本系统编号", default=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文号代字"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code"], name="number_series_once"),
            models.CheckConstraint(
                condition=Q(owned=False) | Q(department__isnull=False), name="number_series_owned_by_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def case_uid(self) -> uuid.UUID:
        """What is done with an owned series stands on the trail of its unit."""
        return (self.department or self.jurisdiction).case_uid


class SeriesUse(Row):
    """What an owned series serves: one kind of paper of one unit, and no other series with it."""

    public = "id uid series department paper"

    series = models.ForeignKey(NumberSeries, models.CASCADE, related_name="uses", verbose_name="代字")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="单位")
    paper = models.CharField("用于", max_length=10, choices=PaperKind.choices)

    class Meta:
        verbose_name = verbose_name_plural = "代字用途"
        constraints = [
            models.UniqueConstraint(fields=["department", "paper"], name="series_use_once"),
            one_of("paper", PaperKind, "series_use_paper_known"),
        ]

    def __str__(self) -> str:
        return self.get_paper_display()


class SeriesYear(Row):
    """The counter of an owned series in a year. Its row's lock puts those who ask for a number in a queue.

    first: the number with which this system began in the year. last: the one given out last; first - 1 before any.
    """

    public = "id uid series year first last"

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="years", verbose_name="代字")
    year = models.PositiveSmallIntegerField("年份")
    first = models.PositiveIntegerField("起始号", default=1)
    last = models.PositiveIntegerField("已编至", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "代字年度"
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="series_year_once"),
            models.CheckConstraint(condition=Q(first__gte=1), name="series_year_from_one"),
            models.CheckConstraint(condition=Q(last__gte=F("first") - 1), name="series_year_counts_up"),
        ]

    def __str__(self) -> str:
        return f"{self.series.code}〔{self.year}〕"


class IssuedNumber(Row):
    """One number of a series in a year; never used again, not even when void."""

    public = "id uid series year n status"
    internal = "subject_uid purpose reason entered_at"

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers", verbose_name="代字")
    year = models.PositiveSmallIntegerField("年份")
    n = models.PositiveIntegerField("序号")
    status = models.CharField("状态", max_length=10, choices=NumberStatus.choices, default=NumberStatus.ISSUED)
    subject_uid = models.UUIDField("对象", null=True, blank=True)
    purpose = models.CharField("用途", max_length=200, blank=True)
    reason = models.CharField("作废原因", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")

    objects = NumberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文号"
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "n"], name="issued_number_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="issued_number_from_one"),
            one_of("status", NumberStatus, "issued_number_status_known"),
            models.CheckConstraint(condition=~Q(status="void") | ~Q(reason=""), name="issued_number_void_has_reason"),
            models.CheckConstraint(
                condition=~Q(status="reserved") | Q(subject_uid__isnull=False) | ~Q(purpose=""),
                name="issued_number_reserved_for_something",
            ),
            models.UniqueConstraint(
                fields=["subject_uid"], condition=Q(status="reserved"), name="issued_number_one_reserved"
            ),
        ]

    def __str__(self) -> str:
        return str(DocNumber(self.series.code, self.year, self.n))
