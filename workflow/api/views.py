"""Units, read only; and the answer to every address that the API does not have."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.views import APIView

from workflow.api.moves import VisibleViewSet
from workflow.models import Department


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    successor = serializers.SlugRelatedField[Department](slug_field="uid", read_only=True, help_text="承继单位")

    class Meta:
        model = Department
        fields = ["uid", "name", "short_name", "since", "until", "successor"]


class DepartmentViewSet(ListModelMixin, RetrieveModelMixin, VisibleViewSet):
    """承办单位."""

    queryset = Department.objects.units().select_related("successor")
    serializer_class = DepartmentSerializer
    filterset_fields = ["name", "short_name"]


@extend_schema(exclude=True)
class NothingHere(APIView):
    """An unknown resource or move: a problem document like every other refusal, and no sooner than a known key."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound
