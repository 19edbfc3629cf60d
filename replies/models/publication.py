"""公开审查: how much of a sent reply the public may read, who looked through it, and on what ground not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from replies.enums import Extent
from replies.models.reply import Reply
from workflow.models.row import Row, one_of


class Publication(Row):
    """Decided once. What goes out was read for personal data by a named person."""

    public = "id uid reply extent ground summary decided_on"
    internal = "personal_data_removed entered_at"
    personal = "reviewer entered_by"

    reply = models.OneToOneField(Reply, models.PROTECT, related_name="publication", verbose_name="答复")
    extent = models.CharField("公开方式", max_length=8, choices=Extent.choices)
    ground = models.CharField("不予公开理由", max_length=200, blank=True)
    summary = models.TextField("公开摘要", blank=True)
    reviewer = models.CharField("保密审查人", max_length=80)
    personal_data_removed = models.BooleanField("已核去个人信息", default=False)
    decided_on = models.DateField("审查日期")
    entered_by = models.CharField("登记人", max_length=120)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开审查"
        constraints = [
            one_of("extent", Extent, "publication_extent_known"),
            models.CheckConstraint(
                condition=~Q(extent="none") | ~Q(ground=""), name="publication_withheld_on_a_ground"
            ),
            models.CheckConstraint(condition=~Q(extent="summary") | ~Q(summary=""), name="publication_has_its_summary"),
            models.CheckConstraint(
                condition=Q(extent="none") | Q(personal_data_removed=True), name="publication_without_personal_data"
            ),
            models.CheckConstraint(condition=~Q(reviewer=""), name="publication_was_reviewed"),
        ]
