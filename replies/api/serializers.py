"""What the API says of replies, and what each move takes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from proposals.models import Assignment, Proposer
from replies.copies import LONGEST_LINE, prints_of
from replies.enums import Clearance, CopyChannel, Extent, FeedbackWay, Mark, Publicity, ReplyKind
from replies.flows import TEXT
from replies.models import CopyRecipient, Countersignature, GradeChange, Promise, Reply
from replies.papers import feedback_links
from workflow.api.moves import MoveSerializer, Named, ReasonedSerializer, Visible
from workflow.errors import LONGEST_TEXT
from workflow.issuing import LARGEST
from workflow.models import Department, IssuedNumber

TEXT_FIELDS = sorted(TEXT)


class CopyLineSerializer(serializers.ModelSerializer[CopyRecipient]):
    reply = serializers.UUIDField(source="reply.uid", read_only=True)

    class Meta:
        model = CopyRecipient
        fields = [
            "uid", "version", "reply", "order", "name", "copies", "channel", "status", "sent_on", "received_on",
            "returned_on", "return_reason", "resent",
        ]  # fmt: skip


class CopyRowSerializer(CopyLineSerializer):
    department = serializers.SlugRelatedField[Department](
        slug_field="uid", read_only=True, help_text="抄送机关为本地区单位的"
    )

    class Meta(CopyLineSerializer.Meta):
        fields = [*CopyLineSerializer.Meta.fields, "department"]


class CopySerializer(CopyRowSerializer):
    """One copy, with what the caller may do with it now."""

    allowed_moves = serializers.SerializerMethodField()

    class Meta(CopyRowSerializer.Meta):
        fields = [*CopyRowSerializer.Meta.fields, "allowed_moves"]

    def get_allowed_moves(self, row: CopyRecipient) -> list[str]:
        moves: list[str] = self.context["view"].moves_open(row)
        return moves


class PrintsSerializer(serializers.Serializer[Any]):
    """印数."""

    addressees = serializers.IntegerField(help_text="送提案人，会办意见送主办单位")
    copies = serializers.IntegerField(help_text="抄送，只计纸质专送和邮寄的")
    file = serializers.IntegerField(help_text="存档")
    total = serializers.IntegerField()


class CopySendSerializer(MoveSerializer):
    channel = serializers.ChoiceField(CopyChannel.choices, required=False, help_text="不写则按原定方式")


class CountersignatureSerializer(serializers.ModelSerializer[Countersignature]):
    department = serializers.CharField(source="department.name", read_only=True)

    class Meta:
        model = Countersignature
        fields = ["uid", "department", "round", "agreed", "words", "person", "happened_on"]


class GradeChangeSerializer(serializers.ModelSerializer[GradeChange]):
    class Meta:
        model = GradeChange
        fields = ["uid", "old", "new", "reason", "happened_on"]


class ReplyRowSerializer(serializers.ModelSerializer[Reply]):
    proposal = serializers.UUIDField(source="proposal.uid", read_only=True)
    assignment = serializers.UUIDField(source="assignment.uid", read_only=True)
    department = serializers.CharField(source="assignment.department.name", read_only=True)

    class Meta:
        model = Reply
        fields = [
            "uid", "version", "proposal", "assignment", "department", "kind", "origin", "clearance", "status", "round",
            "title", "grade", "publicity", "publicity_ground", "doc_number", "signer", "signed_on", "numbered_on",
            "sent_on", "handed_in_on", "received_on", "form_enclosed",
        ]  # fmt: skip


class ReplySerializer(ReplyRowSerializer):
    """One reply whole, with what the caller may do now."""

    copies = CopyLineSerializer(many=True, read_only=True)
    prints = serializers.SerializerMethodField(help_text="印数")
    countersignatures = CountersignatureSerializer(many=True, read_only=True)
    joint_with = serializers.SlugRelatedField[Department](slug_field="uid", many=True, read_only=True)
    current_grade = serializers.CharField(read_only=True, help_text="跟踪办理后的办理结果")
    reserved_number = serializers.StringRelatedField[IssuedNumber](read_only=True, help_text="预留的文号")
    grade_changes = GradeChangeSerializer(many=True, read_only=True)
    replaces = serializers.SlugRelatedField[Reply](
        slug_field="uid", read_only=True, help_text="重新制发的：所代替的公文"
    )
    replaced_by = serializers.UUIDField(
        source="replacement.uid", read_only=True, default=None, help_text="重新制发后代替本公文的，在办的也列出"
    )
    allowed_moves = serializers.SerializerMethodField(help_text="当前可以办理的事项")

    class Meta(ReplyRowSerializer.Meta):
        fields = [
            *ReplyRowSerializer.Meta.fields, "addressees", "body", "grade_note", "contact_person", "contact_phone",
            "contact_unit", "postcode", "frozen_hash", "copies", "prints", "joint_with",
            "countersignatures", "reserved_number",
            "current_grade", "grade_changes", "replaces", "replaced_by", "allowed_moves",
        ]  # fmt: skip

    @extend_schema_field(PrintsSerializer)
    def get_prints(self, row: Reply) -> Any:
        return PrintsSerializer(prints_of(row)).data

    def get_allowed_moves(self, row: Reply) -> list[str]:
        moves: list[str] = self.context["view"].moves_open(row)
        return moves


class FeedbackLinkSerializer(serializers.Serializer[Any]):
    proposer = serializers.CharField(help_text="提案人姓名")
    url = serializers.URLField(help_text="委员评价链接")


class SentReplySerializer(ReplySerializer):
    """The reply after a move that may send it."""

    feedback_links = FeedbackLinkSerializer(
        many=True, read_only=True, help_text="新生成的委员评价链接，只在本次应答中给出；未送达时为空"
    )

    class Meta(ReplySerializer.Meta):
        fields = [*ReplySerializer.Meta.fields, "feedback_links"]


def links_told_once(_reply: Reply, tokens: dict[int, str], here: str) -> dict[str, Any]:
    links = feedback_links(tokens, here)
    return {"feedback_links": [{"proposer": proposer.name, "url": url} for proposer, url in links]}


class DraftSerializer(MoveSerializer):
    assignment = Visible(queryset=Assignment.objects.select_related("proposal__session", "department"))
    kind = serializers.ChoiceField(ReplyKind.choices, required=False)


class CopyEntrySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=LONGEST_LINE, help_text="一个机关，或整行抄送机关")
    copies = serializers.IntegerField(min_value=1, max_value=999, required=False, allow_null=True)


class ReviseSerializer(serializers.ModelSerializer[Reply]):
    version = serializers.IntegerField(min_value=0, help_text="上次读到的修订号")
    publicity = serializers.ChoiceField(Publicity.choices, required=False, allow_blank=True)
    body = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    copies = CopyEntrySerializer(many=True, required=False)
    joint_with = Visible(
        queryset=Department.objects.units(), many=True, required=False, help_text="联合行文单位，须为同办本件的单位"
    )

    class Meta:
        model = Reply
        fields = [*TEXT_FIELDS, "version", "copies", "joint_with"]
        extra_kwargs = {name: {"required": False} for name in TEXT_FIELDS}


class OpinionSerializer(MoveSerializer):
    assignment = Visible(queryset=Assignment.objects.select_related("proposal__session", "department"))
    text = serializers.CharField(max_length=LONGEST_TEXT)
    signer = serializers.CharField(max_length=80)
    clearance = serializers.ChoiceField(Clearance.choices, default=Clearance.OA)


class ClearanceSerializer(MoveSerializer):
    clearance = serializers.ChoiceField(Clearance.choices)
    signer = serializers.CharField(max_length=80)
    doc_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    sent_on = serializers.DateField(required=False, allow_null=True)


TOGETHER = "并案的各件一并办理"


class SendSerializer(MoveSerializer):
    together = serializers.BooleanField(required=False, help_text=TOGETHER)
    copies_later = serializers.BooleanField(required=False, help_text="抄送件另行发出")
    form_enclosed = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="随函附有征询意见表；不说明的，记为未知"
    )


class TogetherSerializer(MoveSerializer):
    together = serializers.BooleanField(required=False, help_text=TOGETHER)


class ReasonedTogetherSerializer(ReasonedSerializer):
    together = serializers.BooleanField(required=False, help_text=TOGETHER)


class CountersignSerializer(serializers.Serializer[Any]):
    together = serializers.BooleanField(required=False, help_text=TOGETHER)
    on = serializers.DateField(required=False)
    department = Visible(
        queryset=Department.objects.all(), required=False, help_text="会签单位；只代表一个单位的不必填写"
    )
    person = serializers.CharField(max_length=80, required=False, allow_blank=True, help_text="会签人")
    words = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, help_text="会签意见")


class RegradeSerializer(ReasonedSerializer):
    grade = serializers.CharField(max_length=10)


class PublicationSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(required=False)
    extent = serializers.ChoiceField(Extent.choices)
    ground = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="不予公开理由；不填的，沿用公文稿上的"
    )
    summary = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    reviewer = serializers.CharField(max_length=80, help_text="保密审查人")
    personal_data_removed = serializers.BooleanField(required=False, help_text="审查人已核去个人信息")


class FollowUpSerializer(MoveSerializer):
    text = serializers.CharField(max_length=LONGEST_TEXT)
    owner = Visible(queryset=Department.objects.units(), required=False, help_text="责任单位，默认本单位")
    due = serializers.DateField()


class KeepPromiseSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(required=False)
    evidence = serializers.CharField(max_length=LONGEST_TEXT)


class PromiseSerializer(serializers.ModelSerializer[Promise]):
    reply = serializers.UUIDField(source="reply.uid", read_only=True)
    owner = serializers.CharField(source="owner.name", read_only=True)
    allowed_moves = serializers.SerializerMethodField()

    class Meta:
        model = Promise
        fields = [
            "uid", "version", "reply", "owner", "status", "text", "due", "made_on", "kept_on", "evidence",
            "allowed_moves",
        ]  # fmt: skip

    def get_allowed_moves(self, row: Promise) -> list[str]:
        moves: list[str] = self.context["view"].moves_open(row)
        return moves


class ReserveNumberSerializer(MoveSerializer):
    n = serializers.IntegerField(
        min_value=1, max_value=LARGEST, required=False, help_text="纸上已用的序号，note 写明理由；不写则预留下一个号"
    )


class NumberSerializer(MoveSerializer):
    doc_number = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="由本系统编号的单位不必填写：用预留的号，或下一个号"
    )


class ByUidOrName(Named):
    """One of the case's proposers by uid; the name will do where only one bears it."""

    default_error_messages = {"ambiguous": "有不止一位提案人名为“{value}”，请改用 uid。"}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        rows: Any = self.get_queryset()
        found = [each for each in rows if data in {str(each.uid), each.name}]
        if not found:
            self.fail("does_not_exist", slug_name="uid/name", value=data)
        if len(found) > 1:
            self.fail("ambiguous", value=data)
        return found[0]


class FeedbackSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(required=False)
    proposer = ByUidOrName(
        slug_field="name", queryset=Proposer.objects.none(), help_text="提案人的 uid；无人同名时也可用姓名"
    )
    attitude = serializers.ChoiceField(Mark.choices)
    result = serializers.ChoiceField(Mark.choices)
    words = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    way = serializers.ChoiceField(FeedbackWay.choices, default=FeedbackWay.PAPER)

    def get_fields(self) -> Any:
        fields: Any = super().get_fields()
        if view := self.context.get("view"):
            fields["proposer"].queryset = Proposer.objects.filter(proposal__replies__uid=view.kwargs.get("uid"))
        return fields


class CorrectReplySerializer(ReasonedSerializer):
    doc_number = serializers.CharField(max_length=60, required=False)
    sent_on = serializers.DateField(required=False)
    handed_in_on = serializers.DateField(required=False)
    received_on = serializers.DateField(required=False)
    form_enclosed = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="已附或已补送征询意见表"
    )


class CommitmentSerializer(serializers.Serializer[Any]):
    sentence = serializers.CharField()
    detail = serializers.CharField(help_text="分条叙述的，该条其余文字")
    kind = serializers.CharField(help_text="verifiable 可核验，long_term 长期推进")
    origin = serializers.CharField(help_text="own 本单位的安排，policy 引自文件")
    due = serializers.JSONField(allow_null=True, help_text="原文的期限及其年、月、日")
    spans = serializers.JSONField(help_text="在正文中的位置")


class CitationSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    doc_number = serializers.CharField(allow_null=True)
    period = serializers.ListField(child=serializers.IntegerField(), allow_null=True, help_text="规划期的首尾年份")
    slip = serializers.BooleanField(help_text="书名号不完整")
    relations = serializers.JSONField()
    spans = serializers.JSONField()
    document = serializers.UUIDField(allow_null=True, help_text="政策文件库中的文件")
    doubts = serializers.JSONField(help_text="已废止、所转发的文件已废止、规划期已过")


class StructureSerializer(serializers.Serializer[Any]):
    """A body taken apart."""

    paragraphs = serializers.ListField(child=serializers.CharField())
    sections = serializers.JSONField()
    asks = serializers.JSONField()
    commitments = CommitmentSerializer(many=True)
    citations = CitationSerializer(many=True)
