"""POST letters/read/ and letters/verify/: what a file says, and whether it was signed. Nothing is kept."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from letters.letter import BodyLevel, Kind
from replies.importing.reader import label_of
from replies.models import Reply
from replies.verifying import Verdict, verify
from workflow.api.moves import REFUSALS
from workflow.errors import Invalid
from workflow.tables import LARGEST


class LetterFile(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="TXT、HTML、DOCX、PDF、OFD、DOC、WPS 或 RTF，不超过20兆")


class LetterText(serializers.Serializer[Any]):
    text = serializers.CharField(trim_whitespace=False, help_text="公文全文")


class ReadSession(serializers.Serializer[Any]):
    term = serializers.IntegerField(help_text="届")
    meeting = serializers.IntegerField(help_text="次")


class ReadCopy(serializers.Serializer[Any]):
    recipient = serializers.CharField()
    copies = serializers.IntegerField(allow_null=True)


class SpanField(serializers.ListField):
    """Start and end, the end exclusive."""

    child = serializers.IntegerField()


class ReadFinding(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="稳定代码；scan 为扫描件，接口不作文字识别")
    message = serializers.CharField()
    spans = serializers.ListField(child=SpanField(), help_text="原文中的位置，按字符计")


class ReadEvidence(serializers.Serializer[Any]):
    spans = serializers.ListField(child=SpanField(), help_text="原文中的位置，按字符计")
    rule = serializers.CharField()
    confidence = serializers.FloatField(help_text="0至1")


class ReadLetter(serializers.Serializer[Any]):
    """What the letter states; what it does not state is null or empty."""

    kind = serializers.ChoiceField([each.value for each in Kind])
    doc_number = serializers.CharField(allow_null=True)
    issuer = serializers.CharField(allow_null=True)
    signatory = serializers.ListField(child=serializers.CharField())
    grade = serializers.CharField(allow_null=True)
    grade_raw = serializers.CharField(allow_null=True)
    body_level = serializers.ChoiceField([each.value for each in BodyLevel], allow_null=True)
    session = ReadSession(allow_null=True)
    proposal_number = serializers.CharField(allow_null=True)
    proposal_title = serializers.CharField(allow_null=True)
    proposers = serializers.ListField(child=serializers.CharField())
    co_units = serializers.ListField(child=serializers.CharField())
    date = serializers.DateField(allow_null=True)
    contact_person = serializers.ListField(child=serializers.CharField())
    contact_phone = serializers.ListField(child=serializers.CharField())
    contact_unit = serializers.CharField(allow_null=True)
    postcode = serializers.CharField(allow_null=True)
    cc = ReadCopy(many=True)
    publicity = serializers.CharField(allow_null=True)
    attachments = serializers.ListField(child=serializers.CharField())
    findings = ReadFinding(many=True)
    evidence = serializers.DictField(child=ReadEvidence(), help_text="字段名到其依据")
    reason = serializers.CharField(help_text="判断种类的依据，或不能识读的原因")
    structure = serializers.JSONField(help_text="标题层次、所提建议、承诺事项、引用文件")


class LetterReading(APIView):
    """公文识读."""

    @extend_schema(
        summary="识读一份公文",
        description="与命令 read_letter 的结果相同；不保存任何内容。不能识读的文件也有答复，原因在 findings 中。",
        request={"multipart/form-data": LetterFile, "application/json": LetterText},
        responses={200: ReadLetter, **REFUSALS},
        operation_id="letters_read",
    )
    def post(self, request: Request) -> Response:
        return Response(label_of(*sent(request)))


class VerifiedSerializer(serializers.Serializer[Any]):
    """What a file is to the office that keeps the letter."""

    verdict = serializers.ChoiceField([each.value for each in Verdict])
    message = serializers.CharField()
    reply = serializers.UUIDField(allow_null=True, help_text="所指的公文，密钥可见的才有")
    sealed_by = serializers.CharField(allow_blank=True)


class LetterVerifying(APIView):
    """公文核验."""

    @extend_schema(
        summary="核验一份公文",
        description="文件是否与签发归档的一致，与命令 verify_letter 的结果相同；只对照密钥可见的公文，不保存任何内容。",
        request={"multipart/form-data": LetterFile},
        responses={200: VerifiedSerializer, **REFUSALS},
        operation_id="letters_verify",
    )
    def post(self, request: Request) -> Response:
        by: Any = request.auth
        found = verify(*sent(request), among=Reply.objects.visible_to(by))
        told = {"verdict": found.verdict, "message": found.message, "sealed_by": found.sealed_by}
        return Response(told | {"reply": found.reply and str(found.reply.uid)})


def sent(request: Request) -> tuple[bytes, str]:
    """The letter that was sent, and its name."""
    if file := request.FILES.get("file"):
        if (file.size or 0) > LARGEST:
            raise Invalid("文件超过20兆，未予读取。", field="file")
        return file.read(), file.name or ""
    if isinstance(request.data, dict) and isinstance(text := request.data.get("text"), str):
        return text.encode("utf-8", "replace"), "接口.txt"
    raise Invalid("请上传公文文件（file），或发送公文全文（text）。", field="file")
