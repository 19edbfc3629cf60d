"""Forms of the proposal: registering it, and its moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from desk.forms.fields import NOT_FOUND, DayField, RowField, WordsField, choices_with_blank, offer
from desk.forms.moves import MoveForm, NoteForm
from proposals.actions.assigning import Share, expanded
from proposals.actions.filing import ProposerEntry, grounds_of
from proposals.actions.planning import planned_shares
from proposals.enums import (
    AssignmentRole,
    Decision,
    Nature,
    PlanWish,
    ProposalStatus,
    ProposerKind,
    RefusalOutcome,
)
from proposals.flows import EDITABLE
from proposals.models import PlanOpinion, Proposal, Session
from workflow.actor import Actor
from workflow.enums import Role
from workflow.models import CaseKind, Department, DepartmentGroup

CONSENT = [("", "未表态"), ("yes", "同意公开"), ("no", "不同意公开")]


class FileForm(NoteForm):
    number = forms.CharField(label="提案号", max_length=20, help_text="同一届次内不能重复。")
    field_order = ["version", "number", "on", "note"]


class RefuseForm(NoteForm):
    ground = forms.ChoiceField(label="不予立案的理由")
    outcome = forms.ChoiceField(label="去向", choices=choices_with_blank(RefusalOutcome.choices), required=False)
    field_order = ["version", "ground", "outcome", "on", "note"]

    def prepare(self) -> None:
        self.fields["ground"].choices = choices_with_blank(grounds_of(self.case).items())  # type: ignore[attr-defined]


class MergeForm(MoveForm):
    into = RowField(
        label="并入",
        queryset=Proposal.objects.none(),
        empty_label="请选择主提案",
        help_text="可选本地区已立案、尚未交办的提案。并案后合并办理，分别答复各提案人。",
    )
    reason = WordsField(label="并案理由")
    field_order = ["version", "into", "reason", "on"]

    def prepare(self) -> None:
        seen = Proposal.objects.visible_to(self.actor)
        mine = seen.filter(jurisdiction=self.case.jurisdiction_id, kind=self.case.kind_id)
        others = mine.filter(status=ProposalStatus.FILED).exclude(pk=self.case.pk).select_related("session")
        offer(self, "into", others.order_by("-session", "number"), of=seen)


class UnitField(forms.ChoiceField):
    """Offers the units and groups of the day; one that was stopped since is known too, for the verb to refuse."""

    known: Mapping[str, Any] = {}
    default_error_messages = {"invalid_choice": NOT_FOUND}

    def valid_value(self, value: str) -> bool:
        return value in self.known


class ShareForm(forms.Form):
    """One unit, or a group such as 各县区, and its part. A row left empty does not count."""

    department = UnitField(label="承办单位", required=False)
    role = forms.ChoiceField(
        label="承办方式", choices=choices_with_blank(AssignmentRole.choices, "请选择方式"), required=False
    )

    def __init__(self, *args: Any, choices: UnitChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = choices
        self.fields["department"].choices = choices.offered  # type: ignore[attr-defined]
        self.fields["department"].known = choices.known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("department")) != bool(data.get("role")):
            raise forms.ValidationError("单位和承办方式须同时填写。")
        return data

    def chosen(self) -> tuple[Department | DepartmentGroup, str] | None:
        key, role = self.cleaned_data.get("department"), self.cleaned_data.get("role")
        return (self.units.known[key], role) if key and role else None


class UnitChoices:
    """The units of a place and its groups, read once for all rows of a form."""

    def __init__(self, jurisdiction_id: int, on: dt.date) -> None:
        units = Department.objects.units().filter(jurisdiction=jurisdiction_id).order_by("name")
        self.known: dict[str, Department | DepartmentGroup] = {str(unit.pk): unit for unit in units}
        self.offered = [("", "请选择单位"), *((str(unit.pk), unit.name) for unit in units if unit.valid_on(on))]
        for group in DepartmentGroup.objects.filter(jurisdiction=jurisdiction_id).order_by("name"):
            self.known[f"g{group.pk}"] = group
            self.offered.append((f"g{group.pk}", f"{group.name}（单位组）"))


class AssignForm(NoteForm):
    """交办: as many rows of unit and part as are needed; the plan, where there is one, is filled in."""

    def prepare(self) -> None:
        planned = [{"department": each.department.pk, "role": each.role} for each in planned_shares(self.case)]
        rows = forms.formset_factory(ShareForm, extra=1 if planned else 3, max_num=60, absolute_max=60)
        choices = UnitChoices(self.case.jurisdiction_id, self.initial["on"])
        self.rows = rows(self.data or None, prefix="shares", initial=planned, form_kwargs={"choices": choices})
        self.rows_label, self.add_label = "承办单位", "增加承办单位"
        self.rows_help = (
            "一个单位单办；或一个单位主办、其他单位会办；或两个以上单位分办。选单位组即其全部成员。用不到的行留空。"
        )

    def is_valid(self) -> bool:
        return super().is_valid() & self.rows.is_valid()

    def arguments(self) -> dict[str, Any]:
        chosen = [part for row in self.rows if (part := row.chosen())]
        named = [Share(unit, role) for unit, role in chosen if isinstance(unit, Department)]
        groups = [(group, role) for group, role in chosen if isinstance(group, DepartmentGroup)]
        return super().arguments() | {"shares": expanded(named, groups, self.cleaned_data["on"])}


class PlanForm(AssignForm):
    """预交办: the same rows, and until when units may say what they think of them."""

    until = DayField(label="征求意见截止", required=False, help_text="留空则只保存拟承办单位，不征求意见。")
    field_order = ["version", "until", "on", "note"]


class UntilForm(NoteForm):
    """预交办 of many: the same last day for all."""

    until = DayField(label="征求意见截止")
    field_order = ["version", "until", "on", "note"]


def offer_units(form: MoveForm, name: str) -> None:
    """Units of the place of the case."""
    seen = Department.objects.visible_to(form.actor)
    units = seen.units().valid(form.initial["on"]).filter(jurisdiction=form.case.jurisdiction_id)
    offer(form, name, units.order_by("name"), of=seen)


class CommentForm(MoveForm):
    """What one's own unit says of the plan."""

    department = RowField(label="本单位", queryset=Department.objects.none(), empty_label="请选择单位")
    wish = forms.ChoiceField(label="意见", choices=choices_with_blank(PlanWish.choices))
    suggested = RowField(label="建议改由", queryset=Department.objects.none(), required=False, empty_label="不提建议")
    reason = WordsField(label="理由", help_text="请写明职责依据。")
    field_order = ["version", "department", "wish", "suggested", "reason", "on"]

    def prepare(self) -> None:
        offer_units(self, "department")
        offer_units(self, "suggested")


