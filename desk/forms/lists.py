"""导入清单: the file, what its columns mean, and what unknown units are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.forms.fields import RowField, choices_with_blank, offer
from proposals.enums import ListField
from proposals.models import Session
from proposals.querysets import importing_places
from workflow.actor import Actor
from workflow.naming import GROUP, UnitNames
from workflow.tables import LARGEST, Table

LATER = "later"


class OfSessionForm(forms.Form):
    """A file for one of the sessions for which somebody may import."""

    session = RowField(label="届次", queryset=Session.objects.none(), empty_label="请选择届次")
    largest = LARGEST
    too_large = "文件超过20兆，请拆分后导入。"

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = Session.objects.visible_to(actor).filter(jurisdiction__in=importing_places(actor)).newest_first()
        offer(self, "session", sessions)
        self.fields["session"].initial = sessions.first()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.largest:
            raise ValidationError(self.too_large)
        return file


class UploadForm(OfSessionForm):
    """A list and the session that it belongs to."""

    file = forms.FileField(
        label="清单文件",
        help_text="支持 XLSX、XLS、CSV、JSON，不超过20兆。表头上方可以有标题行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.json,.txt"}),
    )
    file_them = forms.BooleanField(label="有提案号的同时立案", required=False, initial=True)


class ColumnsForm(forms.Form):
    """One choice a column; `rows` pairs each with its header and what stands below it."""

    def __init__(self, *args: Any, table: Table, columns: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = table.headers
        for place, header in enumerate(table.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header,
                choices=choices_with_blank(ListField.choices, "不导入"),
                initial=columns.get(header, ""),
                required=False,
            )
        self.samples = [samples_of(table, header) for header in table.headers]

    def rows(self) -> Iterable[tuple[Any, list[str]]]:
        return zip((self[name] for name in self.fields), self.samples, strict=True)

    def columns(self) -> dict[str, str]:
        return {header: self.cleaned_data[f"column_{place}"] for place, header in enumerate(self.headers)}


def samples_of(table: Table, header: str, *, most: int = 3) -> list[str]:
    """The first things that stand in a column, shortened."""
    found = dict.fromkeys(line.cells[header] for line in table.rows[:200] if line.cells[header])
    return [words if len(words) <= 40 else f"{words[:40]}…" for words in list(found)[:most]]


class UnitsForm(forms.Form):
    """A question for each unknown name: a unit, a group, or later. One left open stays a question."""

    def __init__(self, *args: Any, names: Iterable[str], known: UnitNames, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(names)
        choices = unit_choices(known)
        for place, name in enumerate(self.names):
            likely = known.nearest(name)
            self.fields[f"unit_{place}"] = forms.ChoiceField(
                label=name,
                choices=choices,
                required=False,
                help_text=f"可能是：{likely.name}" if likely else "",
            )
            self.fields[f"keep_{place}"] = forms.BooleanField(label="记作该单位的别名", required=False, initial=True)

    def rows(self) -> Iterable[tuple[Any, Any]]:
        return ((self[f"unit_{place}"], self[f"keep_{place}"]) for place in range(len(self.names)))

    def answers(self) -> dict[str, str]:
        """What was answered; later is an answer, and nothing chosen is none."""
        said = {name: self.cleaned_data[f"unit_{place}"] for place, name in enumerate(self.names)}
        return {name: "" if answer == LATER else answer for name, answer in said.items() if answer}

    def to_remember(self) -> list[str]:
        return [name for place, name in enumerate(self.names) if self.cleaned_data[f"keep_{place}"]]


def unit_choices(known: UnitNames) -> list[Any]:
    units = [(str(unit.uid), unit.name) for unit in known.units.values()]
    groups = [(f"{GROUP}{name}", name) for name in known.group_names]
    answers: list[Any] = [("", "请选择"), (LATER, "忽略，以后再定"), ("单位", units)]
    return [*answers, ("单位组", groups)] if groups else answers
