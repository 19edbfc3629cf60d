"""工作日历: whose, which year, and the text or file that tells its days."""

from __future__ import annotations

from typing import Any

from django import forms

from desk.forms.fields import WordsField
from workflow.actor import Actor
from workflow.calendars import KEEPERS
from workflow.errors import OfficeError
from workflow.models import Jurisdiction
from workflow.notices import FIRST_YEAR, LAST_YEAR, LONGEST, Reading, read_list, read_notice
from workflow.tables.plain import text_of

NATIONAL = "national"
NOTICE, ROWS = "notice", "rows"
LARGEST = 4 * LONGEST  # bytes of a file; more cannot be so many characters


def places_of(actor: Actor) -> dict[str, Jurisdiction | None]:
    """Whose calendars this person keeps, by what the form sends."""
    kept = {post.jurisdiction_id for post in actor.posts if post.role in KEEPERS}
    found: dict[str, Jurisdiction | None] = {}
    if actor.user and actor.user.is_superuser:
        found[NATIONAL] = None
        rows = Jurisdiction.objects.order_by("name")
    else:
        rows = Jurisdiction.objects.filter(pk__in=kept).order_by("name")
    return found | {place.code: place for place in rows}


class CalendarForm(forms.Form):
    """`reading` is what the text says, once the form is valid."""

    place = forms.ChoiceField(label="适用范围")
    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    way = forms.ChoiceField(
        label="内容形式", choices=[(NOTICE, "放假通知原文"), (ROWS, "清单（日期、上班或放假、名称）")], initial=NOTICE,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = WordsField(
        label="内容", rows=10, required=False,
        help_text="粘贴通知全文，如“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”；"
        "清单每行一天，如“2027-01-01,放假,元旦”。",
    )  # fmt: skip
    file = forms.FileField(
        label="或上传文件", required=False, help_text="文本或 CSV 文件。",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )  # fmt: skip
    published = forms.BooleanField(
        label="已正式公布", required=False, initial=True, help_text="未公布的年份，期限标注暂估。"
    )
    number = forms.CharField(label="通知文号", max_length=60, required=False, help_text="留空则取通知中的文号。")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places_of(actor)
        names = [(code, place.name if place else "全国") for code, place in self.places.items()]
        self.fields["place"].choices = names  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        data["text"] = self._text_of(data)
        data["jurisdiction"] = self.places[data["place"]]
        read = read_notice if data["way"] == NOTICE else read_list
        self.reading: Reading = read(data["text"], data["year"], whole=data["jurisdiction"] is None)
        for problem in self.reading.problems if data["text"] else ("请粘贴通知或清单，或上传文件。",):
            self.add_error(None, problem)
        return data

    def _text_of(self, data: dict[str, Any]) -> str:
        file = data.get("file")
        if file is None:
            return str(data["text"])
        if file.size > LARGEST:
            self.add_error("file", "文件过大，不是一年的放假安排。")
            return ""
        try:
            return text_of(file.read())
        except OfficeError:
            self.add_error("file", "不是文本文件，请另存为文本或 CSV。")
            return ""

    def carried(self) -> dict[str, Any]:
        """What the confirming press sends again, the file as the text that was read from it."""
        data = self.cleaned_data
        sent = {name: data[name] for name in ("place", "year", "way", "text")}
        sent |= {"number": data["number"] or self.reading.number}
        return sent | ({"published": "on"} if data["published"] else {})
