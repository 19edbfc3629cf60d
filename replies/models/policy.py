"""The policy library: documents that replies cite, what they forward and what they repeal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from replies.querysets import PolicyQuerySet
from workflow.models import StoredFile
from workflow.models.people import Jurisdiction
from workflow.models.row import Row


class PolicyDocument(Row):
    """One document; a forwarding notice points to what it forwards."""

    public = "id uid jurisdiction title doc_number issuers issued_on forwards repealed_by"
    internal = "file"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    title = models.CharField("标题", max_length=300)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    issuers = models.JSONField("发文机关", default=list)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    forwards = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="forwarded_by", verbose_name="转发"
    )
    repealed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeals", verbose_name="被废止于"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件")

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策文件"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "doc_number"], condition=~Q(doc_number=""), name="policy_document_number_once"
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "title"], condition=Q(doc_number=""), name="policy_document_title_once"
            ),
            models.CheckConstraint(condition=~Q(forwards=F("id")), name="policy_does_not_forward_itself"),
        ]

    def __str__(self) -> str:
        return self.title
