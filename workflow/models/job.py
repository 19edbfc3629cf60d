"""Long work with progress: asked for once, done in slices by whichever worker is free."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from workflow.enums import JobStatus, Source
from workflow.models.file import StoredFile
from workflow.models.people import Jurisdiction, User
from workflow.models.row import Row, one_of
from workflow.querysets import JobQuerySet


class Job(Row):
    """Work of one `kind` on `inputs`, in the order in which they were stored; `done` of `total` items are kept.

    due_at: queued, not before then; running, until then it is its worker's, whose `claim` it bears.
    attempts: runs since it last came forward. asked_by, source, request_id: the Actor who asked, with the posts of the
    day on which it runs. repeats: the earlier job whose inputs it does again.
    """

    internal = (
        "id uid jurisdiction kind parameters inputs repeats status done total attempts claim due_at source request_id "
        "asked_at started_at ended_at message"
    )
    personal = "asked_by"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    kind = models.SlugField("种类", max_length=40)
    parameters = models.JSONField("参数", default=dict)
    inputs = models.ManyToManyField(StoredFile, related_name="+", verbose_name="文件")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="重做的任务")
    status = models.CharField("状态", max_length=10, choices=JobStatus.choices, default=JobStatus.QUEUED)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    claim = models.UUIDField("领取", null=True)
    due_at = models.DateTimeField("下次运行")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    source = models.CharField("入口", max_length=10, choices=Source.choices)
    request_id = models.CharField("请求", max_length=64, blank=True)
    asked_at = models.DateTimeField("提出时间")
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    message = models.CharField("说明", max_length=300, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        constraints = [
            one_of("status", JobStatus, "job_status_known"),
            one_of("source", Source, "job_source_known"),
            models.CheckConstraint(
                condition=Q(status="running") ^ Q(claim__isnull=True), name="job_is_somebodys_while_it_runs"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["done", "failed"]) ^ Q(ended_at__isnull=True), name="job_ends_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(status="failed") | ~Q(message=""), name="job_says_why_it_failed"),
        ]
        indexes = [models.Index(fields=["status", "due_at"], name="job_to_run")]

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None
