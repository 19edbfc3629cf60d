"""The printed files of a reply."""

from __future__ import annotations

from django.db import models

from replies.models.reply import Reply
from workflow.models import StoredFile
from workflow.models.row import Row


class ArchivedFile(Row):
    """A printed file of a numbered reply, with the hash of the letter that it prints."""

    public = "id uid reply format made_at"
    internal = "file letter_hash"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="files", verbose_name="答复")
    format = models.CharField("格式", max_length=6)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    letter_hash = models.CharField("公文哈希", max_length=64)
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "归档文件"
        constraints = [models.UniqueConstraint(fields=["reply", "format", "letter_hash"], name="archived_file_once")]
