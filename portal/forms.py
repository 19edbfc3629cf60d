"""What visitors type: words to search for, and the proposer's two marks."""

from __future__ import annotations

from typing import Any

from django import forms

from proposals.models import Session
from replies.actions.feedback import LONGEST_WORDS
from replies.enums import Mark

MOST_WORDS = 5


class SearchForm(forms.Form):
    """Words of which each must occur, and a session of this place."""

    q = forms.CharField(label="标题包含", required=False, max_length=60, strip=True)
    session = forms.ModelChoiceField(
        Session.objects.none(), label="届次", required=False, to_field_name="uid", empty_label="全部届次"
    )

    def __init__(self, *args: Any, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]

    @property
    def words(self) -> list[str]:
        return str(self.cleaned_data["q"]).split()[:MOST_WORDS]


class PlainText(forms.CharField):
    """Line ends as the browser counted them: it sends two characters for each, and a full text would be too long."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class FeedbackForm(forms.Form):
    """办理态度, 办理结果, and words."""

    attitude = forms.ChoiceField(
        label="对办理态度",
        choices=Mark.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择对办理态度的评价。", "invalid_choice": "请在四项评价中选择一项。"},
    )
    result = forms.ChoiceField(
        label="对办理结果",
        choices=Mark.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择对办理结果的评价。", "invalid_choice": "请在四项评价中选择一项。"},
    )
    words = PlainText(
        label="意见和建议",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": "意见和建议不超过%(limit_value)d字，现有%(show_value)d字。"},
    )
