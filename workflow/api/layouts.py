"""公文版式 over HTTP: the editions of a place and its units; a new one begun, changed, looked at and published once."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from letters import profiles
from letters.profiles import Preset
from letters.writing import pdf
from workflow import layouts
from workflow.actor import Actor
from workflow.api.acts import ActReport, ActViewSet, described
from workflow.api.content import ContentField
from workflow.api.filters import LayoutFilter
from workflow.api.keys import place_of
from workflow.api.moves import REFUSALS, Visible
from workflow.api.printing import FileNegotiation, download
from workflow.errors import Invalid
from workflow.layouts import IN_FORCE
from workflow.models import Department, LetterProfile
from workflow.printing import CONTENT_TYPES

PRESETS = [profiles.preset(name) for name in profiles.names()]
AS_PDF: Any = {(200, CONTENT_TYPES["pdf"]): OpenApiTypes.BINARY}
SOURCES = [(IN_FORCE, "现行版式"), *((preset.code, preset.name) for preset in PRESETS)]


class LayoutRowSerializer(serializers.ModelSerializer[LetterProfile]):
    department = serializers.SlugRelatedField[Department](
        slug_field="uid", read_only=True, help_text="单位；空为全地区"
    )
    department_name = serializers.CharField(source="department.name", default="", read_only=True)
    in_force = serializers.BooleanField(source="is_in_force", help_text="该单位或全地区今日现行的版次")

    class Meta:
        model = LetterProfile
        fields = ["uid", "department", "department_name", "number", "valid_from", "published_at", "in_force"]


class LayoutSerializer(LayoutRowSerializer):
    content = serializers.JSONField(help_text="本版自己写明的各项，其余随上级")
    whole = serializers.SerializerMethodField(help_text="全部各项，含随上级的")

    class Meta(LayoutRowSerializer.Meta):
        fields = [*LayoutRowSerializer.Meta.fields, "content", "whole"]

    def get_whole(self, edition: LetterProfile) -> dict[str, Any]:
        return layouts.whole(edition)


class BeginLayoutSerializer(serializers.Serializer[Any]):
    source = serializers.ChoiceField(SOURCES, help_text="现行版式，或一项预设的代码")  # type: ignore[assignment]
    valid_from = serializers.DateField(help_text="生效日期")
    department = Visible(
        queryset=Department.objects.units(), required=False, allow_null=True, help_text="单位；不写为全地区"
    )


class SampleSerializer(serializers.Serializer[Any]):
    content = ContentField(required=False, help_text="要改的各项，不写的不变；null 为随上级")


class LayoutChangesSerializer(SampleSerializer):
    """What is not given stays."""

    valid_from = serializers.DateField(required=False, help_text="生效日期")


class KeptLayoutSerializer(ActReport):
    layout = LayoutSerializer()


class LayoutPresetSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    says = serializers.CharField(help_text="版式的特点")
    content = serializers.JSONField(help_text="与国家标准的文件格式不同的各项")


class LayoutViewSet(ListModelMixin, RetrieveModelMixin, ActViewSet):
    """公文版式：各版查询；由管理员新建、修改、看样稿和发布。"""

    queryset = LetterProfile.objects.select_related("jurisdiction", "department")
    serializer_class = LayoutSerializer
    filterset_class = LayoutFilter

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.marked(timezone.localdate())

    def get_serializer_class(self) -> Any:
        return LayoutRowSerializer if self.action == "list" else LayoutSerializer

    @described("新建一版", BeginLayoutSerializer, KeptLayoutSerializer, made=status.HTTP_201_CREATED)
    def create(self, request: Request) -> Response:
        return self.report(request, BeginLayoutSerializer, begun, self._told, made=status.HTTP_201_CREATED)

    @extend_schema(
        summary="修改未发布的一版", request=LayoutChangesSerializer, responses={200: LayoutSerializer, **REFUSALS}
    )
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        edition, given = self.get_object(), self.given(request, LayoutChangesSerializer)
        valid_from = given.get("valid_from", edition.valid_from)
        content = changed(edition, given.get("content", {}), on=valid_from)
        layouts.revise(edition, content=content, valid_from=valid_from, by=self.actor)
        return Response(self._told(edition)["layout"])

    @extend_schema(summary="样稿", request=SampleSerializer, responses=AS_PDF | REFUSALS)
    @action(detail=True, methods=["post"], content_negotiation_class=FileNegotiation)
    def sample(self, request: Request, **_kwargs: Any) -> HttpResponse:
        """An invented letter as the edition would set it, with what is given; nothing is kept."""
        edition = self.get_object()
        given = self.given(request, SampleSerializer)
        content = changed(edition, given.get("content", {}), on=edition.valid_from)
        letter, profile = layouts.sample(edition, content, by=self.actor)
        proof = pdf.proved(letter, profile)
        if proof.cut:
            raise Invalid(pdf.CUT.message, field="content")
        return download(proof.pdf, f"{edition} 样稿.pdf", CONTENT_TYPES["pdf"])

    @described("发布", None, KeptLayoutSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, **_kwargs: Any) -> Response:
        return self.report(request, None, functools.partial(published, self.get_object()), self._told)

    @extend_schema(
        summary="预设",
        responses={200: LayoutPresetSerializer(many=True), **REFUSALS},
        filters=False,
        operation_id="layout_presets",
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def presets(self, _request: Request) -> Response:
        return Response(LayoutPresetSerializer(list[Preset](PRESETS), many=True).data)

    def _told(self, edition: LetterProfile) -> dict[str, Any]:
        return {"layout": LayoutSerializer(self.get_queryset().get(pk=edition.pk)).data}


def begun(
    *, source: str, valid_from: dt.date, by: Actor, on: dt.date, department: Department | None = None, **_when: Any
) -> LetterProfile:
    place = place_of(by)
    content = layouts.first_content(source, place, department, on=on)
    return layouts.begin(place, department, content=content, valid_from=valid_from, by=by)


def published(edition: LetterProfile, *, by: Actor, at: dt.datetime, **_when: Any) -> LetterProfile:
    layouts.publish(edition, by=by, at=at)
    return edition


def changed(edition: LetterProfile, given: dict[str, Any], *, on: dt.date) -> dict[str, Any]:
    """The whole layout with what is given; null lets go what the edition said itself, and what is above it counts."""
    above = layouts.inherited(edition.jurisdiction, edition.department, on=on)
    said = edition.content | given
    return above | {name: value for name, value in said.items() if value is not None}
