"""委员名册: which term, and the list that is uploaded into it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.forms.fields import MEGABYTE, DayField
from proposals.actions.roster import KEEPERS
from proposals.models import Member, Session
from proposals.querysets import Term
from workflow.actor import Actor

LARGEST_LIST = 20 * MEGABYTE


def key_of(term: Term) -> str:
    """A term as an address names it."""
    return f"{term.jurisdiction_id}-{term.level}-{term.term}-{term.body}"


def terms_kept_by(actor: Actor) -> list[Term]:
    """The terms of the places whose roster this person keeps, the newest first."""
    places = {post.jurisdiction_id for post in actor.posts if post.role in KEEPERS}
    sessions = Session.objects.visible_to(actor).filter(jurisdiction__in=places).newest_first()
    return list(dict.fromkeys(session.of_term for session in sessions))


class ListField(forms.FileField):
    """A list as offices keep it; what is in it is for the reader to say."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.json"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and (file.size or 0) > LARGEST_LIST:
            raise ValidationError("文件超过20兆，请拆分后再上传。")
        return file


class RosterForm(forms.Form):
    term = forms.ChoiceField(label="届别")
    file = ListField(label="名册文件", help_text="表头写明：姓名、界别、党派、单位职务、联系电话；姓名必有，其余可缺。")

    def __init__(self, *args: Any, terms: list[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = {key_of(term): term for term in terms}
        self.fields["term"].choices = [(key, str(term)) for key, term in self.terms.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Term:
        return self.terms[self.cleaned_data["term"]]


COLUMNS = ("name", "sector", "party", "post", "until")


class MemberForm(forms.Form):
    """One member. Each field carries what the page showed, so that only what was really changed is sent on."""

    name = forms.CharField(label="姓名", max_length=40, help_text="已登记提案上的提案人姓名不随之改变。")
    sector = forms.CharField(label="界别", max_length=40, required=False)
    party = forms.CharField(label="党派", max_length=40, required=False)
    post = forms.CharField(label="单位职务", max_length=120, required=False)
    phone = forms.CharField(
        label="新的联系电话", max_length=40, required=False, help_text="不填则不变；已登记的号码不在此显示。"
    )
    without_phone = forms.BooleanField(label="删除已登记的联系电话", required=False)
    until = DayField(label="委员资格止于", required=False, help_text="任期内不再担任委员的填写，含当日。")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(member, name) for name in COLUMNS}
        super().__init__(*args, **kwargs)
        for name in COLUMNS:
            self.fields[name].show_hidden_initial = True
        if not member.phone:
            self.fields["phone"].label = "联系电话"
            del self.fields["without_phone"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("phone") and data.get("without_phone"):
            self.add_error("without_phone", "填写新的联系电话，或删除已登记的，二选一。")
        return data

    def changes(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in self.changed_data if name in COLUMNS}
        if self.cleaned_data["phone"] or self.cleaned_data.get("without_phone"):
            found["phone"] = self.cleaned_data["phone"]
        return found
