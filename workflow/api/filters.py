"""How the lists of calendars, of what they would move, of layouts and of numbers are narrowed."""

from __future__ import annotations

import django_filters as filters

from workflow.enums import NumberStatus
from workflow.models import CalendarVersion, IssuedNumber, LetterProfile, Shift


class CalendarFilter(filters.FilterSet):
    national = filters.BooleanFilter("jurisdiction", lookup_expr="isnull", label="全国的")
    newest = filters.BooleanFilter("is_newest", label="该年现行的版次")

    class Meta:
        model = CalendarVersion
        fields = ["year", "published"]


class LayoutFilter(filters.FilterSet):
    department = filters.UUIDFilter("department__uid", label="单位")
    whole_place = filters.BooleanFilter("department", lookup_expr="isnull", label="全地区的")
    published = filters.BooleanFilter("published_at", lookup_expr="isnull", exclude=True, label="已发布")
    in_force = filters.BooleanFilter("is_in_force", label="现行")

    class Meta:
        model = LetterProfile
        fields: list[str] = []


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
