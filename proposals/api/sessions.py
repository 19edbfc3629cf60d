"""Sessions over HTTP: what there is, and a new one opened, with the roster of a new term and what is carried along."""

from __future__ import annotations

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.actions import opening, session_days
from proposals.actions.opening import Opening
from proposals.actions.roster import MemberEntry, RosterReport
from proposals.api.serializers import SessionSerializer
from proposals.filters import SessionFilter
from proposals.models import Proposal, Session
from proposals.querysets import Term
from workflow.actor import Actor
from workflow.api.acts import ActReport, ActViewSet, described
from workflow.api.moves import REFUSALS
from workflow.enums import Level


class EntrySerializer(serializers.Serializer[Any]):
    """One member of a new term; each is judged by itself, so that one that is wrong stops no other."""

    name = serializers.CharField(allow_blank=True)
    sector = serializers.CharField(required=False, allow_blank=True, help_text="界别")
    party = serializers.CharField(required=False, allow_blank=True, help_text="党派")
    post = serializers.CharField(required=False, allow_blank=True, help_text="单位职务")
    phone = serializers.CharField(required=False, allow_blank=True, help_text="联系电话")


class OpenSessionSerializer(serializers.Serializer[Any]):
    """Which session, and for a new term where its members come from."""

    level = serializers.ChoiceField(Level.choices, help_text="政协层级")
    body = serializers.CharField(max_length=40, help_text="如“市政协”")
    term = serializers.IntegerField(help_text="届")
    meeting = serializers.IntegerField(help_text="次")
    opened_on = serializers.DateField(required=False, allow_null=True)
    closed_on = serializers.DateField(required=False, allow_null=True)
    meeting_on = serializers.DateField(required=False, allow_null=True, help_text="交办会日期")
    members = EntrySerializer(many=True, required=False, help_text="新一届名册")
    copy_from = serializers.IntegerField(required=False, help_text="复制本政协第几届的名册，与 members 二选一")

    def validate_members(self, rows: list[dict[str, Any]]) -> list[MemberEntry]:
        return [MemberEntry(line, **row) for line, row in enumerate(rows, start=1)]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "members" in given and "copy_from" in given:
            raise serializers.ValidationError({"copy_from": ["名册请导入或复制，二选一。"]})
        return given


class SessionDaysSerializer(serializers.Serializer[Any]):
    """What is not given stays; null takes the day away."""

    opened_on = serializers.DateField(required=False, allow_null=True)
    closed_on = serializers.DateField(required=False, allow_null=True)
    meeting_on = serializers.DateField(required=False, allow_null=True, help_text="交办会日期")


class CarriedSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    session = serializers.CharField(help_text="原届次，不变")
    number = serializers.CharField(allow_null=True)
    title = serializers.CharField()


class RefusedEntrySerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="从1起数")
    name = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class RosterSerializer(serializers.Serializer[Any]):
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = RefusedEntrySerializer(many=True)


class OpenedSerializer(ActReport):
    session = SessionSerializer(allow_null=True, help_text="只核对时为空")
    name = serializers.CharField()
    carried = CarriedSerializer(many=True, help_text="结转的往届未结提案")
    roster = RosterSerializer(allow_null=True, help_text="沿用本届名册或以后再导入的为空")


class SessionViewSet(ListModelMixin, RetrieveModelMixin, ActViewSet):
    """届次：查询；开设新的一次会议。"""

    queryset = Session.objects.all()
    serializer_class = SessionSerializer
    filterset_class = SessionFilter

    @described("开设届次", OpenSessionSerializer, OpenedSerializer, made=status.HTTP_201_CREATED)
    def create(self, request: Request) -> Response:
        answer = self.report(request, OpenSessionSerializer, opened, told, made=status.HTTP_201_CREATED)
        if answer.data["dry_run"]:
            answer.data["session"] = None
        return answer

    @extend_schema(
        summary="更正届次日期", request=SessionDaysSerializer, responses={200: SessionSerializer, **REFUSALS}
    )
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        session = self.get_object()
        session_days.correct_days(session, days=self.given(request, SessionDaysSerializer), **self.when({}))
        return Response(SessionSerializer(session).data)


def opened(
    *,
    level: str,
    body: str,
    term: int,
    meeting: int,
    by: Actor,
    opened_on: dt.date | None = None,
    closed_on: dt.date | None = None,
    meeting_on: dt.date | None = None,
    copy_from: int | None = None,
    **given: Any,
) -> Opening:
    # A key is of one place; one without any role is of none, and is refused like a stranger.
    place = next((post.jurisdiction_id for post in by.posts), 0)
    which = Term(place, level, body.strip(), term)
    source = which._replace(term=copy_from) if copy_from else None
    days: dict[str, Any] = {"opened_on": opened_on, "closed_on": closed_on, "meeting_on": meeting_on}
    return opening.open_session(term=which, meeting=meeting, copy_from=source, by=by, **days, **given)


def told(opening: Opening) -> dict[str, Any]:
    return {
        "session": SessionSerializer(opening.session).data,
        "name": str(opening.session),
        "carried": [carried_row(each) for each in opening.carried],
        "roster": roster_of(opening.roster) if opening.roster else None,
    }


def carried_row(proposal: Proposal) -> dict[str, Any]:
    return {
        "uid": str(proposal.uid),
        "session": str(proposal.session),
        "number": proposal.number,
        "title": proposal.title,
    }


def roster_of(report: RosterReport) -> dict[str, Any]:
    counts = {name: len(getattr(report, name)) for name in ("added", "changed", "same")}
    return counts | {"refused": [{"row": row, "name": name, "reason": why} for row, name, why in report.refused]}
