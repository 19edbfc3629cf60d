"""期限调整建议 over HTTP: what a new calendar would move, line by line, and the one decision on it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from workflow import shifts
from workflow.api.acts import ActReport, ActViewSet, described
from workflow.api.filters import ShiftFilter
from workflow.api.moves import REFUSALS
from workflow.enums import ClockKind, ShiftStatus
from workflow.models import Shift, ShiftLine

LONGEST_NOTE = 500


class ShiftSerializer(serializers.ModelSerializer[Shift]):
    calendar = serializers.UUIDField(source="version.uid", help_text="依据的工作日历")
    year = serializers.IntegerField(source="version.year", help_text="该日历的年份")
    status = serializers.ChoiceField(ShiftStatus.choices)
    under_way = serializers.BooleanField(source="is_under_way", help_text="已批准，正在执行")
    concerned = serializers.IntegerField(help_text="涉及几项期限")
    later = serializers.IntegerField(help_text="其中推后几项")
    earlier = serializers.IntegerField(help_text="其中提前几项；其余只是不再暂估")

    class Meta:
        model = Shift
        fields = [
            "uid", "calendar", "year", "status", "under_way", "concerned", "later", "earlier", "made_at", "decided_at",
            "decided_by", "note",
        ]  # fmt: skip


class ShiftLineSerializer(serializers.ModelSerializer[ShiftLine]):
    deadline = serializers.UUIDField(source="clock.uid", help_text="期限，与各件 deadlines/ 中的 uid 相同")
    subject = serializers.UUIDField(source="clock.subject_uid", help_text="承办、材料征集或答复")
    title = serializers.CharField(source="clock.subject_line")
    kind = serializers.ChoiceField(ClockKind.choices, source="clock.kind")
    department = serializers.CharField(source="clock.holder.name", default="", help_text="承办单位")

    class Meta:
        model = ShiftLine
        fields = ["deadline", "subject", "title", "kind", "department", "due_before", "due_after", "why"]


class ApproveSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE, help_text="说明")


class DropSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_NOTE, help_text="不予调整的理由")


class DecidedSerializer(ActReport):
    shift = ShiftSerializer()


class ShiftViewSet(ListModelMixin, RetrieveModelMixin, ActViewSet):
    """期限调整建议：查询；由督查批准或不予调整，一份只决定一次。"""

    queryset = Shift.objects.counted().select_related("version")
    serializer_class = ShiftSerializer
    filterset_class = ShiftFilter

    @extend_schema(summary="逐项期限", responses={200: ShiftLineSerializer(many=True), **REFUSALS}, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def lines(self, _request: Request, **_kwargs: Any) -> Response:
        rows = self.get_object().lines.select_related("clock__holder")
        return self.get_paginated_response(ShiftLineSerializer(self.paginate_queryset(rows), many=True).data)

    @described("批准调整", ApproveSerializer, DecidedSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, **_kwargs: Any) -> Response:
        return self._decide(request, ApproveSerializer, shifts.approve)

    @described("不予调整", DropSerializer, DecidedSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, **_kwargs: Any) -> Response:
        return self._decide(request, DropSerializer, shifts.drop)

    def _decide(
        self, request: Request, takes: type[serializers.Serializer[Any]], verb: Callable[..., None]
    ) -> Response:
        shift = self.get_object()
        return self.report(request, takes, functools.partial(decided, verb, shift), self._told)

    def _told(self, shift: Shift) -> dict[str, Any]:
        return {"shift": ShiftSerializer(self.get_queryset().get(pk=shift.pk)).data}


def decided(verb: Callable[..., None], shift: Shift, *, on: Any, **given: Any) -> Shift:
    """A decision has no day of its own: it counts from when it is made."""
    verb(shift, **given)
    return shift
