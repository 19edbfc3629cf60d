"""What every form of a move has: the day it happened, perhaps a remark, and how the case was when it was seen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from desk.forms.fields import DayField, ScanField, WordsField
from workflow.actor import Actor
from workflow.audit import length_of


class MoveForm(forms.Form):
    """The fields between `on` and `note` become the arguments of the action by their names.

    `seen` is how long the trail was when the form was shown.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(label="发生日期", help_text="实际办理的日期；事后补录的，填写当天日期。")

    def __init__(self, *args: Any, case: Any, on: dt.date, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": on, "version": case.version, "seen": length_of(case)} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.case, self.actor = case, actor
        self.fields["on"].widget.attrs["max"] = on.isoformat()
        self.prepare()

    def prepare(self) -> None:
        """A place for a form to fill its choices from the case."""

    def ask_for_original(self) -> None:
        """代录: whoever enters a move for a unit on paper may add the scan of that paper."""
        self.fields["original"] = ScanField(label="代录原件扫描件")

    def arguments(self) -> dict[str, Any]:
        """What goes to the action, beside who and when."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"on", "version", "seen"}}


class NoteForm(MoveForm):
    """Nothing but the day and a remark."""

    note = WordsField(label="备注", required=False)


class ReasonForm(MoveForm):
    """The day and a reason that must be given."""

    reason = WordsField(label="理由")


def reason_form(label: str) -> type[ReasonForm]:
    """A ReasonForm under the word that this move uses."""
    return type("ReasonForm", (ReasonForm,), {"reason": WordsField(label=label)})
