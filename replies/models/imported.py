"""What became of each file of an import, as its report tells it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from replies.enums import IncomingStatus
from replies.models.incoming import IncomingLetter
from replies.models.reply import Reply
from replies.querysets import ImportedFileQuerySet
from workflow.models import Job
from workflow.models.row import one_of


class ImportedFile(models.Model):
    """One file of one import: `outcome` is how the letter stood then; what people made of it since is on `incoming`.

    changed: by this import. makes_case: the proposal was not there before; null where there is none.
    """

    internal = "id job position outcome changed kind incoming reply makes_case findings remark"
    public = ""
    personal = "name"

    job = models.ForeignKey(Job, models.CASCADE, related_name="+", verbose_name="导入")
    position = models.PositiveIntegerField("序号")
    name = models.CharField("文件", max_length=300)
    outcome = models.CharField("结果", max_length=10, choices=IncomingStatus.choices)
    changed = models.BooleanField("本次新增")
    kind = models.CharField("种类", max_length=12, blank=True)
    incoming = models.ForeignKey(IncomingLetter, models.PROTECT, null=True, related_name="+", verbose_name="公文")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, related_name="+", verbose_name="历史件")
    makes_case = models.BooleanField("新建提案", null=True)
    findings = models.PositiveIntegerField("识读提示", default=0)
    remark = models.CharField("说明", max_length=300, blank=True)

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入的文件"
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="imported_file_once"),
            one_of("outcome", IncomingStatus, "imported_file_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="made", reply__isnull=False, makes_case__isnull=False)
                | ~Q(outcome="made") & Q(reply__isnull=True, makes_case__isnull=True),
                name="imported_file_made_has_its_case",
            ),
            models.CheckConstraint(
                condition=Q(outcome="unread") | Q(incoming__isnull=False), name="imported_file_read_has_its_letter"
            ),
        ]
