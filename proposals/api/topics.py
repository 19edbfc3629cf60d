"""Topics over HTTP: what there is, and proposals put in and taken out, each by its own address."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.actions import topics
from proposals.models import Proposal, Topic
from workflow.api.moves import REFUSALS, VisibleViewSet

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
WHICH = OpenApiParameter("proposal", OpenApiTypes.UUID, OpenApiParameter.PATH, description="提案")


class TopicSerializer(serializers.ModelSerializer[Topic]):
    class Meta:
        model = Topic
        fields = ["uid", "name", "note"]


class TopicViewSet(ListModelMixin, RetrieveModelMixin, VisibleViewSet):
    """专题。其中的提案用 `proposals/?topic=` 查询。"""

    queryset = Topic.objects.all()
    serializer_class = TopicSerializer
    filterset_fields = ["name"]

    @extend_schema(
        summary="加入专题",
        request=None,
        responses={204: None, **REFUSALS},
        parameters=[WHICH],
        operation_id="topic_add",
    )
    @action(detail=True, methods=["put"], url_path=rf"proposals/(?P<proposal>{UUID})", url_name="proposal")
    def add(self, _request: Request, proposal: str, **_kwargs: Any) -> Response:
        return self._change(topics.gather, proposal)

    @extend_schema(
        summary="移出专题",
        request=None,
        responses={204: None, **REFUSALS},
        parameters=[WHICH],
        operation_id="topic_remove",
    )
    @add.mapping.delete
    def remove(self, _request: Request, proposal: str, **_kwargs: Any) -> Response:
        return self._change(topics.drop, proposal)

    def _change(self, verb: Any, proposal: str) -> Response:
        topic = self.get_object()
        chosen = get_object_or_404(Proposal.objects.visible_to(self.actor), uid=proposal)
        verb(topic, [chosen], **self.when({}))
        return Response(status=status.HTTP_204_NO_CONTENT)
