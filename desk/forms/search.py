"""提案查询: the filters above the list, each a word of the querysets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from proposals import filters
from proposals.enums import ProposalStatus
from proposals.models import Proposal, Session, Topic
from workflow.actor import Actor
from workflow.models import Department

DUE = [("overdue", "已超期"), ("soon", "即将到期")]


class ProposalFilter(filters.ProposalFilter):
    """The API's filters in the form of a page. Sessions and units are those that this person may know of."""

    title = django_filters.CharFilter(
        label="案由", lookup_expr="icontains", widget=forms.TextInput(attrs={"placeholder": "案由中的词"})
    )
    session = django_filters.ModelChoiceFilter(label="届次", queryset=Session.objects.none(), empty_label="全部届次")
    status = django_filters.ChoiceFilter(label="状态", choices=ProposalStatus.choices, empty_label="全部状态")
    unit = django_filters.ModelChoiceFilter(
        label="承办单位", queryset=Department.objects.none(), method="held_by", empty_label="全部单位"
    )
    due = django_filters.ChoiceFilter(label="期限", choices=DUE, method="by_due", empty_label="不限")
    carried = django_filters.ChoiceFilter(
        label="往届", choices=[("yes", "往届未结")], method="by_carried", empty_label="不限"
    )
    topic = django_filters.ModelChoiceFilter(
        "topics", label="专题", queryset=Topic.objects.none(), empty_label="全部专题"
    )
    # The page has its own words for these, or none.
    department = origin = open = overdue = None

    class Meta:
        model = Proposal
        fields = ("title", "number", "session", "status", "unit", "due", "carried", "topic")

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["session"].queryset = Session.objects.visible_to(actor).newest_first()
        self.filters["unit"].queryset = Department.objects.visible_to(actor).units().order_by("name")
        self.filters["topic"].queryset = Topic.objects.visible_to(actor).order_by("name")

    def chosen_unit(self) -> Department | None:
        unit: Department | None = self.form.cleaned_data["unit"]
        return unit

    def by_carried(self, rows: Any, _name: str, _word: str) -> QuerySet[Any]:
        narrowed: QuerySet[Any] = rows.carried()
        return narrowed

    def by_due(self, rows: Any, _name: str, word: str) -> QuerySet[Any]:
        when = {"on": self.on, "unit": self.chosen_unit()}
        found: QuerySet[Any] = rows.overdue(**when) if word == "overdue" else rows.due_soon(**when)
        return found
