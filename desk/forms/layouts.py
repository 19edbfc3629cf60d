"""公文版式 as a table that people fill in: what stands where in words, and what is printed as it will be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import Any, get_type_hints

from django import forms
from django.core.exceptions import ValidationError

from desk.forms.fields import DayField, RowField, offer
from letters.profiles import (
    FORMS,
    ContactField,
    ContactForm,
    Corner,
    GradePlace,
    Layout,
    NumberPlace,
    Profile,
    PublicityPlace,
    SignerPlace,
)
from workflow.layouts import LONGEST, MOST
from workflow.models import Department, Jurisdiction

LABELS: dict[str, str] = {
    "layout": "格式",
    "mark_suffix": "发文机关标志后加",
    "preprinted": "用预印红头的纸（不印标志和红线）",
    "title_form": "标题",
    "body_name": "政协名称",
    "session_form": "届次写法",
    "title_tail_line": "“答　复”单独一行",
    "number": "文号位置",
    "number_words": "机关代字末字",
    "salutation_prefix": "称谓前加",
    "salutation_word": "称谓用词",
    "salutation_most": "列名人数",
    "salutation_many": "超过时写作",
    "corner": "首页角上的一侧",
    "signer": "签发人位置",
    "signer_label": "签发人标签",
    "grade": "办理结果位置",
    "grade_form": "办理结果写法",
    "publicity": "公开属性位置",
    "publicity_form": "公开属性写法",
    "closing_words": "文末用语",
    "form_listed": "附件说明列征询意见表",
    "contact": "联系人位置",
    "contact_lines": "联系人各项",
    "contact_spread": "各标签撑成一样宽",
    "tail_first": "文后各项在署名之前",
    "copies": "印抄送",
    "copies_label": "抄送标签",
    "reported": "上报机关",
    "reported_label": "上报标签",
    "print_line": "印出印发机关和印发日期",
    "sealed": "加盖印章",
    "duplex": "双面印刷",
}
HELP: dict[str, str] = {
    "mark_suffix": "如“文件”，信函格式一般不加。",
    "title_form": "可用{发文机关}、{政协}、{届次}、{提案号}、{案由}。",
    "body_name": "留空按层级写市政协、县政协；区里写“区政协”。",
    "session_form": "如“{届}届{次}次会议”“第{届}届委员会第{次}次会议”。",
    "number_words": "如函、字，用顿号分开；留空不限。",
    "salutation_prefix": "如“尊敬的”。",
    "salutation_most": "超过几人时只列第一人；0为全部列名。",
    "salutation_many": "可用{第一人}、{人数}。",
    "grade_form": "可用{类别}、{小类}（带小类的写法）。",
    "publicity_form": "可用{公开属性}、{是否}；都不用时只在主动公开时印。",
    "closing_words": "一段一行，起草时写在正文最后。",
    "form_listed": "一般随函附送，不列名。勾选的，起草时写在正文之后，格式校核查看是否列出。",
    "contact_lines": "一行一项，如“联系部门及电话：联系部门、电话”；可用联系人、电话、联系部门、邮编、签发人。",
    "reported": "写在“报：”一行的机关，用顿号分开，其余在抄送一行。",
    "sealed": "署名按成文日期居中，正文后空三行。",
    "duplex": "版记放在最后一个双数页。",
}
WORDS: dict[type[StrEnum], dict[str, str]] = {
    Layout: {Layout.FILE: "文件格式", Layout.LETTER: "信函格式"},
    NumberPlace: {NumberPlace.HEAD: "版头", NumberPlace.UNDER_TITLE: "标题下"},
    GradePlace: {
        GradePlace.UNDER_SIGNER: "签发人下",
        GradePlace.FIRST_LINE: "首页角上",
        GradePlace.BESIDE_NUMBER: "文号旁",
        GradePlace.UNDER_NUMBER: "文号下",
        GradePlace.ABOVE_TITLE: "标题右上",
        GradePlace.TAIL: "文后",
        GradePlace.NOT_PRINTED: "只登记，不印",
    },
    SignerPlace: {
        SignerPlace.HEAD: "版头",
        SignerPlace.FIRST_LINE: "首页角上",
        SignerPlace.TAIL: "文后",
        SignerPlace.NOT_PRINTED: "不印",
    },
    PublicityPlace: {
        PublicityPlace.NOTE: "附注",
        PublicityPlace.FIRST_LINE: "首页角上",
        PublicityPlace.BESIDE_NUMBER: "文号旁",
        PublicityPlace.UNDER_NUMBER: "文号下",
        PublicityPlace.NOT_PRINTED: "不印",
    },
    Corner: {Corner.LEFT: "左上", Corner.RIGHT: "右上"},
    ContactForm: {ContactForm.LINES: "分行", ContactForm.NOTE: "括号附注", ContactForm.NOT_PRINTED: "不印"},
}
FACTS = {
    ContactField.PERSON: "联系人",
    ContactField.PHONE: "电话",
    ContactField.UNIT: "联系部门",
    ContactField.POSTCODE: "邮编",
    ContactField.SIGNER: "签发人",
}
SECTIONS: dict[str, tuple[str, ...]] = {
    "版头": (
        "layout", "mark_suffix", "preprinted", "number", "number_words", "signer", "signer_label", "grade",
        "grade_form", "publicity", "publicity_form", "corner",
    ),
    "标题和称谓": (
        "title_form", "body_name", "session_form", "title_tail_line", "salutation_prefix", "salutation_word",
        "salutation_most", "salutation_many",
    ),
    "文后": ("closing_words", "form_listed", "sealed", "contact", "contact_lines", "contact_spread", "tail_first"),
    "版记": ("copies", "copies_label", "reported", "reported_label", "print_line", "duplex"),
}  # fmt: skip
BLANKS = {
    "issuer": "发文机关", "body": "政协", "session": "届次", "number": "提案号", "case": "案由", "term": "届",
    "meeting": "次", "first": "第一人", "count": "人数", "grade": "类别", "raw": "小类", "publicity": "公开属性",
    "yes": "是否",
}  # fmt: skip
LINES = {"closing_words", "contact_lines"}
TYPES = get_type_hints(Profile)
NAMES = tuple(each.name for each in fields(Profile))


class LayoutForm(forms.Form):
    """Every field of a profile. `content` is what was filled in, whole."""

    valid_from = DayField(label="生效日期", help_text="自这一天起，尚未签发的公文按此排印；已签发的不变。")

    def __init__(self, *args: Any, content: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name] = _field(name)
            self.fields[name].initial = told(name, content[name])

    def clean(self) -> dict[str, Any]:
        self.cleaned_data = super().clean() or self.cleaned_data
        for name in NAMES:
            if name in self.cleaned_data:
                try:
                    self.cleaned_data[name] = read(name, self.cleaned_data[name])
                except ValueError as error:
                    self.add_error(name, ValidationError(str(error)))
        return self.cleaned_data

    @property
    def content(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}

    @property
    def sections(self) -> Iterator[tuple[str, list[Any]]]:
        for title, names in SECTIONS.items():
            yield title, [self[name] for name in names]


def _field(name: str) -> forms.Field:
    kind = TYPES[name]
    common: dict[str, Any] = {"label": LABELS[name], "help_text": HELP.get(name, "")}
    if kind in WORDS:
        return forms.ChoiceField(choices=list(WORDS[kind].items()), **common)
    if kind is bool:
        return forms.BooleanField(required=False, **common)
    if kind is int:
        return forms.IntegerField(min_value=0, max_value=MOST, **common)
    widget = forms.Textarea(attrs={"rows": 3}) if name in LINES else forms.TextInput()
    return forms.CharField(required=name == "title_form", max_length=LONGEST, strip=False, widget=widget, **common)


def told(name: str, value: Any) -> Any:
    """A setting as it stands in its field."""
    if name == "contact_lines":
        return "\n".join(f"{line['label']}：{'、'.join(FACTS[fact] for fact in line['facts'])}" for line in value)
    if name in FORMS:
        return re.sub(r"{(\w+)}", lambda blank: f"{{{BLANKS[blank[1]]}}}", value)
    if isinstance(value, list | tuple):
        return ("\n" if name in LINES else "、").join(value)
    return value


def read(name: str, said: Any) -> Any:
    """What was filled in, as a profile keeps it. ValueError says in words what cannot be read."""
    if name == "contact_lines":
        return [_contact_line(line) for line in said.splitlines() if line.strip()]
    if name in FORMS:
        return _form(said, {BLANKS[blank]: blank for blank in FORMS[name]})
    if TYPES[name] == tuple[str, ...]:
        parts = said.splitlines() if name in LINES else said.split("、")
        return [part.strip() for part in parts if part.strip()]
    return said


def _form(said: str, blanks: dict[str, str]) -> str:
    """The words around the blanks, which may hold no other braces."""
    parts = re.split(r"[{｛]([^{}｛｝]*)[}｝]", said)
    if any(re.search("[{}｛｝]", words) for words in parts[::2]) or not set(parts[1::2]) <= blanks.keys():
        raise ValueError(f"花括号里只能写{'、'.join(blanks)}。")
    return "".join(f"{{{blanks[part]}}}" if i % 2 else part for i, part in enumerate(parts))


def _contact_line(line: str) -> dict[str, Any]:
    label, mark, facts = line.replace(":", "：").partition("：")
    known = {word: fact for fact, word in FACTS.items()}
    named = [each.strip() for each in facts.split("、")]
    if not (mark and label.strip() and all(each in known for each in named)):
        raise ValueError(f"“{line.strip()}”应写作“标签：事项、事项”，事项可用{'、'.join(known)}。")
    return {"label": label.strip(), "facts": [known[each].value for each in named]}


class NewLayoutForm(forms.Form):
    """From a preset, or from what is in force."""

    place = RowField(label="地区", queryset=Jurisdiction.objects.none(), empty_label=None)
    department = RowField(label="单位", queryset=Department.objects.none(), required=False, empty_label="全地区")
    source = forms.ChoiceField(label="依据")
    valid_from = DayField(label="生效日期")

    def __init__(self, *args: Any, places: Any, units: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", places)
        offer(self, "department", units)
        self.fields["place"].initial = places.first()
        self.fields["source"].choices = sources  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit, place = data.get("department"), data.get("place")
        if unit and place and unit.jurisdiction_id != place.pk:
            self.add_error("department", f"{unit.name}不属于{place.name}。")
        return data
