"""导入确认: what a letter states, put right by a person, and which unit wrote it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.forms.fields import RowField, offer
from letters.letter import BodyLevel, Copy, Kind, Letter, Reading, SessionRef
from letters.reading.labels import as_label
from replies.importing.reporting import KINDS
from replies.models import IncomingLetter
from workflow.models import Department

LEVELS = {BodyLevel.NATIONAL: "全国", BodyLevel.PROVINCE: "省", BodyLevel.CITY: "市", BodyLevel.COUNTY: "县"}
UNSTATED = ("", "未载明")
PUBLICITY = ("主动公开", "依申请公开", "不予公开")
SEPARATOR = re.compile(r"[、,，;；\n]+")
COPY = re.compile(r"(?P<recipient>.+?)(?:[\s（(]+(?P<copies>\d{1,3})\s*份?[)）]?)?")
LISTS = ("signatory", "proposers", "co_units", "contact_person", "contact_phone")
TEXTS = (
    "doc_number",
    "issuer",
    "grade",
    "grade_raw",
    "body_level",
    "proposal_number",
    "proposal_title",
    "contact_unit",
    "postcode",
    "publicity",
)


class ConfirmForm(forms.Form):
    """The letter's own unit, of its jurisdiction; abolished ones too, since the letter may be old."""

    department = RowField(label="承办单位", queryset=Department.objects.none(), empty_label="请选择单位")

    def __init__(self, *args: Any, incoming: IncomingLetter, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Department.objects.units().filter(jurisdiction=incoming.jurisdiction_id).order_by("name")
        offer(self, "department", units)
        self.fields["department"].initial = units.called(incoming.suggested_unit).valid(on).first()


def words(label: str, most: int = 200) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most)


def lines(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一项"
    )


class LabelForm(forms.Form):
    """Every field of the label. What is left empty is what the letter does not state."""

    kind = forms.ChoiceField(label="种类", choices=list(KINDS.items()))
    doc_number = words("发文字号", 60)
    issuer = words("发文机关", 80)
    signatory = words("签发人")
    grade = forms.ChoiceField(label="办理结果", required=False, choices=[UNSTATED, *((each, each) for each in "ABCD")])
    grade_raw = words("办理结果（原文）", 60)
    body_level = forms.ChoiceField(label="政协级别", required=False, choices=[UNSTATED, *LEVELS.items()])
    term = forms.IntegerField(label="届", required=False, min_value=1, max_value=99)
    meeting = forms.IntegerField(label="次会议", required=False, min_value=1, max_value=99)
    proposal_number = words("提案号", 20)
    proposal_title = words("案由")
    proposers = words("提案人", 4000)
    co_units = words("会办单位", 2000)
    date = forms.DateField(label="成文日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    contact_person = words("联系人", 80)
    contact_phone = words("联系电话", 80)
    contact_unit = words("联系部门", 80)
    postcode = words("邮政编码", 10)
    cc = lines("抄送")
    publicity = forms.ChoiceField(
        label="公开属性", required=False, choices=[UNSTATED, *((each, each) for each in PUBLICITY)]
    )
    attachments = lines("附件")

    def __init__(self, data: Any, *, incoming: IncomingLetter) -> None:
        super().__init__(data, initial=initial_of(incoming.label), auto_id="f-%s")
        self.incoming = incoming

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and (data["term"] is None) != (data["meeting"] is None):
            raise ValidationError({"meeting": "届和次会议应同时填写。"})
        return data

    def letter(self) -> Letter:
        """The letter as corrected: what the form does not show stays as it was read."""
        data = self.cleaned_data
        values: dict[str, Any] = {name: data[name] or None for name in TEXTS}
        values |= {name: parts(data[name]) for name in LISTS}
        values["kind"] = Kind(data["kind"])
        values["body_level"] = BodyLevel(data["body_level"]) if data["body_level"] else None
        values["session"] = SessionRef(data["term"], data["meeting"]) if data["term"] else None
        values["date"] = data["date"]
        values["attachments"] = tuple(line.strip() for line in data["attachments"].splitlines() if line.strip())
        values["cc"] = tuple(copy_of(line) for line in data["cc"].splitlines() if line.strip())
        return dataclasses.replace(self.incoming.letter, **values)

    def label(self) -> dict[str, Any]:
        """The label of that letter; places and findings are those of the reading."""
        read = self.incoming.reading
        kept = {name: read[name] for name in ("findings", "evidence")}
        return as_label(Reading(self.letter(), read["reason"])) | kept


def initial_of(label: dict[str, Any]) -> dict[str, Any]:
    session = label.get("session") or {}
    given = {name: label.get(name) or "" for name in ("kind", "date", *TEXTS)}
    given |= {name: "、".join(label.get(name) or ()) for name in LISTS}
    given |= {"term": session.get("term"), "meeting": session.get("meeting")}
    given["attachments"] = "\n".join(label.get("attachments") or ())
    given["cc"] = "\n".join(
        f"{copy['recipient']} {copy['copies']}" if copy["copies"] else copy["recipient"]
        for copy in label.get("cc") or ()
    )
    return given


def parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in SEPARATOR.split(text) if part.strip())


def copy_of(line: str) -> Copy:
    """市政府办公室 2, or 市政府办公室（2份）."""
    found = COPY.fullmatch(line.strip())
    if found is None:
        return Copy(line.strip())
    return Copy(found["recipient"].strip(), int(found["copies"]) if found["copies"] else None)