class SettleForm(NoteForm):
    opinion = RowField(label="单位意见", queryset=PlanOpinion.objects.none(), empty_label="请选择意见")
    granted = forms.TypedChoiceField(
        label="处理", choices=[("", "请选择"), ("yes", "采纳"), ("no", "不采纳")], coerce=lambda value: value == "yes"
    )
    field_order = ["version", "opinion", "granted", "on", "note"]

    def prepare(self) -> None:
        waiting = self.case.plan_opinions.filter(decision=Decision.ASKED).select_related("department", "suggested")
        offer(self, "opinion", waiting, of=PlanOpinion.objects.visible_to(self.actor))
        self.fields["opinion"].initial = waiting.first()


class AddUnitForm(NoteForm):
    department = RowField(label="增加单位", queryset=Department.objects.none(), empty_label="请选择单位")
    field_order = ["version", "department", "on", "note"]

    def prepare(self) -> None:
        suggested = self.case.assignments.held().exclude(extra=None).first()
        offer_units(self, "department")
        self.fields["department"].initial = suggested.extra_id if suggested else None


class DesignateForm(NoteForm):
    led_by = forms.CharField(label="领办领导", max_length=80, required=False)
    supervised_by = forms.CharField(label="督办领导", max_length=80, required=False)
    committee = forms.CharField(label="协助专委会", max_length=80, required=False)
    mode = forms.CharField(label="督办方式", max_length=80, required=False, help_text="如座谈、调研、视察、走访。")
    field_order = ["version", "led_by", "supervised_by", "committee", "mode", "on", "note"]


class CorrectKeyForm(MoveForm):
    """As it shall stand: a leader who is taken out is left blank."""

    led_by = forms.CharField(label="领办领导", max_length=80, required=False)
    supervised_by = forms.CharField(label="督办领导", max_length=80, required=False)
    committee = forms.CharField(label="协助专委会", max_length=80, required=False)
    mode = forms.CharField(label="督办方式", max_length=80, required=False)
    reason = WordsField(label="更正理由")
    field_order = ["version", "led_by", "supervised_by", "committee", "mode", "reason", "on"]

    def prepare(self) -> None:
        standing = getattr(self.case, "key_handling", None)
        for name in ("led_by", "supervised_by", "committee", "mode"):
            self.fields[name].initial = getattr(standing, name, "")


class PlanKeyForm(MoveForm):
    plan = WordsField(label="办理方案", rows=8)
    field_order = ["version", "plan", "on"]


class ReportKeyForm(MoveForm):
    report = WordsField(label="督办报告", rows=8)
    field_order = ["version", "report", "on"]


class ProposerForm(forms.Form):
    """One proposer. A row left empty does not count."""

    name = forms.CharField(label="姓名或名称", max_length=80, required=False)
    kind = forms.ChoiceField(label="类别", choices=ProposerKind.choices, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)


