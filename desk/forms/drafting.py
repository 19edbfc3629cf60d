"""拟稿: the text of a reply as the drafter types it, and who gets a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from desk.forms.fields import RowsField, WordsField, choices_with_blank, offer
from replies.copies import LONGEST_LINE, MOST
from replies.enums import Publicity, ReplyKind
from replies.flows import TEXT
from replies.models import Reply
from workflow.actor import Actor
from workflow.models import Department


class CopyForm(forms.Form):
    """One recipient, or a whole 抄送 line. A row left empty does not count."""

    name = forms.CharField(label="抄送机关", max_length=LONGEST_LINE, required=False)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=999, required=False)


class RemarkForm(forms.Form):
    """批注 on a passage, by the places of its characters in the body."""

    start = forms.IntegerField(error_messages={"required": "请先在正文中选中要批注的文字。"})
    end = forms.IntegerField()
    words = WordsField(label="批注", error_messages={"required": "请填写批注。"})


class FixForm(forms.Form):
    """Which problem is put right in which revision."""

    key = forms.CharField(max_length=64)
    version = forms.IntegerField()


class WaiverForm(forms.Form):
    """情况说明 for one problem."""

    key = forms.CharField(max_length=64, error_messages={"required": "请先选择要说明的问题。"})
    reason = WordsField(label="情况说明", error_messages={"required": "请填写情况说明。"})


class DraftForm(forms.Form):
    """Everything that the flow table lets a drafter change; its field names are those of the reply."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=200, required=False)
    addressees = forms.CharField(label="称谓", max_length=2000, required=False, help_text="顶格，后加冒号。")
    body = WordsField(
        label="正文",
        rows=22,
        required=False,
        help_text="一段一行；以一、（一）1.（1）起头的短行排作标题。"
        "附件写在最后：“附件：名称”；随文印制的，再起一行写“附件”，下面写标题和内容。",
    )
    grade = forms.ChoiceField(label="办理结果", required=False)
    grade_note = forms.CharField(label="办理结果印刷文字", max_length=60, required=False, help_text="留空印代码。")
    publicity = forms.ChoiceField(
        label="公开属性", choices=choices_with_blank(Publicity.choices, "未定"), required=False
    )
    publicity_ground = forms.CharField(
        label="不予公开理由", max_length=200, required=False, help_text="不予公开的填写，公开审查时沿用。"
    )
    contact_person = forms.CharField(label="联系人", max_length=80, required=False, help_text="多人用顿号隔开。")
    contact_phone = forms.CharField(label="联系电话", max_length=80, required=False)
    contact_unit = forms.CharField(label="联系部门", max_length=80, required=False)
    postcode = forms.CharField(label="邮政编码", max_length=10, required=False)
    joint_with = RowsField(
        label="联合行文单位",
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="联合行文的，须由各单位会签后签发。",
    )

    rows_label, add_label = "抄送", "增加抄送机关"
    rows_help = "按先后印刷；可将整行粘贴在一格，如“市政协提案委（3份），卧龙区委、政府（各1份）。”，保存后分列。"
    rows_move = True

    def __init__(
        self, *args: Any, reply: Reply, actor: Actor, typed: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """`typed` is what somebody wrote and did not save: it stands in place of what is saved."""
        kwargs["initial"] = initial_of(reply) | dict(typed or {})
        super().__init__(*args, **kwargs)
        rows = forms.formset_factory(CopyForm, extra=1, max_num=MOST, absolute_max=MOST)
        copies = [{"name": each.name, "copies": each.copies} for each in reply.copies.all()]
        self.rows = rows(self.data or None, prefix="copies", initial=copies)
        self._fit(reply)
        offer(self, "joint_with", reply.may_join(), of=Department.objects.visible_to(actor))
        self.fields["joint_with"].initial = reply.joint_with.all()

    def _fit(self, reply: Reply) -> None:
        """An opinion has no grade; other kinds take theirs from the scheme of the place."""
        if reply.kind == ReplyKind.OPINION:
            del self.fields["grade"], self.fields["grade_note"]
            return
        labels = reply.grade_scheme.labels if reply.grade_scheme else {}
        grades = [(code, f"{code}　{label}") for code, label in labels.items()]
        self.fields["grade"].choices = choices_with_blank(grades, "未填")  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        return super().is_valid() & self.rows.is_valid()

    def text(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in TEXT}

    def copy_list(self) -> Sequence[tuple[str, int | None]]:
        filled = (self.rows[number].cleaned_data for number in self.filled_rows())
        return [(row["name"], row["copies"]) for row in filled]

    def filled_rows(self) -> list[int]:
        """The rows of recipients that count, by their numbers on the page."""
        return [number for number, row in enumerate(self.rows) if row.cleaned_data.get("name")]


def initial_of(reply: Reply) -> dict[str, Any]:
    return {"version": reply.version} | {name: getattr(reply, name) for name in TEXT}
