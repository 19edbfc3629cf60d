"""How lists of replies and copies are narrowed; pages and API share them."""

from __future__ import annotations

import django_filters as filters

from replies.enums import CopyChannel, CopyStatus, ReplyKind, ReplyStatus
from replies.models import CopyRecipient, Reply


class ReplyFilter(filters.FilterSet):
    proposal = filters.UUIDFilter("proposal__uid", label="提案")
    assignment = filters.UUIDFilter("assignment__uid", label="承办")
    department = filters.UUIDFilter("assignment__department__uid", label="承办单位")
    status = filters.MultipleChoiceFilter(choices=ReplyStatus.choices, label="状态")
    kind = filters.MultipleChoiceFilter(choices=ReplyKind.choices, label="种类")
    doc_number = filters.CharFilter(label="文号")

    class Meta:
        model = Reply
        fields: list[str] = []


class CopyFilter(filters.FilterSet):
    reply = filters.UUIDFilter("reply__uid", label="答复")
    name = filters.CharFilter(label="抄送机关")
    department = filters.UUIDFilter("department__uid", label="抄送机关为本地区单位的")
    channel = filters.MultipleChoiceFilter(choices=CopyChannel.choices, label="方式")
    status = filters.MultipleChoiceFilter(choices=CopyStatus.choices, label="状态")
    sent_since = filters.DateFilter("sent_on", "gte", label="发出日期起")
    sent_until = filters.DateFilter("sent_on", "lte", label="发出日期止")

    class Meta:
        model = CopyRecipient
        fields: list[str] = []
