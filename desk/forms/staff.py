"""人员与代理: who stands in for whom, who leaves and to whom the cases go, who takes on one more role."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet

from desk.forms.assignments import known_to, people_of
from desk.forms.fields import DayField, RowField, choices_with_blank, offer
from workflow.enums import UNIT_ROLES, Role
from workflow.models import Department, User


class StaffForm(forms.Form):
    """About one person of one unit; choices are the colleagues who work there that day."""

    def __init__(self, *args: Any, unit: Department, person: User, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.person, self.on = unit, person, on
        self.prepare()

    def prepare(self) -> None:
        """A place for a form to fill its choices."""

    def colleagues(self) -> QuerySet[User]:
        others: QuerySet[User] = people_of(self.unit, self.on).exclude(pk=self.person.pk)
        return others


class DeputyForm(StaffForm):
    deputy = RowField(label="代理人", queryset=User.objects.none(), empty_label="请选择代理人")
    since = DayField(label="代理起日")
    until = DayField(label="代理止日", required=False, help_text="含当日。返岗日期未定的留空，返岗时再结束代理。")

    def prepare(self) -> None:
        offer(self, "deputy", self.colleagues(), of=known_to(self.unit))
        self.fields["since"].initial = self.on


class LeaveForm(StaffForm):
    to = RowField(
        label="在办件移交给",
        queryset=User.objects.none(),
        required=False,
        empty_label="暂不指定，由单位重新分送",
    )

    def prepare(self) -> None:
        offer(self, "to", self.colleagues(), of=known_to(self.unit))


class RoleForm(StaffForm):
    role = forms.ChoiceField(
        label="职责", choices=choices_with_blank([(role.value, role.label) for role in Role if role in UNIT_ROLES])
    )
    department = RowField(label="单位或科室", queryset=Department.objects.none(), empty_label=None)

    def prepare(self) -> None:
        here = Department.objects.filter(pk=self.unit.pk)
        places = (here | self.unit.sections.valid(self.on)).order_by("parent_id", "name")
        offer(self, "department", places, of=here | self.unit.sections.all())
        self.fields["department"].initial = self.unit.pk
