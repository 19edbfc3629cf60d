"""暂缓提醒: until when, and why."""

from __future__ import annotations

from django import forms

from desk.forms.fields import DayField, WordsField


class SnoozeForm(forms.Form):
    until = DayField(label="暂缓至", help_text="自该日起恢复提醒。")
    reason = WordsField(label="理由", rows=2)
