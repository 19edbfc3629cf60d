"""POST proposals/import/: a list as a file or as JSON → what became of each row."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.serializers import ProposerSerializer
from proposals.enums import AssignmentRole, ImportOutcome, Nature
from proposals.importing import batches
from proposals.importing.judging import Judgement
from proposals.models import Session
from workflow.actor import Actor
from workflow.api.moves import REFUSALS, Visible, VisibleViewSet
from workflow.errors import Invalid
from workflow.tables import LARGEST


class ImportOptions(serializers.Serializer[Any]):
    """In the query, or beside the file in a form."""

    session = Visible(queryset=Session.objects.select_related("jurisdiction"), help_text="届次；行内另有届次的从其所写")
    dry_run = serializers.BooleanField(default=False, help_text="只核对，不登记")
    file_them = serializers.BooleanField(default=True, help_text="有提案号的同时立案")
    skip_unknown_units = serializers.BooleanField(
        default=False, help_text="不认识的单位以后再定；默认为 false，有不认识单位的行不导入"
    )


class ImportFile(ImportOptions):
    file = serializers.FileField(help_text="XLSX、XLS、CSV 或 JSON")


class ImportShare(serializers.Serializer[Any]):
    department = serializers.CharField(help_text="单位的 uid、全称、简称或别名")
    role = serializers.ChoiceField(AssignmentRole.choices)


class ImportItem(serializers.Serializer[Any]):
    """One proposal. For the schema: each row is judged by itself, so that one that is wrong stops no other."""

    title = serializers.CharField(max_length=200)
    proposers = ProposerSerializer(many=True, help_text="首名为第一提案人；也可只给姓名的列表")
    number = serializers.CharField(required=False, max_length=20)
    session = serializers.CharField(required=False, help_text="届次的 uid 或名称，如“市政协七届二次会议”")
    body = serializers.CharField(required=False)
    asks = serializers.ListField(child=serializers.CharField(), required=False)
    category = serializers.CharField(required=False, max_length=40)
    nature = serializers.ChoiceField(Nature.choices, required=False)
    is_key = serializers.BooleanField(required=False)
    consents_to_publication = serializers.BooleanField(required=False, allow_null=True)
    filed_on = serializers.DateField(required=False, help_text="立案日期")
    shares = ImportShare(many=True, required=False, help_text="拟承办单位，作预交办")


class ImportedShare(serializers.Serializer[Any]):
    department = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(AssignmentRole.choices)


class AlikeProposal(serializers.Serializer[Any]):
    proposal = serializers.UUIDField(allow_null=True, help_text="空为同一清单中的另一行")
    line = serializers.CharField()


class ImportedRow(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="源文件的行号；JSON 从1起数")
    outcome = serializers.ChoiceField(ImportOutcome.choices)
    number = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    proposers = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField(allow_blank=True, help_text="未导入或未改动的原因")
    remarks = serializers.ListField(child=serializers.CharField())
    proposal = serializers.UUIDField(allow_null=True)
    planned = serializers.BooleanField(help_text="办理单位已作预交办")
    shares = ImportedShare(many=True)
    alike = AlikeProposal(many=True)


class ImportReport(serializers.Serializer[Any]):
    dry_run = serializers.BooleanField()
    batch = serializers.UUIDField(allow_null=True, help_text="网页“导入清单”中的批次；只核对的没有")
    taken = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = ImportedRow(many=True)


class ListImport(VisibleViewSet):
    """The list of proposals takes lists."""

    @extend_schema(
        summary="导入清单",
        parameters=[ImportOptions],
        request={"multipart/form-data": ImportFile, "application/json": ImportItem(many=True)},
        responses={200: ImportReport, **REFUSALS},
        operation_id="proposals_import",
    )
    @action(detail=False, methods=["post"], url_path="import", url_name="import", filterset_class=None)
    def import_list(self, request: Request) -> Response:
        form: Any = request.data
        given = request.query_params.dict() | (form.dict() if "file" in request.FILES else {})
        options = ImportOptions(data=given, context=self.get_serializer_context())
        options.is_valid(raise_exception=True)
        data, name = sent(request)
        return Response(imported(data, name, by=self.actor, **options.validated_data))


def imported(
    data: bytes, name: str, *, session: Session, dry_run: bool, file_them: bool, skip_unknown_units: bool, by: Actor
) -> dict[str, Any]:
    at = timezone.now()
    on = timezone.localdate(at)
    if dry_run:
        found = batches.try_out(
            data, name, session=session, by=by, on=on, later=skip_unknown_units, file_them=file_them
        )
        return report(found)
    batch, found = batches.run(
        data, name, session=session, by=by, on=on, at=at, later=skip_unknown_units, file_them=file_them
    )
    return report(found) | {"dry_run": False, "batch": str(batch.uid)}


def sent(request: Request) -> tuple[bytes, str]:
    """The list that was sent, and its name."""
    if file := request.FILES.get("file"):
        if (file.size or 0) > LARGEST:
            raise Invalid("文件超过20兆，请拆分后导入。", field="file")
        return file.read(), file.name or "清单"
    if isinstance(request.data, list):
        return json.dumps(request.data, ensure_ascii=False).encode(), "接口导入.json"
    raise Invalid("请上传清单文件，或发送提案的列表。", field="file")


def report(found: list[Judgement]) -> dict[str, Any]:
    counts = {str(outcome): count for outcome, count in batches.counted(found).items()}
    return {"dry_run": True, "batch": None, **counts, "rows": [batches.told(each) for each in found]}
