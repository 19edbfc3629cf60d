"""机构改革: which unit is taken over by which, from what day, with or without its people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from desk.forms.fields import DayField, RowField, offer
from proposals.actions.reform import REFORMERS
from workflow.actor import Actor
from workflow.models import Department


class ReformForm(forms.Form):
    old = RowField(label="原单位", queryset=Department.objects.none(), empty_label="请选择单位")
    successor = RowField(
        label="承继单位",
        queryset=Department.objects.none(),
        empty_label="请选择单位",
        help_text="新设单位请先在“单位”中添加。",
    )
    from_day = DayField(label="划转日期", help_text="原单位的停用日期为前一日。")
    with_people = forms.BooleanField(label="人员任职一并转入承继单位", required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"from_day": on, "with_people": True} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        places = {post.jurisdiction_id for post in actor.posts if post.role in REFORMERS}
        kept = Department.objects.filter(jurisdiction__in=places)
        units = kept.units().filter(successor=None).order_by("name")
        offer(self, "old", units, of=kept)
        offer(self, "successor", units.valid(on), of=kept)
        self.fields["from_day"].widget.attrs["max"] = on.isoformat()
