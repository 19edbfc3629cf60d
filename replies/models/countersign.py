"""会签: which units were asked for their agreement to a draft, and what each said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from replies.models.reply import Reply
from replies.querysets import CountersignatureQuerySet
from workflow.models.people import Department
from workflow.models.row import Row


class Countersignature(Row):
    """One unit asked in one round. A draft that was sent back and comes again asks anew: the old words stay."""

    internal = "id uid reply department round agreed words happened_on entered_at"
    personal = "person entered_by"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="countersignatures", verbose_name="答复")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="会签单位")
    round = models.PositiveSmallIntegerField("第几次会签")
    agreed = models.BooleanField("同意", null=True, blank=True)
    words = models.TextField("会签意见", blank=True)
    person = models.CharField("会签人", max_length=80, blank=True)
    happened_on = models.DateField("会签日期", null=True, blank=True)
    entered_by = models.CharField("登记人", max_length=120, blank=True)
    entered_at = models.DateTimeField("登记时间", null=True, blank=True)

    objects = CountersignatureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会签"
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "department", "round"], name="countersignature_once_a_round"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, happened_on__isnull=True, entered_at__isnull=True, person="")
                | Q(agreed__isnull=False, happened_on__isnull=False, entered_at__isnull=False) & ~Q(person=""),
                name="countersignature_facts_together",
            ),
            models.CheckConstraint(
                condition=~Q(agreed=False) | ~Q(words=""), name="countersignature_objects_with_reason"
            ),
        ]
