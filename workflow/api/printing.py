"""The papers of rows over HTTP: which there are, one of them as a file, and one file of many rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from workflow import printing
from workflow.api.moves import REFUSALS, CaseViewSet
from workflow.printing import MOST_ROWS, Occasion, Sheet

FILE = r"papers/(?P<code>[a-z_]+)\.(?P<fmt>[a-z]+)"
AS_FILE: Any = {(200, printing.CONTENT_TYPES[fmt]): OpenApiTypes.BINARY for fmt in printing.CONTENT_TYPES}


class PaperSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    formats = serializers.ListField(child=serializers.CharField())


class PrintSerializer(serializers.Serializer[Any]):
    """Which rows, and how the printer is set."""

    rows = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=MOST_ROWS)
    one_sided = serializers.BooleanField(default=False, help_text="单面打印：各份之间不留空白页")
    tokens = serializers.ListField(
        child=serializers.CharField(max_length=64),
        default=list,
        max_length=MOST_ROWS,
        help_text="送达时告知的评价链接中的标识，用于征询意见表的二维码；不保存",
    )


class FileNegotiation(DefaultContentNegotiation):
    """A file comes as it is, whatever the caller says it accepts, and `?format=` may name it; refusals are JSON."""

    def select_renderer(self, _request: Request, renderers: Any, _format_suffix: str | None = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class WithPapers(CaseViewSet):
    """Rows on which papers stand."""

    @extend_schema(summary="可打印的文书", responses={200: PaperSerializer(many=True), **REFUSALS}, filters=False)
    @action(detail=True, methods=["get"], url_path="papers", pagination_class=None)
    def papers(self, _request: Request, **_kwargs: Any) -> Response:
        row = self._rows().filter(pk=self.get_object().pk).get()
        offered = printing.offered(row, self.flow.name, self.actor)
        return Response([{"code": each.code, "name": each.name, "formats": list(each.formats)} for each in offered])

    @extend_schema(summary="打印一份文书", responses=AS_FILE | REFUSALS, filters=False)
    @action(
        detail=True,
        methods=["get"],
        url_path=FILE,
        pagination_class=None,
        content_negotiation_class=FileNegotiation,
    )
    def paper(self, _request: Request, code: str, fmt: str, **_kwargs: Any) -> HttpResponse:
        sheet = self._sheet(code)
        row = self._rows().filter(pk=self.get_object().pk).get()
        return _file(sheet, [row], fmt, Occasion(self.actor, timezone.localdate()))

    @extend_schema(summary="打印多件的文书", request=PrintSerializer, responses=AS_FILE | REFUSALS, filters=False)
    @action(
        detail=False,
        methods=["post"],
        url_path=FILE,
        pagination_class=None,
        content_negotiation_class=FileNegotiation,
    )
    def papers_of_many(self, request: Request, code: str, fmt: str) -> HttpResponse:
        sheet = self._sheet(code)
        ask = PrintSerializer(data=request.data)
        ask.is_valid(raise_exception=True)
        given = ask.validated_data
        rows = list(self._rows().filter(uid__in=given["rows"]))
        if len(rows) < len(set(given["rows"])):
            raise NotFound
        on = timezone.localdate()
        links = self.links_of(given["tokens"], request.build_absolute_uri("/"))
        return _file(sheet, rows, fmt, Occasion(self.actor, on, not given["one_sided"], links))

    def links_of(self, _tokens: list[str], _here: str) -> tuple[tuple[int, str], ...]:
        """Rows that send links to proposers know which of them these are."""
        return ()

    def _rows(self) -> Any:
        return printing.rows_for(self.flow.name, self.actor)

    def _sheet(self, code: str) -> Sheet:
        sheet = printing.sheet(self.flow.name, code)
        if sheet is None:
            raise NotFound
        return sheet


def _file(sheet: Sheet, rows: list[Any], fmt: str, occasion: Occasion) -> HttpResponse:
    done = printing.print_out(sheet, rows, fmt, occasion)
    return download(done.data, done.name, done.content_type)


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)
