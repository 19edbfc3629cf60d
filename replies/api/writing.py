"""Work on a draft over HTTP: what its readers remark on passages, and who writes it now."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from replies.actions import editing, remarking
from replies.actions.editing import SILENCE
from replies.api.texts import OfDrafts
from replies.models import Editing, Reply
from workflow.api.moves import IF_MATCH, REFUSALS, refuse_stale
from workflow.errors import LONGEST_TEXT


class RemarkSerializer(serializers.Serializer[Any]):
    """A remark, and where its passage stands in the body of today."""

    uid = serializers.UUIDField(source="remark.uid")
    number = serializers.IntegerField(source="remark.version.number", help_text="在第几稿上批注的")
    start = serializers.IntegerField(allow_null=True, help_text="现有正文中的字符位置，从0起；原文已改的为空")
    end = serializers.IntegerField(allow_null=True, help_text="字符位置，不含")
    quote = serializers.CharField(source="remark.quote", help_text="批注的原文")
    words = serializers.CharField(source="remark.words", help_text="批注")
    author = serializers.CharField(source="remark.author_name", help_text="批注人，或密钥")
    created_at = serializers.DateTimeField(source="remark.created_at")


class MakeRemarkSerializer(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="正文中的字符位置，从0起，换行计一个字符")
    end = serializers.IntegerField(help_text="字符位置，不含")
    words = serializers.CharField(max_length=LONGEST_TEXT, help_text="批注")


class SettleRemarkSerializer(serializers.Serializer[Any]):
    remark = serializers.UUIDField(help_text="remarks 所列的 uid")


class WriterSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(source="user.name", help_text="正在修改的人")
    since = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(help_text="最近活动")
    free_at = serializers.SerializerMethodField(help_text="到此时没有动静，自动放开")

    def get_free_at(self, writing: Editing) -> dt.datetime:
        return timezone.localtime(writing.seen_at + SILENCE)


class EditingSerializer(serializers.Serializer[Any]):
    may_write = serializers.BooleanField(help_text="当前环节该密钥能否修改本稿")
    writing = WriterSerializer(allow_null=True, help_text="正在网页上修改的人；没有人或不能修改的为空")


class WithWriting(OfDrafts):
    """What a draft offers while it is written and read."""

    @extend_schema(summary="批注", responses={200: RemarkSerializer(many=True), **REFUSALS}, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def remarks(self, _request: Request, **_kwargs: Any) -> Response:
        """The open ones in the order of the text; those whose passage is gone come last."""
        return remarks_of(self.draft())

    @extend_schema(
        summary="作批注",
        request=MakeRemarkSerializer,
        responses={200: RemarkSerializer(many=True), **REFUSALS},
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def remark(self, request: Request, **_kwargs: Any) -> Response:
        """One remark on the body as it stands; the answer lists all that are open."""
        reply = self.draft()
        refuse_stale(request, reply)
        given = self.given(request, MakeRemarkSerializer)
        remarking.remark(reply, **given, by=self.actor, at=timezone.now())
        return remarks_of(reply)

    @extend_schema(
        summary="了结批注",
        request=SettleRemarkSerializer,
        responses={200: RemarkSerializer(many=True), **REFUSALS},
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def settle_remark(self, request: Request, **_kwargs: Any) -> Response:
        reply = self.draft()
        refuse_stale(request, reply)
        given = self.given(request, SettleRemarkSerializer)
        remarking.settle(get_object_or_404(reply.remarks, uid=given["remark"]), by=self.actor, at=timezone.now())
        return remarks_of(reply)

    @extend_schema(summary="谁在修改", responses={200: EditingSerializer, **REFUSALS}, filters=False)
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def editing(self, _request: Request, **_kwargs: Any) -> Response:
        """Who has the draft open at the desk; told to whoever may write it, as there."""
        reply = self.draft()
        may_write = editing.may_write(reply, self.actor)
        writing = editing.writing_now(reply, at=timezone.now()).select_related("user").first() if may_write else None
        return Response(EditingSerializer({"may_write": may_write, "writing": writing}).data)


def remarks_of(reply: Reply) -> Response:
    return Response(RemarkSerializer(remarking.placed(reply), many=True).data)