class TextForm(forms.Form):
    """What a proposal says of itself; the same fields when it is registered and when it is corrected."""

    title = forms.CharField(label="案由", max_length=200, help_text="如“关于加强社区养老服务的提案”。")
    nature = forms.ChoiceField(label="提案性质", choices=Nature.choices)
    category = forms.CharField(label="提案分类", max_length=40, required=False)
    is_key = forms.BooleanField(label="重点提案", required=False)
    consents_to_publication = forms.TypedChoiceField(
        label="提案人对公开的意见",
        choices=CONSENT,
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )
    body = WordsField(label="提案内容", rows=10, required=False)


class CorrectForm(TextForm):
    """Only the fields that the table of the flow leaves open in this state."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        allowed = open_fields(proposal)
        consent = {True: "yes", False: "no", None: ""}[proposal.consents_to_publication]
        initial = {name: getattr(proposal, name) for name in allowed} | {"version": proposal.version}
        kwargs["initial"] = initial | {"consents_to_publication": consent}
        super().__init__(*args, **kwargs)
        for name in set(TextForm.base_fields) - allowed:
            del self.fields[name]


def open_fields(proposal: Proposal) -> frozenset[str]:
    """What may still be corrected by page: the text, not who made it or what it asks for."""
    return EDITABLE.get(proposal.status, frozenset()) & TextForm.base_fields.keys()


class CorrectDaysForm(MoveForm):
    """更正 of the number and the days; what is left as it is stays."""

    number = forms.CharField(label="提案号", max_length=20, required=False)
    filed_on = DayField(label="立案日期", required=False)
    assigned_on = DayField(label="交办日期", required=False, help_text="更正交办日期的，各承办单位的期限重新计算。")
    reason = WordsField(label="更正理由")
    field_order = ["version", "number", "filed_on", "assigned_on", "reason", "on"]

    def prepare(self) -> None:
        for name in ("number", "filed_on", "assigned_on"):
            self.fields[name].initial = getattr(self.case, name)
            if getattr(self.case, name) is None:
                del self.fields[name]


class CorrectProposersForm(MoveForm):
    reason = WordsField(label="更正理由")
    field_order = ["version", "reason", "on"]
    rows_label, add_label = "提案人", "增加提案人"
    rows_help = "按顺序填写，第一行为第一提案人。"

    def prepare(self) -> None:
        standing = [{"name": each.name, "kind": each.kind, "phone": each.phone} for each in self.case.proposers.all()]
        rows = forms.formset_factory(ProposerForm, extra=1, max_num=60, absolute_max=60)
        self.rows = rows(self.data or None, prefix="proposers", initial=standing)

    def is_valid(self) -> bool:
        return super().is_valid() & self.rows.is_valid()

    def arguments(self) -> dict[str, Any]:
        return super().arguments() | {"proposers": entries_of(self.rows)}


class CorrectRolesForm(MoveForm):
    """One choice for each unit that has the case."""

    reason = WordsField(label="更正理由")

    def prepare(self) -> None:
        self.units = {f"unit{each.pk}": each for each in self.case.assignments.held().select_related("department")}
        for name, each in self.units.items():
            self.fields[name] = forms.ChoiceField(
                label=each.department.name, choices=AssignmentRole.choices, initial=each.role
            )
        self.order_fields(["version", *self.units, "reason", "on"])

    def arguments(self) -> dict[str, Any]:
        roles = {each: self.cleaned_data[name] for name, each in self.units.items()}
        return {"roles": roles, "reason": self.cleaned_data["reason"]}


def entries_of(rows: Any) -> list[ProposerEntry]:
    filled = [row.cleaned_data for row in rows if row.cleaned_data.get("name")]
    return [ProposerEntry(row["name"], row["kind"] or ProposerKind.PERSON, row["phone"]) for row in filled]


class RegisterForm(TextForm):
    """登记提案: what the committee types from the paper."""

    session = RowField(label="届次", queryset=Session.objects.none(), empty_label="请选择届次")
    kind = RowField(label="件类", queryset=CaseKind.objects.all(), empty_label=None)
    asks = WordsField(label="具体建议", rows=5, required=False, help_text="一行一条，不必写序号。")

    rows_label, add_label = "提案人", "增加提案人"
    rows_help = "第一行为第一提案人，其余为联名。用不到的行留空。"

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {post.jurisdiction_id for post in actor.posts if post.role == Role.COMMITTEE}
        sessions = Session.objects.visible_to(actor).filter(jurisdiction__in=places).newest_first()
        offer(self, "session", sessions)
        self.fields["session"].initial = sessions.first()
        self.fields["kind"].initial = CaseKind.objects.first()
        rows = forms.formset_factory(ProposerForm, extra=3, max_num=60, absolute_max=60)
        self.rows = rows(self.data or None, prefix="proposers")

    def is_valid(self) -> bool:
        return super().is_valid() & self.rows.is_valid()

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"asks": data["asks"].splitlines(), "proposers": entries_of(self.rows)}
