"""Work on a draft: its versions, what was typed and not saved, who has it open, and remarks on passages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from replies.enums import TextSource
from replies.models.reply import Reply
from replies.querysets import RemarkQuerySet
from workflow.models import StoredFile
from workflow.models.people import ApiKey, User
from workflow.models.row import Row, one_of


class TextVersion(Row):
    """文稿: title, salutation and body as they were saved once; never changed."""

    public = "id uid reply number title addressees body source"
    internal = "author author_name file note created_at"

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="versions", verbose_name="答复")
    number = models.PositiveIntegerField("版次")
    title = models.CharField("标题", max_length=200, blank=True)
    addressees = models.CharField("称谓", max_length=2000, blank=True)
    body = models.TextField("正文", blank=True)
    source = models.CharField("来源", max_length=10, choices=TextSource.choices, default=TextSource.EDITOR)
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="修改人")
    author_name = models.CharField("修改人姓名", max_length=80)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传的文件"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    created_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "文稿"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="text_version_once"),
            one_of("source", TextSource, "text_version_source_known"),
            models.CheckConstraint(
                condition=~Q(source=TextSource.UPLOAD) | Q(file__isnull=False), name="text_version_upload_has_file"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}稿"


class UnsavedText(Row):
    """What somebody typed into the form and did not save yet: one form a person and draft, kept until it is saved."""

    internal = "id uid reply user fields based_on at"

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="unsaved", verbose_name="答复")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="修改人")
    fields = models.JSONField("文字", default=dict)
    based_on = models.PositiveIntegerField("修订号")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "未保存的文字"
        constraints = [models.UniqueConstraint(fields=["reply", "user"], name="unsaved_text_once")]


class Editing(Row):
    """Who has a draft open to change it, as long as signs of life come."""

    internal = "id uid reply user since seen_at"

    reply = models.OneToOneField(Reply, models.CASCADE, related_name="editing", verbose_name="答复")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="修改人")
    since = models.DateTimeField("开始时间")
    seen_at = models.DateTimeField("最近活动")

    class Meta:
        verbose_name = verbose_name_plural = "正在修改"
        constraints = [models.CheckConstraint(condition=Q(seen_at__gte=F("since")), name="editing_seen_since")]


class Remark(Row):
    """批注 on a passage of the body: its words as they were, where they stood, and what is said of them."""

    internal = (
        "id uid reply version start end quote words author author_key author_name created_at "
        "settled_at settled_by settled_key"
    )

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="remarks", verbose_name="答复")
    version = models.ForeignKey(TextVersion, models.PROTECT, related_name="+", verbose_name="文稿")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    words = models.TextField("批注")
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批注人")
    author_key = models.ForeignKey(
        ApiKey, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批注密钥"
    )
    author_name = models.CharField("批注人姓名", max_length=80)
    created_at = models.DateTimeField("批注时间")
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人")
    settled_key = models.ForeignKey(
        ApiKey, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理密钥"
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批注"
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="remark_has_a_passage"),
            models.CheckConstraint(condition=~Q(words=""), name="remark_has_words"),
            models.CheckConstraint(
                condition=Q(author__isnull=True) ^ Q(author_key__isnull=True), name="remark_has_one_author"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settled_key=None)
                | (Q(settled_at__isnull=False) & (Q(settled_by__isnull=True) ^ Q(settled_key__isnull=True))),
                name="remark_settled_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}：{self.words}"

    def made_by(self, user: User | None, key: ApiKey | None) -> bool:
        """Whether this person or this program made it."""
        return self.author_id == user.pk if user else key is not None and self.author_key_id == key.pk
