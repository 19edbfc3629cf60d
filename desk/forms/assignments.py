"""Forms of one unit's part in a proposal."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from desk.forms.fields import DayField, RowField, RowsField, ScanField, WordsField, choices_with_blank, offer
from desk.forms.moves import MoveForm, NoteForm
from proposals.actions.collecting import sources_of
from proposals.deadlines import longest_extension
from proposals.enums import AssignmentStatus, ContactWay
from proposals.models import Assignment, Proposer
from replies.enums import Clearance
from workflow.models import Appointment, Department, User

OUTSIDE = [(value, label) for value, label in Clearance.choices if value != Clearance.HERE]


class HandToForm(NoteForm):
    section = RowField(label="承办科室", queryset=Department.objects.none(), required=False, empty_label="不指定")
    officer = RowField(label="承办人", queryset=User.objects.none(), required=False, empty_label="不指定")
    field_order = ["version", "section", "officer", "on", "note"]

    def prepare(self) -> None:
        unit = self.case.department
        sections = unit.sections.valid(self.initial["on"]).order_by("name")
        offer(self, "section", sections, of=Department.objects.visible_to(self.actor))
        offer(self, "officer", people_of(unit, self.initial["on"]), of=known_to(unit))


def people_of(unit: Department, on: Any) -> Any:
    """Everybody who works in the unit or one of its sections that day."""
    posts = Appointment.objects.of_unit(unit).working(on)
    return User.objects.filter(pk__in=posts.values("user")).order_by("name")


def known_to(unit: Department) -> Any:
    """Whoever works there, is to or once did: a colleague who has left since the page was shown is no stranger."""
    return User.objects.filter(pk__in=Appointment.objects.of_unit(unit).values("user"))


def offer_other_units(form: MoveForm, name: str) -> None:
    """Units of the place other than the one that has the part."""
    seen = Department.objects.visible_to(form.actor)
    units = seen.units().valid(form.initial["on"]).filter(jurisdiction=form.case.jurisdiction_id)
    offer(form, name, units.exclude(pk=form.case.department_id).order_by("name"), of=seen)


class RequestReturnForm(MoveForm):
    reason = WordsField(label="申退理由", help_text="请写明不属于本单位职责的依据。")
    suggested = RowField(label="建议改由", queryset=Department.objects.none(), required=False, empty_label="不提建议")
    leader = forms.CharField(
        label="同意申退的主要领导", max_length=40, required=False, help_text="再次申退须填写；首次可不填。"
    )
    field_order = ["version", "reason", "suggested", "leader", "on"]

    def prepare(self) -> None:
        offer_other_units(self, "suggested")


class ApproveReturnForm(NoteForm):
    department = RowField(label="改由哪个单位承办", queryset=Department.objects.none(), empty_label="请选择单位")
    field_order = ["version", "department", "on", "note"]

    def prepare(self) -> None:
        offer_other_units(self, "department")
        self.fields["department"].initial = self.case.suggested_id


class UnitForm(MoveForm):
    """Another unit of the place, and why."""

    department = RowField(label="单位", queryset=Department.objects.none(), empty_label="请选择单位")
    reason = WordsField(label="理由")
    field_order = ["version", "department", "reason", "on"]

    def prepare(self) -> None:
        offer_other_units(self, "department")


class ConveneForm(MoveForm):
    people = forms.CharField(label="参加单位和人员", max_length=80)
    outcome = WordsField(label="协调意见", rows=5)
    field_order = ["version", "on", "people", "outcome"]


class ProposeForm(MoveForm):
    text = WordsField(label="拟办意见", rows=4, help_text="由哪个科室办理、何时报稿、请哪位领导批示。")
    person = forms.CharField(label="拟办人", max_length=80, required=False)
    field_order = ["version", "text", "person", "on"]


class InstructForm(MoveForm):
    person = forms.CharField(label="批示领导", max_length=80)
    text = WordsField(label="批示内容", rows=4)
    scan = ScanField(label="批示扫描件")
    field_order = ["version", "person", "text", "on", "scan"]


class PressForm(MoveForm):
    """催办 and 督办."""

    text = WordsField(label="内容", rows=5)
    reply_by = DayField(label="要求回复日期", required=False)
    field_order = ["version", "text", "reply_by", "on"]


class TextForm(MoveForm):
    text = WordsField(label="办理情况", rows=5)
    field_order = ["version", "text", "on"]


class RequestExtensionForm(MoveForm):
    until = DayField(label="申请延至")
    reason = WordsField(label="延期理由", rows=4)
    field_order = ["version", "until", "reason", "on"]

    def prepare(self) -> None:
        if due := self.case.due_to_answer():
            last = longest_extension(self.case, due)
            self.fields["until"].initial = last
            self.fields["until"].help_text = f"现办理期限为{due:%Y年%-m月%-d日}，按规则最多延至{last:%Y年%-m月%-d日}。"


class GrantExtensionForm(NoteForm):
    until = DayField(label="准予延至")
    proposer_told_on = DayField(
        label="告知提案人日期", required=False, help_text="已向提案人说明延期原因的，填写日期。"
    )
    field_order = ["version", "until", "proposer_told_on", "on", "note"]

    def prepare(self) -> None:
        if asked := self.case.extensions.asked().first():
            self.fields["until"].initial = asked.asked_until
            self.fields["until"].help_text = f"申请延至{asked.asked_until:%Y年%-m月%-d日}：{asked.reason}"


class CollectForm(NoteForm):
    department = RowField(label="向谁征集", queryset=Department.objects.none(), empty_label="请选择科室或单位")
    wanted = WordsField(label="所需材料", rows=4)
    due = DayField(label="提供期限")
    field_order = ["version", "department", "wanted", "due", "on", "note"]

    def prepare(self) -> None:
        sources = sources_of(self.case, self.initial["on"]).order_by("jurisdiction", "name")
        # A county's units are offered, though not seen: the verb lets the city's unit that governs it ask them.
        offer(self, "department", sources, of=Department.objects.visible_to(self.actor) | sources)


class SupplyForm(NoteForm):
    text = WordsField(label="材料", rows=8, required=False)
    file = ScanField(label="附件")
    field_order = ["version", "text", "file", "on", "note"]


class AskMoreForm(MoveForm):
    reason = WordsField(label="需补充的内容", rows=4)
    due = DayField(label="提供期限")
    field_order = ["version", "reason", "due", "on"]


class CorrectAssignmentForm(MoveForm):
    """更正 of the unit and the days; what is left as it is stays."""

    department = RowField(label="承办单位", queryset=Department.objects.none(), required=False, empty_label="不更正")
    assigned_on = DayField(label="交办日期", required=False, help_text="更正后，本单位的期限重新计算。")
    accepted_on = DayField(label="签收日期", required=False)
    reason = WordsField(label="更正理由")
    field_order = ["version", "department", "assigned_on", "accepted_on", "reason", "on"]

    def prepare(self) -> None:
        offer_other_units(self, "department")
        self.fields["assigned_on"].initial = self.case.assigned_on
        if self.case.accepted_on:
            self.fields["accepted_on"].initial = self.case.accepted_on
        else:
            del self.fields["accepted_on"]


class OtherCases(RowsField):
    def label_from_instance(self, assignment: Any) -> str:
        return str(assignment.line)


class ContactForm(MoveForm):
    """One meeting may serve several cases: those with a proposer in common to be ticked, others by number."""

    way = forms.ChoiceField(label="沟通方式", choices=choices_with_blank(ContactWay.choices))
    people = forms.CharField(label="参加人员", max_length=200, help_text="提案人和本单位参加的人。")
    outcome = WordsField(label="沟通情况", rows=5, help_text="提案人的意见，以及达成的一致。")
    also = OtherCases(
        label="一并登记到同一提案人的在办件",
        queryset=Assignment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    numbers = forms.CharField(
        label="一并登记到其他在办件",
        max_length=200,
        required=False,
        help_text="填写本单位在办件的提案号，多件用顿号或空格隔开。",
    )
    field_order = ["version", "on", "way", "people", "outcome", "also", "numbers"]

    def prepare(self) -> None:
        found = with_proposers_of(self.case, self._others())
        offer(self, "also", found, of=Assignment.objects.visible_to(self.actor))
        if not found.exists():
            del self.fields["also"]

    def _others(self) -> Any:
        """What the same unit has in hand besides."""
        mine = Assignment.objects.filter(department=self.case.department_id, status=AssignmentStatus.IN_HAND)
        return mine.exclude(pk=self.case.pk).select_related("proposal__session").order_by("-id")

    def clean_numbers(self) -> list[Assignment]:
        wanted = [number for number in re.split(r"[\s、，,；;]+", self.cleaned_data["numbers"]) if number]
        found: dict[str, list[Assignment]] = {}
        for each in self._others().filter(proposal__number__in=wanted):
            found.setdefault(each.proposal.number, []).append(each)
        for number in wanted:
            if len(found.get(number, ())) != 1:
                few = "本单位没有第{}号在办件。" if number not in found else "本单位有几件第{}号，请分别登记。"
                raise forms.ValidationError(few.format(number))
        return [each for cases in found.values() for each in cases]

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        return data | {"also": [*data.pop("also", ()), *data.pop("numbers")]}


def with_proposers_of(assignment: Assignment, others: Any) -> Any:
    """Those of `others` that one of its proposers made too: the same member, or a body or person of that name."""
    proposers = list(assignment.proposal.proposers.all())
    members = [each.member_id for each in proposers if each.member_id]
    names = [each.name for each in proposers if not each.member_id]
    same = Proposer.objects.filter(
        Q(member__in=members) | Q(member=None, name__in=names), proposal=OuterRef("proposal")
    )
    return others.filter(Exists(same))


class OpinionForm(NoteForm):
    text = WordsField(label="会办意见", rows=8, help_text="一段一行。")
    signer = forms.CharField(label="签发人", max_length=80)
    clearance = forms.ChoiceField(label="审签方式", choices=OUTSIDE, initial=Clearance.PAPER)
    scan = ScanField(label="审签扫描件")
    field_order = ["version", "text", "signer", "clearance", "scan", "on", "note"]
