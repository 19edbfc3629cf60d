"""Series of document numbers over HTTP: opened, counted, reserved, registered as used, void; and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from workflow import series
from workflow.api.filters import NumberFilter
from workflow.api.moves import REFUSALS, Visible, VisibleViewSet
from workflow.enums import GapKind, PaperKind
from workflow.gaps import gaps_of
from workflow.issuing import LARGEST
from workflow.models import Department, IssuedNumber, NumberSeries, SeriesYear


def number_field(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST, **kwargs)


def year_field() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=2000, max_value=2099)


class SeriesYearSerializer(serializers.ModelSerializer[SeriesYear]):
    class Meta:
        model = SeriesYear
        fields = ["year", "first", "last"]


class SeriesSerializer(serializers.ModelSerializer[NumberSeries]):
    department = serializers.CharField(source="department.name", read_only=True)
    papers = serializers.SerializerMethodField(help_text="用于哪些公文")
    years = SeriesYearSerializer(many=True, read_only=True, help_text="各年的起始号、已编至")

    class Meta:
        model = NumberSeries
        fields = ["uid", "code", "department", "owned", "papers", "years"]

    def get_papers(self, row: NumberSeries) -> list[str]:
        return [use.paper for use in row.uses.all()]


class NumberSerializer(serializers.ModelSerializer[IssuedNumber]):
    series = serializers.UUIDField(source="series.uid", read_only=True)
    text = serializers.CharField(source="__str__", read_only=True, help_text="文号全文")

    class Meta:
        model = IssuedNumber
        fields = ["uid", "series", "text", "year", "n", "status", "purpose", "reason", "entered_at"]


class GapSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="文号")
    year = serializers.IntegerField(source="counter.year")
    n = serializers.IntegerField()
    kind = serializers.ChoiceField([(each.value, each.label) for each in GapKind])
    why = serializers.CharField(help_text="用途、作废原因")
    number = serializers.UUIDField(source="number.uid", default=None, allow_null=True, help_text="断号没有记录，为空")


class OpenSerializer(serializers.Serializer[Any]):
    department = Visible(queryset=Department.objects.units())
    code = serializers.CharField(max_length=16, help_text="机关代字，如“丽卫函”")
    papers = serializers.ListField(
        child=serializers.ChoiceField([(each.value, each.label) for each in PaperKind]), max_length=len(PaperKind)
    )
    first = number_field(default=1, help_text="本年起始号")


class ReserveSerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField(max_length=200, help_text="用途")


class ClaimSerializer(ReserveSerializer):
    year = year_field()
    n = number_field()
    until = number_field(required=False, allow_null=True, help_text="登记一段时的止号")


class StartYearSerializer(serializers.Serializer[Any]):
    year = year_field()
    first = number_field()


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class NumbersViewSet(ListModelMixin, RetrieveModelMixin, VisibleViewSet):
    """Rows on which one act is made at a time."""

    def given(self, request: Request, takes: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        data = takes(data=request.data, context=self.get_serializer_context())
        data.is_valid(raise_exception=True)
        return dict(data.validated_data)

    def acted(self, request: Request, takes: type[serializers.Serializer[Any]], verb: Callable[..., Any]) -> Response:
        row = self.get_object()
        verb(row, **self.given(request, takes), **self.when({}))
        return Response(self.get_serializer(self.every_row().get(pk=row.pk)).data)


class SeriesViewSet(NumbersViewSet):
    """由本系统编号的机关代字：启用、预留、登记已用号、停用；断号、空号。"""

    queryset = NumberSeries.objects.counted().for_list()
    serializer_class = SeriesSerializer
    filterset_fields = ["code", "owned"]

    @extend_schema(summary="启用机关代字", request=OpenSerializer, responses={201: SeriesSerializer, **REFUSALS})
    def create(self, request: Request) -> Response:
        given = self.given(request, OpenSerializer)
        row = series.open_series(given.pop("department"), **given, **self.when({}))
        return Response(self.get_serializer(self.every_row().get(pk=row.pk)).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="预留文号", request=ReserveSerializer, responses={201: NumberSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def reserve(self, request: Request, **_kwargs: Any) -> Response:
        given = self.given(request, ReserveSerializer)
        number = series.reserve(self.get_object(), **given, **self.when({}))
        return Response(NumberSerializer(number).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="登记已用号", request=ClaimSerializer, responses={201: NumberSerializer(many=True), **REFUSALS}
    )
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, **_kwargs: Any) -> Response:
        given = self.given(request, ClaimSerializer)
        numbers = series.claim(self.get_object(), **given, **self.when({}))
        return Response(NumberSerializer(numbers, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="设定起始号", request=StartYearSerializer, responses={200: SeriesSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def start_year(self, request: Request, **_kwargs: Any) -> Response:
        return self.acted(request, StartYearSerializer, series.start_year)

    @extend_schema(summary="停用机关代字", request=ReasonSerializer, responses={200: SeriesSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, **_kwargs: Any) -> Response:
        return self.acted(request, ReasonSerializer, series.close_series)

    @extend_schema(summary="断号、空号", responses={200: GapSerializer(many=True), **REFUSALS}, filters=False)
    @action(detail=True, methods=["get"], filterset_fields=None, pagination_class=None)
    def gaps(self, _request: Request, **_kwargs: Any) -> Response:
        found = gaps_of(self.get_object().years.all())
        return Response(GapSerializer(found, many=True).data)


class NumberViewSet(NumbersViewSet):
    """编出、预留、作废的文号；为答复预留的在 `replies/` 办理。"""

    queryset = IssuedNumber.objects.select_related("series__department", "series__jurisdiction").order_by("-id")
    serializer_class = NumberSerializer
    filterset_class = NumberFilter

    @extend_schema(summary="登记使用", request=None, responses={200: NumberSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def use(self, request: Request, **_kwargs: Any) -> Response:
        return self.acted(request, serializers.Serializer, series.use)

    @extend_schema(summary="作废文号", request=ReasonSerializer, responses={200: NumberSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def void(self, request: Request, **_kwargs: Any) -> Response:
        return self.acted(request, ReasonSerializer, series.void)
