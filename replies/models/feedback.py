"""委员评价: two marks and words by each proposer, and the links through which they come."""

from __future__ import annotations

from django.db import models

from proposals.models import Proposer
from replies.enums import FeedbackWay, Mark
from replies.models.reply import Reply
from replies.querysets import FeedbackLinkQuerySet, FeedbackQuerySet
from workflow.models import StoredFile
from workflow.models.row import Row, one_of


class Feedback(Row):
    """What one proposer said of one reply. A change of mind is a new revision; silence has no row."""

    public = "id uid reply proposer revision attitude result way happened_on"
    internal = "entered_by entered_at scan"
    personal = "words"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="feedback", verbose_name="答复")
    proposer = models.ForeignKey(Proposer, models.PROTECT, related_name="feedback", verbose_name="提案人")
    revision = models.PositiveSmallIntegerField("次数", default=1)
    attitude = models.CharField("办理态度", max_length=14, choices=Mark.choices)
    result = models.CharField("办理结果", max_length=14, choices=Mark.choices)
    words = models.TextField("意见和建议", blank=True)
    way = models.CharField("方式", max_length=6, choices=FeedbackWay.choices)
    happened_on = models.DateField("评价日期")
    entered_by = models.CharField("登记人", max_length=120)
    entered_at = models.DateTimeField("登记时间")
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="征询意见表扫描件"
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委员评价"
        constraints = [
            models.UniqueConstraint(fields=["reply", "proposer", "revision"], name="feedback_once"),
            one_of("attitude", Mark, "feedback_attitude_known"),
            one_of("result", Mark, "feedback_result_known"),
            one_of("way", FeedbackWay, "feedback_way_known"),
        ]


class FeedbackLink(Row):
    """A link for one proposer to one reply. Only its hash is kept; the token stands on the letter."""

    public = "id uid reply proposer made_at expires_on"
    personal = "digest"

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="links", verbose_name="答复")
    proposer = models.ForeignKey(Proposer, models.CASCADE, related_name="links", verbose_name="提案人")
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")
    expires_on = models.DateField("有效期至")

    objects = FeedbackLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价链接"
