"""提案查询: the filters above the list, each a word of the querysets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet

from desk.querysets import SOON
from proposals.enums import ProposalStatus
from proposals.models import Proposal, Session
from workflow.actor import Actor
from workflow.models import Department

DUE = [("overdue", "已超期"), ("soon", "7日内到期")]


class ProposalFilter(filters.FilterSet):  # type: ignore[misc]
    """Sessions and units are those that this person may know of."""

    title = filters.CharFilter(
        label="案由", lookup_expr="icontains", widget=forms.TextInput(attrs={"placeholder": "案由中的词"})
    )
    number = filters.CharFilter(label="提案号")
    session = filters.ModelChoiceFilter(label="届次", queryset=Session.objects.none(), empty_label="全部届次")
    status = filters.ChoiceFilter(label="状态", choices=ProposalStatus.choices, empty_label="全部状态")
    unit = filters.ModelChoiceFilter(
        label="承办单位", queryset=Department.objects.none(), method="by_unit", empty_label="全部单位"
    )
    due = filters.ChoiceFilter(label="期限", choices=DUE, method="by_due", empty_label="不限")

    class Meta:
        model = Proposal
        fields = ("title", "number", "session", "status", "unit", "due")

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["session"].queryset = Session.objects.visible_to(actor).newest_first()
        self.filters["unit"].queryset = Department.objects.visible_to(actor).units().order_by("name")

    def by_unit(self, rows: QuerySet[Proposal], _name: str, unit: Department) -> QuerySet[Proposal]:
        return rows.handled_by(unit)  # type: ignore[attr-defined,no-any-return]

    def by_due(self, rows: QuerySet[Proposal], _name: str, word: str) -> QuerySet[Proposal]:
        return rows.overdue(on=self.on) if word == "overdue" else rows.due_within(SOON, on=self.on)  # type: ignore[attr-defined,no-any-return]
