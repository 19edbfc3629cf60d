"""A letter over HTTP: what 格式校核 finds in it, 情况说明, and its files, printed on the spot or from the archive."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from letters.files.draft import Heading
from letters.lint import RULES, Severity
from letters.writing import WRITERS
from replies.actions import waiving
from replies.actions.archiving import render
from replies.linting import Noted, problems
from replies.models import ArchivedFile, Reply, Waiver
from workflow import files
from workflow.api.moves import IF_MATCH, REFUSALS, CaseViewSet, refuse_stale
from workflow.api.printing import FileNegotiation, download
from workflow.errors import LONGEST_TEXT
from workflow.models import StoredFile
from workflow.printing import CONTENT_TYPES

NAMES = {rule.id: rule.name for rule in RULES}
BYTES = {(200, each): OpenApiTypes.BINARY for each in CONTENT_TYPES.values()}


class WaiverSerializer(serializers.ModelSerializer[Waiver]):
    class Meta:
        model = Waiver
        fields = ["uid", "reason", "author_name", "happened_on"]


class LintProblemSerializer(serializers.Serializer[Any]):
    """One problem in the order of the page."""

    key = serializers.CharField(help_text="同一规则对同一文字的同一问题不变；情况说明据此提交")
    rule = serializers.ChoiceField(list(NAMES), help_text="校核规则")
    name = serializers.CharField(help_text="规则名称")
    severity = serializers.ChoiceField([(each.value, each.label) for each in Severity], help_text="级别")
    part = serializers.CharField(help_text="公文的部位：title、salutation、body 等")
    block = serializers.IntegerField(allow_null=True, help_text="正文第几段、第几个抄送机关，从0起")
    start = serializers.IntegerField(help_text="该部位或该段中的字符位置")
    end = serializers.IntegerField(help_text="字符位置，不含")
    quote = serializers.CharField(help_text="该处文字，缺项为空")
    message = serializers.CharField()
    reason = serializers.CharField()
    fix = serializers.JSONField(allow_null=True, help_text="可自动改正的：label、replacement")
    waived = WaiverSerializer(allow_null=True, help_text="情况说明")
    stops = serializers.BooleanField(help_text="是否阻止签发")


class WaiveSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=64, help_text="lint 所列问题的 key")
    reason = serializers.CharField(max_length=LONGEST_TEXT, help_text="情况说明")


class WithdrawSerializer(serializers.Serializer[Any]):
    waiver = serializers.UUIDField(help_text="lint 所列 waived 的 uid")


class ArchivedFileSerializer(serializers.ModelSerializer[ArchivedFile]):
    uid = serializers.UUIDField(source="file.uid", read_only=True)
    name = serializers.CharField(source="file.name", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    url = serializers.SerializerMethodField(help_text="下载地址")
    sealed_url = serializers.SerializerMethodField(help_text="签章文件的下载地址")

    class Meta:
        model = ArchivedFile
        fields = ["uid", "format", "name", "size", "sha256", "letter_hash", "made_at", "url", "seal", "sealed_url"]

    def get_url(self, row: ArchivedFile) -> str:
        return self._address(row.file)

    def get_sealed_url(self, row: ArchivedFile) -> str | None:
        return self._address(row.sealed) if row.sealed else None

    def _address(self, file: StoredFile) -> str:
        request: Request = self.context["request"]
        return request.build_absolute_uri(f"{request.path.rstrip('/')}/{file.uid}/")


def as_json(noted: Noted) -> dict[str, Any]:
    problem = noted.problem
    return {
        "key": noted.key,
        "rule": problem.rule,
        "name": NAMES[problem.rule],
        "severity": problem.severity.value,
        "part": problem.place.part,
        "block": problem.place.block,
        "start": problem.place.start,
        "end": problem.place.end,
        "quote": problem.quote,
        "message": problem.message,
        "reason": problem.reason,
        "fix": {"label": problem.fix.label, "replacement": problem.fix.replacement} if problem.fix else None,
        "waived": noted.waiver,
        "stops": noted.stops,
    }


def problems_of(reply: Reply, headings: tuple[Heading, ...] = ()) -> Any:
    """What 格式校核 finds in the text as it stands today, and in how the document out of which it was read is set."""
    found = problems(reply, on=timezone.localdate(), headings=headings)
    return LintProblemSerializer([as_json(each) for each in found], many=True).data


class WithChecks(CaseViewSet):
    """What a reply offers beside its moves."""

    @extend_schema(responses={200: LintProblemSerializer(many=True), **REFUSALS}, summary="格式校核")
    @action(detail=True, methods=["get"], url_path="lint", filterset_class=None, pagination_class=None)
    def lint(self, _request: Request, **_kwargs: Any) -> Response:
        return Response(problems_of(self.get_object()))

    @extend_schema(
        request=WaiveSerializer,
        responses={200: LintProblemSerializer(many=True), **REFUSALS},
        parameters=[IF_MATCH],
        summary="情况说明",
    )
    @action(detail=True, methods=["post"], url_path="waive_problem", filterset_class=None, pagination_class=None)
    def waive_problem(self, request: Request, **_kwargs: Any) -> Response:
        """One problem let stand for a reason; the answer lists all problems anew."""
        reply = self.get_object()
        refuse_stale(request, reply)
        data = WaiveSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        waiving.waive_problem(reply, **self.when({}), **data.validated_data)
        return Response(problems_of(reply))

    @extend_schema(
        request=WithdrawSerializer,
        responses={200: LintProblemSerializer(many=True), **REFUSALS},
        parameters=[IF_MATCH],
        summary="收回情况说明",
    )
    @action(detail=True, methods=["post"], url_path="withdraw_waiver", filterset_class=None, pagination_class=None)
    def withdraw_waiver(self, request: Request, **_kwargs: Any) -> Response:
        reply = self.get_object()
        refuse_stale(request, reply)
        data = WithdrawSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        waiver = get_object_or_404(reply.waivers.select_related("reply"), uid=data.validated_data["waiver"])
        waiving.withdraw_waiver(waiver, **self.when({}))
        return Response(problems_of(reply))

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=sorted(WRITERS), required=True, description="文件格式")],
        responses={**BYTES, **REFUSALS},
        summary="排印",
    )
    @action(
        detail=True,
        methods=["get"],
        url_path="render",
        filterset_class=None,
        content_negotiation_class=FileNegotiation,
    )
    def render(self, request: Request, **_kwargs: Any) -> HttpResponse:
        """The letter as it stands, set on the spot: a draft in the layout of today, a signed one in its own."""
        reply, fmt = self.get_object(), request.query_params.get("format", "")
        data, _ = render(reply, fmt, on=timezone.localdate())
        return download(data, f"{reply.doc_number or reply.title or reply.uid}.{fmt}", CONTENT_TYPES[fmt])

    @extend_schema(responses={200: ArchivedFileSerializer(many=True), **REFUSALS}, summary="归档文件")
    @action(detail=True, methods=["get"], url_path="files", filterset_class=None, pagination_class=None)
    def files(self, _request: Request, **_kwargs: Any) -> Response:
        """The printed files of a numbered reply, with their hashes."""
        kept = self.get_object().files.select_related("file", "sealed").order_by("id")
        return Response(ArchivedFileSerializer(kept, many=True, context=self.get_serializer_context()).data)

    @extend_schema(
        parameters=[OpenApiParameter("file", OpenApiTypes.UUID, OpenApiParameter.PATH)],
        responses={**BYTES, **REFUSALS},
        summary="下载归档文件",
        operation_id="replies_file_retrieve",
    )
    @action(
        detail=True,
        methods=["get"],
        url_path="files/(?P<file>[0-9a-f-]{36})",
        filterset_class=None,
        content_negotiation_class=FileNegotiation,
    )
    def file(self, _request: Request, file: str, **_kwargs: Any) -> HttpResponse:
        archived = self.get_object().files
        mine = Q(pk__in=archived.values("file")) | Q(pk__in=archived.values("sealed"))
        kept = get_object_or_404(StoredFile, mine, uid=file)
        return download(files.read(kept), kept.name, kept.content_type)
