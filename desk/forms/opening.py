"""开设届次: whose session, which one and when; and where the members of a new term come from."""

from __future__ import annotations

from typing import Any

from django import forms

from desk.forms.fields import DayField, RowField, offer
from desk.forms.members import ListField
from proposals.actions.opening import OPENERS, proposed_next
from proposals.models import Session
from proposals.querysets import Term
from workflow.actor import Actor
from workflow.enums import Level
from workflow.models import Jurisdiction

KEEP, COPY, UPLOAD, LATER = "keep", "copy", "upload", "later"


class SessionForm(forms.Form):
    """Proposes the meeting after the newest, or the first one of the next term."""

    jurisdiction = RowField(label="地区", queryset=Jurisdiction.objects.none(), empty_label=None)
    level = forms.ChoiceField(label="政协层级", choices=Level.choices)
    body = forms.CharField(label="政协名称", max_length=40, help_text="如“市政协”。")
    term = forms.IntegerField(label="届", min_value=1, max_value=99)
    meeting = forms.IntegerField(label="次", min_value=1, max_value=99)
    opened_on = DayField(label="开幕日期", required=False)
    closed_on = DayField(label="闭幕日期", required=False)
    meeting_on = DayField(label="交办会日期", required=False, help_text="规则自交办会起算期限的，交办前须填写。")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        places = {post.jurisdiction_id for post in actor.posts if post.role in OPENERS}
        kwargs["initial"] = proposal_of(actor, places)
        super().__init__(*args, **kwargs)
        offer(self, "jurisdiction", Jurisdiction.objects.filter(pk__in=places).order_by("name"))

    def chosen(self) -> Term:
        data = self.cleaned_data
        return Term(data["jurisdiction"].pk, data["level"], data["body"].strip(), data["term"])


def proposal_of(actor: Actor, places: set[int]) -> dict[str, Any]:
    """What would come next in the place of the newest session."""
    newest = Session.objects.visible_to(actor).filter(jurisdiction__in=places).newest_first().first()
    if newest is None:
        return {"term": 1, "meeting": 1}
    term, meeting = proposed_next(newest.of_term, newest.meeting)
    return {
        "jurisdiction": newest.jurisdiction_id,
        "level": newest.level,
        "body": newest.body,
        "term": term,
        "meeting": meeting,
    }


class MembersForm(forms.Form):
    """Within a term the roster stays; a new term brings a list, takes over the old one, or waits."""

    members = forms.ChoiceField(label="委员名册", widget=forms.RadioSelect)
    file = ListField(
        label="新一届名册文件", required=False, help_text="表头写明：姓名、界别、党派、单位职务、联系电话。"
    )

    def __init__(self, *args: Any, kept: bool, source: Term | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        choices = [(KEEP, "沿用本届已有名册")] if kept else [(UPLOAD, "导入新一届名册"), (LATER, "以后再导入")]
        if source and not kept:
            choices.insert(1, (COPY, f"复制{source}名册，再逐一更正"))
        self.fields["members"].choices = choices  # type: ignore[attr-defined]
        self.fields["members"].initial = choices[0][0]
        if kept:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("members") == UPLOAD and not data.get("file") and "file" not in self.errors:
            self.add_error("file", "请选择名册文件，或改选其他方式。")
        return data
