"""Replies and copies over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from letters.structure import structure_of_body
from letters.structure.labels import as_json
from proposals.api.views import Rows
from replies.actions import (
    arriving,
    correcting,
    countersigning,
    dispatching,
    drafting,
    feedback,
    following_up,
    grading,
    numbers,
    publishing,
    reissuing,
    reviewing,
    sending,
    signing,
    undoing,
)
from replies.actions.together import with_companions
from replies.api import serializers as s
from replies.api.checking import WithChecks
from replies.api.texts import WithTexts
from replies.api.writing import WithWriting
from replies.citing import cited_by
from replies.copyflow import COPY_FLOW
from replies.filters import CopyFilter, ReplyFilter
from replies.flows import PROMISE_FLOW, REPLY_FLOW
from replies.models import CopyRecipient, Promise, Reply
from workflow.api.moves import (
    IF_MATCH,
    REFUSALS,
    ReasonedSerializer,
    Verb,
    moving,
    refuse_stale,
    refuse_trial,
    undone,
)
from workflow.api.printing import WithPapers


@moving
class ReplyViewSet(ListModelMixin, WithChecks, WithTexts, WithWriting, WithPapers, Rows):
    """答复：拟稿、修改、审核、签发、编号、送达、评价。"""

    queryset = Reply.objects.for_page()
    serializer_class = s.ReplySerializer
    row_serializer = s.ReplyRowSerializer
    filterset_class = ReplyFilter
    flow = REPLY_FLOW
    verbs = {
        "copy_text": Verb(drafting.copy_text),
        "submit": Verb(with_companions(drafting.submit), s.TogetherSerializer),
        "pass": Verb(with_companions(reviewing.pass_on), s.TogetherSerializer),
        "send_back": Verb(with_companions(reviewing.send_back), s.ReasonedTogetherSerializer),
        "countersign": Verb(with_companions(countersigning.countersign), s.CountersignSerializer),
        "sign": Verb(with_companions(signing.sign), s.TogetherSerializer),
        "regrade": Verb(grading.regrade, s.RegradeSerializer),
        "enter_clearance": Verb(
            signing.enter_clearance, s.ClearanceSerializer, s.links_told_once, s.SentReplySerializer
        ),
        "reserve_number": Verb(numbers.reserve_number, s.ReserveNumberSerializer),
        "void_number": Verb(numbers.void_number, ReasonedSerializer),
        "number": Verb(signing.number, s.NumberSerializer),
        "send": Verb(
            with_companions(sending.send),
            s.SendSerializer,
            tell_once=s.links_told_once,
            shows=s.SentReplySerializer,
        ),
        "hand_in": Verb(with_companions(arriving.hand_in), s.TogetherSerializer),
        "note_receipt": Verb(with_companions(arriving.note_receipt), s.TogetherSerializer),
        "record_feedback": Verb(feedback.record_feedback, s.FeedbackSerializer),
        "order_second_handling": Verb(feedback.order_second_handling, ReasonedSerializer),
        "decide_publication": Verb(publishing.decide_publication, s.PublicationSerializer),
        "follow_up": Verb(following_up.follow_up, s.FollowUpSerializer),
        "void": Verb(drafting.void, ReasonedSerializer),
        "correct": Verb(correcting.correct, s.CorrectReplySerializer),
        "reissue": Verb(reissuing.reissue, ReasonedSerializer),
        **undone(REPLY_FLOW, undoing.undo),
    }

    def links_of(self, tokens: list[str], here: str) -> tuple[tuple[int, str], ...]:
        return feedback.links_to_print(tokens, here, on=timezone.localdate())

    @extend_schema(request=s.DraftSerializer, responses={201: s.ReplySerializer, **REFUSALS}, summary="拟稿")
    def create(self, request: Request) -> Response:
        return self.entered(request, s.DraftSerializer, drafting.draft, of="assignment")

    @extend_schema(request=s.OpinionSerializer, responses={201: s.ReplySerializer, **REFUSALS}, summary="录入会办意见")
    @action(detail=False, methods=["post"], url_path="give_opinion")
    def give_opinion(self, request: Request) -> Response:
        return self.entered(request, s.OpinionSerializer, drafting.give_opinion, of="assignment")

    @extend_schema(responses={200: s.StructureSerializer, **REFUSALS}, summary="正文结构")
    @action(detail=True, methods=["get"], url_path="structure", filterset_class=None)
    def structure(self, request: Request, **_kwargs: Any) -> Response:
        """Headings, asks, candidates for 落实事项, and the documents cited with what speaks against them."""
        reply = self.get_object()
        built = as_json(structure_of_body(reply.body))
        for told, each in zip(built["citations"], cited_by(reply, on=timezone.localdate()), strict=True):
            told["document"] = str(each.document.uid) if each.document else None
            told["doubts"] = [{"code": doubt.code, "message": doubt.message} for doubt in each.doubts]
        return Response(built)

    @extend_schema(
        request=s.ReviseSerializer,
        responses={200: s.ReplySerializer, **REFUSALS},
        parameters=[IF_MATCH],
        summary="修改稿件",
    )
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        reply = self.get_object()
        refuse_trial(request)
        refuse_stale(request, reply)
        data = s.ReviseSerializer(data=request.data, context=self.get_serializer_context())
        data.is_valid(raise_exception=True)
        fields = dict(data.validated_data)
        copies = fields.pop("copies", None)
        listed = None if copies is None else [(copy["name"], copy.get("copies")) for copy in copies]
        drafting.revise(reply, by=self.actor, at=timezone.now(), copy_list=listed, **fields)
        return self.shown(self.get_queryset().get(pk=reply.pk))


@moving
class PromiseViewSet(ListModelMixin, Rows):
    """落实事项：落实销号。"""

    queryset = Promise.objects.for_page().order_by("-id")
    serializer_class = row_serializer = s.PromiseSerializer
    flow = PROMISE_FLOW
    verbs = {
        "keep_promise": Verb(following_up.keep_promise, s.KeepPromiseSerializer),
        **undone(PROMISE_FLOW, following_up.undo),
    }


@moving
class CopyViewSet(ListModelMixin, Rows):
    """抄送：发出、签收、退回、重新发出。收到抄送件的系统以本单位的密钥登记签收。"""

    queryset = CopyRecipient.objects.for_page().order_by("-id")
    serializer_class = s.CopySerializer
    row_serializer = s.CopyRowSerializer
    filterset_class = CopyFilter
    flow = COPY_FLOW
    verbs = {
        "dispatch": Verb(dispatching.dispatch, s.CopySendSerializer),
        "acknowledge": Verb(dispatching.acknowledge),
        "return": Verb(dispatching.return_copy, ReasonedSerializer),
        "resend": Verb(dispatching.resend, s.CopySendSerializer),
        **undone(COPY_FLOW, dispatching.undo),
    }
