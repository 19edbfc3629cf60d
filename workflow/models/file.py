"""Files by content: the same bytes are kept once under their hash."""

from __future__ import annotations

from django.db import models

from workflow.models.people import Jurisdiction
from workflow.models.row import Row


class StoredFile(Row):
    """What a file is called and belongs to; its bytes lie under DATA_DIR/files by `sha256`."""

    internal = "id uid jurisdiction case_uid sha256 size content_type restricted stored_at"
    personal = "name"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    case_uid = models.UUIDField("件", null=True, blank=True, db_index=True)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("哈希", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("字节数")
    content_type = models.CharField("类型", max_length=100)
    restricted = models.BooleanField("限制查阅", default=False)
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.name
