"""Units, read only."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from workflow.api.moves import VisibleViewSet
from workflow.models import Department


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    class Meta:
        model = Department
        fields = ["uid", "name", "short_name", "since", "until"]


class DepartmentViewSet(ListModelMixin, RetrieveModelMixin, VisibleViewSet):
    """承办单位."""

    queryset = Department.objects.units()
    serializer_class = DepartmentSerializer
    filterset_fields = ["name", "short_name"]
