"""办理期限 over HTTP: each deadline of a case with every day that counted and every line that moved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.models import Proposal
from workflow import clocks
from workflow.api.calendars import StepSerializer
from workflow.api.moves import REFUSALS, CaseViewSet
from workflow.enums import ClockEventKind, ClockKind
from workflow.errors import OfficeError
from workflow.models import Clock, ClockEvent


class LedgerSerializer(serializers.ModelSerializer[ClockEvent]):
    kind = serializers.ChoiceField(ClockEventKind.choices)
    on = serializers.DateField(source="happened_on")
    by = serializers.CharField(source="actor")

    class Meta:
        model = ClockEvent
        fields = ["kind", "on", "entered_at", "until", "days", "due_before", "due_after", "reason", "by"]


class DeadlineSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    subject = serializers.UUIDField(help_text="承办、材料征集或答复")
    kind = serializers.ChoiceField(ClockKind.choices)
    start = serializers.DateField()
    due = serializers.DateField()
    provisional = serializers.BooleanField(help_text="暂估：依据的放假安排尚未公布")
    paused_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    cancelled = serializers.BooleanField(help_text="未完成而终止")
    calendar_days_left = serializers.IntegerField(allow_null=True, help_text="超期的为负数；中止、完成的为空")
    working_days_left = serializers.IntegerField(allow_null=True)
    rule = serializers.CharField(help_text="所依据的规则版次")
    basis = serializers.CharField()
    why = StepSerializer(many=True, help_text="逐日：是否计入，为何")
    ledger = LedgerSerializer(many=True, help_text="中止、恢复、延期、件数宽限、更正等")


def described(clock: Clock, among: Sequence[Clock], on: dt.date) -> dict[str, Any]:
    """One deadline whole. among: the others of the case, so that nothing is read twice."""
    runs = clock.closed_on is None and clock.paused_on is None
    calendar = clocks.calendar_from(tuple(clock.calendar_versions))
    return {
        "uid": str(clock.uid),
        "subject": str(clock.subject_uid),
        "kind": clock.kind,
        "start": clock.start.isoformat(),
        "due": clock.due.isoformat(),
        "provisional": clock.provisional,
        "paused_on": clock.paused_on and clock.paused_on.isoformat(),
        "closed_on": clock.closed_on and clock.closed_on.isoformat(),
        "cancelled": clock.cancelled,
        "calendar_days_left": (clock.due - on).days if runs else None,
        "working_days_left": calendar.working_days_between(on, clock.due) if runs else None,
        "rule": str(clock.rule),
        "basis": clock.explanation,
        "why": [step.as_json() for step in why(clock, among)],
        "ledger": LedgerSerializer(sorted(clock.events.all(), key=lambda line: line.pk), many=True).data,
    }


def why(clock: Clock, among: Sequence[Clock]) -> Sequence[Any]:
    try:
        return clocks.explain(clock, among=among).steps
    except OfficeError:
        # What an old letter was due by rests on nothing that could be counted again.
        return ()


class WithDeadlines(CaseViewSet):
    """Rows that are timed."""

    @extend_schema(
        summary="办理期限，及为何是这一天", responses={200: DeadlineSerializer(many=True), **REFUSALS}, filters=False
    )
    @action(detail=True, methods=["get"], url_path="deadlines", pagination_class=None)
    def deadlines(self, _request: Request, **_kwargs: Any) -> Response:
        case = self.get_object()
        mine = {"case_uid__in": case.family} if isinstance(case, Proposal) else {"subject_uid": case.uid}
        seen = Clock.objects.visible_to(self.actor).filter(**mine).select_related("rule__jurisdiction")
        rows, on = list(seen.prefetch_related("events").order_by("due", "id")), timezone.localdate()
        return Response([described(clock, rows, on) for clock in rows])
