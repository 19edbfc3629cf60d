"""工作日历 over HTTP: the editions with their days, a place's own days taken, and when a limit ends by them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from workflow import calendars
from workflow.actor import Actor
from workflow.api.acts import ActReport, ActViewSet, described
from workflow.api.filters import CalendarFilter
from workflow.api.keys import place_of
from workflow.api.moves import REFUSALS
from workflow.calendar import MOST
from workflow.clocks import calendar_of
from workflow.enums import DayKind
from workflow.errors import LONGEST_TEXT
from workflow.models import CalendarDay, CalendarVersion
from workflow.notices import FIRST_YEAR, LAST_YEAR, Reading, Special, read_days, read_notice

MOST_DAYS = 400  # rows of one year; each day is listed once
BY_DAY = Prefetch("days", CalendarDay.objects.order_by("day"))


class StepSerializer(serializers.Serializer[Any]):
    """One day of a span: whether it counted, and why."""

    day = serializers.DateField()
    counted = serializers.BooleanField()
    why = serializers.CharField()


class CalendarRowSerializer(serializers.ModelSerializer[CalendarVersion]):
    national = serializers.SerializerMethodField(help_text="全国的；否则为本地另有的日期，叠加在全国日历之上")
    newest = serializers.BooleanField(source="is_newest", help_text="该年现行的版次")

    class Meta:
        model = CalendarVersion
        fields = ["uid", "year", "number", "national", "newest", "published", "notice", "source", "loaded_at"]

    def get_national(self, version: CalendarVersion) -> bool:
        return version.jurisdiction_id is None


class CalendarDaySerializer(serializers.ModelSerializer[CalendarDay]):
    """A day that differs from the plain week."""

    kind = serializers.ChoiceField(DayKind.choices)
    name = serializers.CharField(max_length=40, help_text="如“三月三”")

    class Meta:
        model = CalendarDay
        fields = ["day", "kind", "name"]


class CalendarSerializer(CalendarRowSerializer):
    days = CalendarDaySerializer(many=True)

    class Meta(CalendarRowSerializer.Meta):
        fields = [*CalendarRowSerializer.Meta.fields, "days"]


class TakeSerializer(serializers.Serializer[Any]):
    """A year of the place's own days: the words of the notice, or the days one by one. All faults are told at once."""

    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    text = serializers.CharField(required=False, max_length=LONGEST_TEXT, help_text="放假通知原文，与 rows 二选一")
    rows = CalendarDaySerializer(many=True, required=False, help_text="逐日列出")
    published = serializers.BooleanField(help_text="已正式公布；否则期限标注暂估")
    number = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="通知文号，不写则取通知中的"
    )

    def validate_rows(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(rows) > MOST_DAYS:
            raise serializers.ValidationError(f"一年的日期最多{MOST_DAYS}行。")
        return rows

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("text" in given) == ("rows" in given):
            raise serializers.ValidationError({"text": ["请写明通知原文或逐日列出，二选一。"]})
        way = "text" if "text" in given else "rows"
        reading = self._read(given, given["year"])
        if reading.problems:
            raise serializers.ValidationError({way: list(reading.problems)})
        return {
            "year": given["year"],
            "days": reading.days,
            "published": given["published"],
            "notice": given.get("number") or reading.number,
            "source": "放假通知原文" if way == "text" else "清单",
        }

    def _read(self, given: dict[str, Any], year: int) -> Reading:
        if "text" in given:
            return read_notice(given["text"], year, whole=False)
        days = [Special(row["day"], row["kind"] == DayKind.WORK, row["name"]) for row in given["rows"]]
        return read_days(days, year, whole=False)


class TakenSerializer(ActReport):
    calendar = CalendarSerializer(help_text="读到的各日；只核对时并未载入")


class QuestionSerializer(serializers.Serializer[Any]):
    start = serializers.DateField(help_text="起算日，当日不计入")
    working_days = serializers.IntegerField(required=False, help_text=f"工作日数，1至{MOST}，与 months 二选一")
    months = serializers.IntegerField(required=False, help_text=f"月数，1至{MOST}")


class DueSerializer(serializers.Serializer[Any]):
    due = serializers.DateField(help_text="到期日")
    provisional = serializers.BooleanField(help_text="暂估：依据的放假安排尚未公布")
    why = StepSerializer(many=True, help_text="逐日：是否计入，为何")


class CalendarViewSet(ListModelMixin, RetrieveModelMixin, ActViewSet):
    """工作日历：全国的和本地的；载入本地另有的日期；推算到期日。"""

    queryset = CalendarVersion.objects.marked()
    serializer_class = CalendarSerializer
    filterset_class = CalendarFilter

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.prefetch_related(BY_DAY)

    def get_serializer_class(self) -> Any:
        return CalendarRowSerializer if self.action == "list" else CalendarSerializer

    @described("载入本地日历", TakeSerializer, TakenSerializer, made=status.HTTP_201_CREATED)
    def create(self, request: Request) -> Response:
        return self.report(request, TakeSerializer, taken, self._told, made=status.HTTP_201_CREATED)

    def _told(self, version: CalendarVersion) -> dict[str, Any]:
        return {"calendar": CalendarSerializer(self.get_queryset().get(pk=version.pk)).data}

    @extend_schema(
        summary="推算到期日",
        parameters=[QuestionSerializer],
        responses={200: DueSerializer, **REFUSALS},
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def due(self, request: Request) -> Response:
        question = QuestionSerializer(data=request.query_params.dict())
        question.is_valid(raise_exception=True)
        calendar = calendar_of(place_of(self.actor).pk)
        return Response(calendar.reckon(**question.validated_data).as_json())


def taken(*, by: Actor, on: Any, **given: Any) -> CalendarVersion:
    """A key takes the days of its own place; the national calendar is the operator's."""
    return calendars.take(jurisdiction=place_of(by), by=by, **given)
