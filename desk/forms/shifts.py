"""期限调整建议: approved or not, with the words for it."""

from __future__ import annotations

from django import forms

from desk.forms.fields import WordsField

APPROVE, DROP = "approve", "drop"


class DecisionForm(forms.Form):
    note = WordsField(label="说明", rows=2, required=False, help_text="不予调整的，须填写理由。")
