"""Lists that were imported: which column means what, what was asked and answered, and what became of each row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from proposals.models.session import Session
from proposals.querysets import ImportBatchQuerySet
from workflow.models import StoredFile
from workflow.models.people import Jurisdiction
from workflow.models.row import Row


class ColumnMapping(Row):
    """What the columns of one kind of list mean, as somebody here last said; `fingerprint` is of its headers."""

    internal = "id uid jurisdiction fingerprint columns kept_by kept_at"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    fingerprint = models.CharField("表头指纹", max_length=64)
    columns = models.JSONField("对应关系", help_text="列名到项目")
    kept_by = models.CharField("设置人", max_length=120)
    kept_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "清单列对应"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "fingerprint"], name="column_mapping_once")]


class ImportBatch(Row):
    """One list from the upload to its result. Until it is finished it can be looked at again and changes nothing.

    answers: unknown name → uid of a unit, `group:` and a group's uid, or empty for 以后再定.
    outcomes: one entry a row, as the report tells it; `planned` there once its units were kept as 预交办.
    """

    internal = (
        "id uid jurisdiction session file columns answers file_them entered_by entered_at started_at finished_at "
        "taken unchanged refused outcomes"
    )

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+", verbose_name="届次")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="清单文件")
    columns = models.JSONField("对应关系", default=dict)
    answers = models.JSONField("单位名称的答复", default=dict)
    file_them = models.BooleanField("有提案号的同时立案", default=True)
    entered_by = models.CharField("上传人", max_length=120)
    entered_at = models.DateTimeField("上传时间")
    started_at = models.DateTimeField("开始导入时间", null=True, blank=True)
    finished_at = models.DateTimeField("导入完成时间", null=True, blank=True)
    taken = models.PositiveIntegerField("导入件数", default=0)
    unchanged = models.PositiveIntegerField("未变件数", default=0)
    refused = models.PositiveIntegerField("未导入行数", default=0)
    outcomes = models.JSONField("逐行结果", default=list)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入清单"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
                name="import_batch_finished_was_started",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"], name="import_batch_newest")]

    def __str__(self) -> str:
        return self.file.name
