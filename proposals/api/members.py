"""Members over HTTP: the roster without phones, and one phone at a time, on the record."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.actions import roster
from proposals.filters import MemberFilter
from proposals.models import Member, Proposer
from workflow.api.acts import ActViewSet
from workflow.api.moves import REFUSALS, Visible, VisibleViewSet


class MemberSerializer(serializers.ModelSerializer[Member]):
    class Meta:
        model = Member
        fields = ["uid", "level", "body", "term", "name", "sector", "party", "post", "until"]


class MemberChangesSerializer(serializers.Serializer[Any]):
    """What is to be corrected; what is not named stays."""

    name = serializers.CharField(required=False, allow_blank=True)
    sector = serializers.CharField(required=False, allow_blank=True)
    party = serializers.CharField(required=False, allow_blank=True)
    post = serializers.CharField(required=False, allow_blank=True)
    phone = serializers.CharField(required=False, allow_blank=True, help_text="空为删除")
    until = serializers.DateField(required=False, allow_null=True, help_text="委员资格止于，含当日")


class MemberViewSet(ListModelMixin, RetrieveModelMixin, ActViewSet):
    """委员名册（不含联系电话）。"""

    queryset = Member.objects.all()
    serializer_class = MemberSerializer
    filterset_class = MemberFilter

    @extend_schema(
        summary="更正委员信息", request=MemberChangesSerializer, responses={200: MemberSerializer, **REFUSALS}
    )
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        member = self.get_object()
        changes = self.given(request, MemberChangesSerializer)
        roster.correct(member, changes=changes, **self.when({}))
        return Response(MemberSerializer(member).data)


class WhoseSerializer(serializers.Serializer[Any]):
    """Either one who made a proposal, or a member of the roster."""

    proposer = Visible(queryset=Proposer.objects.select_related("proposal", "member"), required=False)
    member = Visible(queryset=Member.objects.all(), required=False)

    def validate(self, whose: dict[str, Any]) -> dict[str, Any]:
        if len(whose) != 1:
            raise serializers.ValidationError("请写明提案人或委员之一。")
        return whose


class PhoneSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class PhoneReadingViewSet(VisibleViewSet):
    """查看联系电话：每次查看都记入办理记录。"""

    queryset = Proposer.objects.all()
    serializer_class = PhoneSerializer

    @extend_schema(
        request=WhoseSerializer, responses={201: PhoneSerializer, **REFUSALS}, summary="查看联系电话，记入办理记录"
    )
    def create(self, request: Request) -> Response:
        whose = WhoseSerializer(data=request.data, context=self.get_serializer_context())
        whose.is_valid(raise_exception=True)
        ((kind, person),) = whose.validated_data.items()
        read = roster.read_phone if kind == "proposer" else roster.read_member_phone
        return Response({"name": person.name, "phone": read(person, **self.when({}))}, status=status.HTTP_201_CREATED)
