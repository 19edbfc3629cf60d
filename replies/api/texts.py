"""The text of a draft over HTTP: its versions, what changed between two of them, and a file that comes back."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from letters.differences import Change, differences
from letters.files.docx import Revision
from letters.files.draft import Draft, Texts
from replies.actions import uploading
from replies.actions.versions import TEXTS
from replies.api.checking import LintProblemSerializer, problems_of
from replies.models import Reply, TextVersion
from workflow import files
from workflow.actor import Actor
from workflow.api.acts import ActOptions, ActReport, ActViewSet
from workflow.api.moves import IF_MATCH, REFUSALS, CaseViewSet, refuse_stale
from workflow.api.printing import FileNegotiation, download
from workflow.errors import Invalid

ACCEPT = "accept"
NUMBER, MOST = r"(?P<number>[0-9]{1,6})", 999_999
NUMBERED = OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH, description="第几稿")
CAME, WENT = Change.NEW.value, Change.GONE.value


class TextVersionRowSerializer(serializers.ModelSerializer[TextVersion]):
    author = serializers.CharField(source="author_name", help_text="修改人，或密钥")
    file = serializers.CharField(source="file.name", default=None, allow_null=True, help_text="上传的文件")

    class Meta:
        model = TextVersion
        fields = ["number", "source", "author", "file", "note", "created_at"]


class TextVersionSerializer(TextVersionRowSerializer):
    class Meta(TextVersionRowSerializer.Meta):
        fields = [*TextVersionRowSerializer.Meta.fields, *TEXTS]


class PartSerializer(serializers.Serializer[Any]):
    change = serializers.ChoiceField([(Change.SAME.value, "未改"), (WENT, "删去"), (CAME, "增加")])
    text = serializers.CharField()


class ParagraphSerializer(serializers.Serializer[Any]):
    """One paragraph of either text. What stayed is told too, so that a change can be read in its place."""

    before = serializers.IntegerField(allow_null=True, help_text="前一稿的第几段，从0起；没有为空")
    after = serializers.IntegerField(allow_null=True, help_text="后一稿的第几段")
    parts = PartSerializer(many=True)


class DifferencesSerializer(serializers.Serializer[Any]):
    title = ParagraphSerializer(many=True)
    addressees = ParagraphSerializer(many=True)
    body = ParagraphSerializer(many=True)


class ComparedSerializer(DifferencesSerializer):
    before = serializers.IntegerField(help_text="前一稿")
    after = serializers.IntegerField(help_text="后一稿")


class ComparisonSerializer(serializers.Serializer[Any]):
    """The last two versions unless others are named."""

    before = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST, help_text="第几稿，默认为 after 的前一稿"
    )
    after = serializers.IntegerField(required=False, min_value=1, max_value=MOST, help_text="第几稿，默认为最后一稿")


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="DOCX、DOC、WPS、RTF、ODT 或 TXT，不超过20兆")
    version = serializers.IntegerField(min_value=0, help_text="上次读到的修订号")
    changes = serializers.ChoiceField(
        [(ACCEPT, "接受全部修订"), ("original", "不接受修订，用修订前的文字")], default=ACCEPT
    )


class RevisionSerializer(serializers.Serializer[Any]):
    """A change tracked in the file."""

    author = serializers.CharField()
    day = serializers.DateField(allow_null=True)
    change = serializers.SerializerMethodField()
    text = serializers.CharField()

    @extend_schema_field(serializers.ChoiceField([(WENT, "删去"), (CAME, "增加")]))
    def get_change(self, revision: Revision) -> str:
        return CAME if revision.came else WENT


class UploadedSerializer(ActReport):
    version = serializers.IntegerField(help_text="保存后的修订号")
    number = serializers.IntegerField(help_text="存为第几稿")
    title = serializers.CharField()
    addressees = serializers.CharField()
    body = serializers.CharField()
    revisions = RevisionSerializer(many=True, help_text="文件中的修订，最多五百处")
    differences = DifferencesSerializer(help_text="与原有文字的不同")
    problems = LintProblemSerializer(many=True, help_text="格式校核，与 lint/ 相同，另查文件中标题的字体")


class OfDrafts(ActViewSet, CaseViewSet):
    """What a reply tells those alone who see how it comes about."""

    def draft(self) -> Reply:
        rows: Any = self.every_row()
        reply: Reply = get_object_or_404(rows.in_the_making_for(self.actor), uid=self.kwargs["uid"])
        return reply


class WithTexts(OfDrafts):
    """What a draft offers of its texts."""

    @extend_schema(summary="各稿", responses={200: TextVersionRowSerializer(many=True), **REFUSALS}, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def versions(self, _request: Request, **_kwargs: Any) -> Response:
        page = self.paginate_queryset(self.draft().versions.select_related("file"))
        return self.get_paginated_response(TextVersionRowSerializer(page, many=True).data)

    @extend_schema(
        summary="一稿的文字",
        parameters=[NUMBERED],
        responses={200: TextVersionSerializer, **REFUSALS},
        operation_id="replies_version_retrieve",
    )
    @action(detail=True, methods=["get"], url_path=f"versions/{NUMBER}", filterset_class=None, pagination_class=None)
    def version(self, _request: Request, number: str, **_kwargs: Any) -> Response:
        return Response(TextVersionSerializer(self._version(number)).data)

    @extend_schema(
        summary="下载上传的文件",
        parameters=[NUMBERED],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **REFUSALS},
        operation_id="replies_version_file_retrieve",
    )
    @action(
        detail=True,
        methods=["get"],
        url_path=f"versions/{NUMBER}/file",
        filterset_class=None,
        content_negotiation_class=FileNegotiation,
    )
    def version_file(self, _request: Request, number: str, **_kwargs: Any) -> HttpResponse:
        file = self._version(number).file
        if file is None:
            raise Http404
        return download(files.read(file), file.name, file.content_type)

    def _version(self, number: str) -> TextVersion:
        versions = self.draft().versions.select_related("file")
        version: TextVersion = get_object_or_404(versions, number=int(number))
        return version

    @extend_schema(
        summary="文稿对照", parameters=[ComparisonSerializer], responses={200: ComparedSerializer, **REFUSALS}
    )
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def differences(self, request: Request, **_kwargs: Any) -> Response:
        """Two versions, paragraph by paragraph and character by character."""
        question = ComparisonSerializer(data=request.query_params.dict())
        question.is_valid(raise_exception=True)
        before, after = chosen(self.draft(), **question.validated_data)
        return Response({"before": before.number, "after": after.number, **compared(before, after)})

    @extend_schema(
        summary="上传改好的文件",
        parameters=[ActOptions, IF_MATCH],
        request={"multipart/form-data": UploadSerializer},
        responses={200: UploadedSerializer, **REFUSALS},
        operation_id="reply_upload",
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def upload(self, request: Request, **_kwargs: Any) -> Response:
        """A draft that was worked on elsewhere, as the next version; what it holds beside the text is left out."""
        reply = self.draft()
        refuse_stale(request, reply)
        given = self.given(request, UploadSerializer)
        file, stood = given["file"], Texts(reply.title, reply.addressees, reply.body)
        uploading.refuse_large(file.size)
        # Read before the transaction begins, and judged after it: both take their time.
        draft = uploading.look(reply, data := file.read(), file.name, by=self.actor)
        take = functools.partial(taken, reply, draft, data, given)
        answer = self.report(request, None, take, functools.partial(uploaded, draft, stood))
        answer.data["problems"] = problems_of(reply, draft.headings if given["changes"] == ACCEPT else ())
        return answer


def chosen(reply: Reply, before: int | None = None, after: int | None = None) -> tuple[TextVersion, TextVersion]:
    """The versions of these numbers, by default the last one and the one before; Invalid names what is not there."""
    after = after or reply.versions.values_list("number", flat=True).last() or 1
    before = before or after - 1
    known = {each.number: each for each in reply.versions.filter(number__in=(before, after))}
    for name, number in (("after", after), ("before", before)):
        if number not in known:
            raise Invalid(f"没有第{number}稿。" if number else "第1稿没有可以对照的。", field=name)
    return known[before], known[after]


def compared(before: TextVersion | Texts, after: TextVersion | Reply) -> dict[str, Any]:
    return {
        name: ParagraphSerializer(differences(getattr(before, name), getattr(after, name)), many=True).data
        for name in TEXTS
    }


def taken(
    reply: Reply, draft: Draft, data: bytes, given: dict[str, Any], *, by: Actor, at: dt.datetime, **_when: Any
) -> Reply:
    file = files.store(data, given["file"].name, jurisdiction_id=reply.jurisdiction_id, at=at, case_uid=reply.case_uid)
    accept = given["changes"] == ACCEPT
    uploading.take(reply, draft, file=file, accept=accept, version=given["version"], by=by, at=at)
    return reply


def uploaded(draft: Draft, stood: Texts, reply: Reply) -> dict[str, Any]:
    last: Any = reply.versions.last()
    return {
        "version": reply.version,
        "number": last.number,
        **{name: getattr(reply, name) for name in TEXTS},
        "revisions": RevisionSerializer(draft.revisions, many=True).data,
        "differences": compared(stood, reply),
    }
