"""导入确认: which unit wrote a letter that was read from a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from replies.models import IncomingLetter
from workflow.models import Department


class ConfirmForm(forms.Form):
    """The letter's own unit, of its jurisdiction; abolished ones too, since the letter may be old."""

    department = forms.ModelChoiceField(label="承办单位", queryset=Department.objects.none(), empty_label="请选择单位")

    def __init__(self, *args: Any, incoming: IncomingLetter, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Department.objects.units().filter(jurisdiction=incoming.jurisdiction_id).order_by("name")
        self.fields["department"].queryset = units  # type: ignore[attr-defined]
        self.fields["department"].initial = units.called(incoming.suggested_unit).valid(on).first()
