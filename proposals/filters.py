"""How lists of the case are narrowed, in the words of its querysets; pages and API share them."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone

from proposals.enums import AssignmentRole, AssignmentStatus, Origin, ProposalStatus
from proposals.models import Assignment, Member, Proposal, Session
from workflow.models import Appointment, Department, RuleVersion


class SessionFilter(filters.FilterSet):
    class Meta:
        model = Session
        fields = ["level", "term", "meeting"]


class MemberFilter(filters.FilterSet):
    name = filters.CharFilter(label="姓名")

    class Meta:
        model = Member
        fields = ["level", "term", "sector"]


class AppointmentFilter(filters.FilterSet):
    username = filters.CharFilter("user__username", label="登录名")
    unit = filters.UUIDFilter(method="of_unit", label="单位", help_text="含其科室")

    class Meta:
        model = Appointment
        fields = ["role"]

    def of_unit(self, rows: Any, _name: str, uid: Any) -> QuerySet[Any]:
        narrowed: QuerySet[Any] = rows.of_unit(Department.objects.filter(uid=uid).first())
        return narrowed


class RuleFilter(filters.FilterSet):
    published = filters.BooleanFilter("published_at", lookup_expr="isnull", exclude=True, label="已发布")
    in_force = filters.BooleanFilter("is_in_force", label="现行")

    class Meta:
        model = RuleVersion
        fields: list[str] = []


class ProposalFilter(filters.FilterSet):
    session = filters.UUIDFilter("session__uid", label="届次")
    status = filters.MultipleChoiceFilter(choices=ProposalStatus.choices, label="状态")
    number = filters.CharFilter(label="提案号")
    title = filters.CharFilter(lookup_expr="contains", label="案由包含")
    department = filters.UUIDFilter(method="held_by", label="承办单位")
    origin = filters.ChoiceFilter(choices=Origin.choices, label="来历")
    topic = filters.UUIDFilter("topics__uid", label="专题")
    carried = filters.BooleanFilter(
        method="taken_along", label="往届未结", help_text="往届提案结转到新一次会议仍未办结"
    )
    open = filters.BooleanFilter(method="still_open", label="未办结")
    overdue = filters.BooleanFilter(method="past_due", label="已超期", help_text="与承办单位同用时，指该单位已超期")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def chosen_unit(self) -> Any:
        """What `department` names, to be compared with; None where nothing is chosen."""
        uid = self.form.cleaned_data["department"]
        return Department.objects.filter(uid=uid)[:1] if uid else None

    def held_by(self, rows: Any, _name: str, _chosen: Any) -> QuerySet[Any]:
        narrowed: QuerySet[Any] = rows.handled_by(self.chosen_unit())
        return narrowed

    def still_open(self, rows: Any, _name: str, wanted: bool) -> QuerySet[Any]:  # noqa: FBT001 - django-filter calls it so
        narrowed: QuerySet[Any] = rows.open() if wanted else rows
        return narrowed

    def taken_along(self, rows: Any, _name: str, wanted: bool) -> QuerySet[Any]:  # noqa: FBT001 - django-filter calls it so
        narrowed: QuerySet[Any] = rows.carried() if wanted else rows
        return narrowed

    def past_due(self, rows: Any, _name: str, wanted: bool) -> QuerySet[Any]:  # noqa: FBT001 - django-filter calls it so
        narrowed: QuerySet[Any] = rows.overdue(on=timezone.localdate(), unit=self.chosen_unit()) if wanted else rows
        return narrowed


class AssignmentFilter(filters.FilterSet):
    proposal = filters.UUIDFilter("proposal__uid", label="提案")
    department = filters.UUIDFilter("department__uid", label="承办单位")
    status = filters.MultipleChoiceFilter(choices=AssignmentStatus.choices, label="状态")
    role = filters.MultipleChoiceFilter(choices=AssignmentRole.choices, label="承办方式")

    class Meta:
        model = Assignment
        fields: list[str] = []
