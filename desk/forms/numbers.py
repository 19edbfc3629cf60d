"""文号管理: a series is opened, a number reserved or registered as used, a year begun, a series closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from desk.forms.fields import RowField, WordsField, offer
from desk.querysets import units_kept_by
from workflow.actor import Actor
from workflow.enums import PaperKind
from workflow.issuing import LARGEST
from workflow.models import Department
from workflow.series import MOST_CLAIMED

PURPOSE = "如“关于国庆值班安排的通知”。"


def number_field(label: str, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=LARGEST, **kwargs)


class NumbersForm(forms.Form):
    """One act on a series or on a number of it. on: the day, whose year is meant where none is named."""

    def __init__(self, *args: Any, on: dt.date, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.actor = on, actor
        self.prepare()

    def prepare(self) -> None:
        if "year" in self.fields:
            self.fields["year"].initial = self.on.year


class OpenSeriesForm(NumbersForm):
    department = RowField(label="单位", queryset=Department.objects.none(), empty_label=None)
    code = forms.CharField(label="机关代字", max_length=16, help_text="文号中年份之前的字，如“丽卫函”。")
    papers = forms.MultipleChoiceField(
        label="用于", choices=PaperKind.choices, widget=forms.CheckboxSelectMultiple, initial=[PaperKind.REPLY]
    )
    first = number_field("本年起始号", initial=1, help_text="年中启用的，填写接下来的号，如37。以后各年从1号起。")

    def prepare(self) -> None:
        offer(self, "department", units_kept_by(self.actor), of=Department.objects.visible_to(self.actor).units())


class ReserveForm(NumbersForm):
    purpose = forms.CharField(label="用途", max_length=200, help_text=PURPOSE)


class ClaimForm(NumbersForm):
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2099)
    n = number_field("序号")
    until = number_field(
        "至", required=False, help_text=f"登记一段的填写止号，一次最多{MOST_CLAIMED}个；只登记一个号的留空。"
    )
    purpose = forms.CharField(label="用途和理由", max_length=200, help_text=PURPOSE)


class StartYearForm(NumbersForm):
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2099)
    first = number_field("起始号", help_text="该年尚未编号时可以设定。")


class CloseForm(NumbersForm):
    reason = WordsField(label="停用原因", rows=2)


class UseForm(NumbersForm):
    """Nothing is asked for."""


class VoidForm(NumbersForm):
    reason = forms.CharField(label="作废原因", max_length=200)
