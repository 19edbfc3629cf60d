"""发文台账: the filters above the list of what was sent; those of copies narrow the copies that are shown too."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from desk.querysets import units_that_send
from replies import filters
from replies.enums import CopyChannel, CopyStatus
from replies.models import CopyRecipient, Reply
from workflow.actor import Actor
from workflow.models import Department

NOT_OUT = "waiting"
STATES = [(NOT_OUT, "待发出"), *CopyStatus.choices]
DAY = forms.DateInput(attrs={"type": "date"})


class OutgoingFilter(filters.ReplyFilter):
    unit = django_filters.ModelChoiceFilter(
        "assignment__department", label="发文单位", queryset=Department.objects.none(), empty_label="全部单位"
    )
    number = django_filters.CharFilter(
        "doc_number", "icontains", label="文号", widget=forms.TextInput(attrs={"placeholder": "文号中的字"})
    )
    since = django_filters.DateFilter("sent_on", "gte", label="送达日期起", widget=DAY)
    until = django_filters.DateFilter("sent_on", "lte", label="送达日期止", widget=DAY)
    channel = django_filters.ChoiceFilter(
        label="抄送方式", choices=CopyChannel.choices, method="by_copy", empty_label="全部方式"
    )
    state = django_filters.ChoiceFilter(label="抄送状态", choices=STATES, method="by_copy", empty_label="全部状态")

    # The page has its own words for these, or none.
    proposal = assignment = department = status = kind = doc_number = None

    class Meta:
        model = Reply
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset = units_that_send(actor)

    def by_copy(self, rows: QuerySet[Any], _name: str, _word: str) -> QuerySet[Any]:
        return rows.filter(Exists(self.copies().filter(reply=OuterRef("pk"))))

    def copies(self) -> QuerySet[CopyRecipient]:
        """Those that are meant by the way and the state chosen."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        rows: QuerySet[CopyRecipient] = CopyRecipient.objects.all()
        if channel := chosen.get("channel"):
            rows = rows.filter(channel=channel)
        if state := chosen.get("state"):
            rows = rows.filter(status="" if state == NOT_OUT else state)
        return rows
