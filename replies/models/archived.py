"""The printed files of a reply."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from replies.models.reply import Reply
from workflow.models import StoredFile
from workflow.models.row import Row, together


class ArchivedFile(Row):
    """A printed file of a numbered reply, with the hash of the letter that it prints."""

    public = "id uid reply format made_at"
    internal = "file letter_hash sealed seal sealed_at"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="files", verbose_name="答复")
    format = models.CharField("格式", max_length=6)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    letter_hash = models.CharField("公文哈希", max_length=64)
    made_at = models.DateTimeField("生成时间")
    sealed = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签章文件"
    )
    seal = models.CharField("签章系统", max_length=80, blank=True)
    sealed_at = models.DateTimeField("签章时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "归档文件"
        constraints = [
            models.UniqueConstraint(fields=["reply", "format", "letter_hash"], name="archived_file_once"),
            together("sealed", "sealed_at", name="archived_file_sealed_facts_together"),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True) ^ ~Q(seal=""), name="archived_file_sealed_by_somebody"
            ),
        ]
