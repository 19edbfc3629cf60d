"""导入历年复文: the files, whose letters they are, and which rows of a report to look at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from desk.forms.fields import FilesField, FilesInput, RowField, choices_with_blank, offer
from desk.querysets import places_importing_letters
from letters.files import SUFFIXES
from replies.enums import IncomingStatus
from replies.importing.asking import LARGEST_IN_ALL, LETTERS, MEGABYTE, MOST_FILES
from replies.importing.reporting import KINDS
from replies.querysets import ImportedFileQuerySet
from workflow.actor import Actor
from workflow.models import Department, Jurisdiction


class UploadForm(forms.Form):
    """The place is asked only of who sees to the imports of several."""

    uploads = FilesField(
        label="公文文件",
        allow_empty_file=True,
        help_text=f"可一次选多个：{LETTERS}，以及内含这些文件的 ZIP 压缩包；"
        f"不超过{MOST_FILES}个文件、共{LARGEST_IN_ALL // MEGABYTE}兆。",
        widget=FilesInput(
            attrs={
                "accept": ",".join(sorted(filter(None, {*SUFFIXES, ".zip"}))),
                "data-most-files": MOST_FILES,
                "data-most-megabytes": LARGEST_IN_ALL // MEGABYTE,
            }
        ),
    )
    place = RowField(label="地区", queryset=Jurisdiction.objects.none(), empty_label="请选择地区")
    department = RowField(
        label="承办单位",
        queryset=Department.objects.none(),
        required=False,
        empty_label="按公文写明的单位识别",
        help_text="全部是一个单位的公文时选定；否则留空，认不出单位的进入“导入确认”。",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_importing_letters(actor).order_by("name")
        offer(self, "place", places)
        self.only = places[0] if len(places) == 1 else None
        if self.only:
            del self.fields["place"]
        units = Department.objects.units().filter(jurisdiction__in=places).order_by("jurisdiction__name", "name")
        offer(self, "department", units, of=Department.objects.visible_to(actor))

    def chosen(self) -> Jurisdiction:
        """Where the letters belong."""
        place: Jurisdiction = self.only or self.cleaned_data["place"]
        return place


class RowsForm(forms.Form):
    """Which rows of the report; what is no choice of ours asks for all."""

    outcome = forms.ChoiceField(
        label="结果", required=False, choices=choices_with_blank(IncomingStatus.choices, "全部")
    )
    kind = forms.ChoiceField(label="种类", required=False, choices=choices_with_blank(KINDS.items(), "全部"))
    findings = forms.BooleanField(label="只看有识读提示的", required=False)

    def chosen(self) -> dict[str, Any]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def of(self, rows: ImportedFileQuerySet) -> ImportedFileQuerySet:
        chosen = self.chosen()
        if chosen.pop("findings", False):
            rows = rows.filter(findings__gt=0)
        return rows.filter(**chosen)

    def query(self) -> str:
        """The choice as part of an address."""
        return urlencode({name: "on" if value is True else value for name, value in self.chosen().items()})
