"""How the lists of calendars, of what they would move, and of numbers are narrowed."""

from __future__ import annotations

import django_filters as filters

from workflow.enums import NumberStatus
from workflow.models import CalendarVersion, IssuedNumber, Shift


class CalendarFilter(filters.FilterSet):
    national = filters.BooleanFilter("jurisdiction", lookup_expr="isnull", label="全国的")
    newest = filters.BooleanFilter("is_newest", label="该年现行的版次")

    class Meta:
        model = CalendarVersion
        fields = ["year", "published"]


class ShiftFilter(filters.FilterSet):
    calendar = filters.UUIDFilter("version__uid", label="工作日历")

    class Meta:
        model = Shift
        fields = ["status"]


class NumberFilter(filters.FilterSet):
    series = filters.UUIDFilter("series__uid", label="代字")
    status = filters.MultipleChoiceFilter(choices=NumberStatus.choices, label="状态")

    class Meta:
        model = IssuedNumber
        fields = ["year"]
