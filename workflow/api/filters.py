"""How the lists of calendars and of what they would move are narrowed."""

from __future__ import annotations

import django_filters as filters

from workflow.models import CalendarVersion, Shift


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
