"""POST …/<move>/ for every verb of a flow: one table a resource, the law itself stays in the flow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from workflow.actor import Actor
from workflow.api.bulk import BulkResultSerializer, BulkSerializer, result_of, unseen
from workflow.api.problems import ProblemSerializer
from workflow.bulk import on_each
from workflow.errors import LONGEST_TEXT, CaseMovedOn, Invalid, TransitionRefused
from workflow.statemachine import StateMachine
from workflow.undo import takers_back

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="上次读到的 ETag；不符则不予办理")
REFUSALS = dict.fromkeys((401, 403, 404, 409, 422), ProblemSerializer)


class MoveSerializer(serializers.Serializer[Any]):
    """What every move takes: the day it happened (today by default) and a remark."""

    on = serializers.DateField(required=False, help_text="发生日期，默认当天")
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT, help_text="说明")


class ReasonedSerializer(serializers.Serializer[Any]):
    """A move that must be explained."""

    on = serializers.DateField(required=False, help_text="发生日期，默认当天")
    reason = serializers.CharField(max_length=LONGEST_TEXT, help_text="理由")


class Named(serializers.SlugRelatedField[Any]):
    """A row named by a text of its own. PostgreSQL has no NUL in texts, so one that holds it names nothing."""

    default_error_messages = {"does_not_exist": "找不到“{value}”，或不在您可见的范围内。"}

    def to_internal_value(self, data: Any) -> Any:
        if "\x00" in str(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Visible(Named):
    """A row named by its uid, found only where the caller may see it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="uid", **kwargs)

    def get_queryset(self) -> models.QuerySet[Any]:
        rows: Any = super().get_queryset()
        visible: models.QuerySet[Any] = rows.visible_to(self.context["request"].auth)
        return visible


@dataclass(frozen=True, slots=True)
class Verb:
    """One move as the API offers it: the action it calls and the input it takes.

    `tell_once` makes of the case, what the action returned and the address of this server what is told this once,
    beside the row; `shows` then describes the whole.
    """

    call: Callable[..., Any]
    takes: type[serializers.Serializer[Any]] = MoveSerializer
    tell_once: Callable[[Any, Any, str], dict[str, Any]] | None = None
    shows: type[serializers.Serializer[Any]] | None = None


def undone(flow: StateMachine, undo: Callable[..., Any]) -> dict[str, Verb]:
    """The verbs that take back another: all alike, as the table has them."""
    return {name: Verb(verb) for name, verb in takers_back(flow, undo).items()}


class VisibleViewSet(GenericViewSet[Any]):
    """Rows that are seen through `visible_to` and named by their uid."""

    lookup_field = "uid"

    @property
    def actor(self) -> Actor:
        by: Any = self.request.auth
        actor: Actor = by
        return actor

    def every_row(self) -> models.QuerySet[Any]:
        """Seen or not; for what the caller has just had in hand."""
        rows: models.QuerySet[Any] = super().get_queryset()
        return rows

    def get_queryset(self) -> models.QuerySet[Any]:
        rows: Any = self.every_row()
        visible: models.QuerySet[Any] = rows.visible_to(self.actor)
        return visible

    def when(self, given: dict[str, Any]) -> dict[str, Any]:
        """Who, on which day, entered when: the clock is read here, once a request."""
        at = timezone.now()
        on: dt.date = given.pop("on", None) or timezone.localdate(at)
        return {"by": self.actor, "on": on, "at": at}


class CaseViewSet(VisibleViewSet):
    """Rows under one flow, moved through `verbs`."""

    flow: StateMachine
    verbs: Mapping[str, Verb] = {}

    def shown(self, case: Any) -> Response:
        """The row as the caller now sees it, with its ETag."""
        body = self.get_serializer(case).data
        return Response(body, headers={"ETag": f'"{case.version}"'})

    def entered(self, request: Request, takes: Any, call: Callable[..., Any], *, of: str = "") -> Response:
        """A row that begins with this request; `of` names the input to which it belongs, if any."""
        refuse_trial(request)
        data = takes(data=request.data, context=self.get_serializer_context())
        data.is_valid(raise_exception=True)
        given = dict(data.validated_data)
        owner = (given.pop(of),) if of else ()
        row = call(*owner, **self.when(given), **given)
        response = self.shown(self.get_queryset().get(pk=row.pk))
        response.status_code = status.HTTP_201_CREATED
        return response

    def move(self, request: Request, verb: Verb) -> Response:
        case = self.get_object()
        refuse_trial(request)
        refuse_stale(request, case)
        data = verb.takes(data=request.data, context=self.get_serializer_context())
        data.is_valid(raise_exception=True)
        result = verb.call(case, **self.when(data.validated_data), **data.validated_data)
        # Who makes the move sees what came of it, also where it leaves the rows that they see.
        response = self.shown(self.every_row().get(pk=case.pk))
        if verb.tell_once:
            response.data |= verb.tell_once(case, result, request.build_absolute_uri("/"))
        return response

    def in_bulk(self, request: Request) -> Response:
        """One move on many rows, each with its own result; those not seen are told like unknown ones."""
        refuse_trial(request)
        ask = BulkSerializer(data=request.data)
        ask.is_valid(raise_exception=True)
        verb = self.verbs.get(ask.validated_data["move"])
        if verb is None:
            raise TransitionRefused("没有这一办理事项。")
        data = verb.takes(data=ask.validated_data.get("given", {}), context=self.get_serializer_context())
        data.is_valid(raise_exception=True)
        rows, address = ask.validated_data["rows"], request.build_absolute_uri("/")
        return Response({"results": self.made(verb, rows, data.validated_data, address)})

    def made(self, verb: Verb, rows: list[dict[str, Any]], given: dict[str, Any], address: str) -> list[dict[str, Any]]:
        when = self.when(given)
        versions = {row["uid"]: row.get("version") for row in rows}
        seen = self.get_queryset().filter(uid__in=versions)

        def move(case: Any) -> Any:
            if versions[case.uid] not in {None, case.version}:
                raise CaseMovedOn
            result = verb.call(case, **when, **given)
            return verb.tell_once(case, result, address) if verb.tell_once else {}

        found = {outcome.case.uid: result_of(outcome) for outcome in on_each(seen, move)}
        return [found.get(uid) or unseen(uid) for uid in versions]


def refuse_stale(request: Request, case: Any) -> None:
    tag = request.headers.get("If-Match")
    if tag is not None and tag != f'"{case.version}"':
        raise CaseMovedOn


def refuse_trial(request: Request) -> None:
    """Who asks to try a move would not expect that it is made."""
    if "dry_run" in request.query_params:
        raise Invalid("本项不能只核对、不办理，请去掉 dry_run。", field="dry_run")


def moving(view: type[CaseViewSet]) -> type[CaseViewSet]:
    """Give the view one POST route for each verb, so that each stands in the schema with its own input."""
    for name, verb in view.verbs.items():
        setattr(view, f"move_{name}", _route(view, name, verb))
    view.bulk = _bulk_route(view)  # type: ignore[attr-defined]
    return view


def _bulk_route(view: type[CaseViewSet]) -> Any:
    def bulk(self: CaseViewSet, request: Request) -> Response:
        return self.in_bulk(request)

    described = extend_schema(
        summary="批量办理",
        request=BulkSerializer,
        responses={200: BulkResultSerializer, **REFUSALS},
        operation_id=f"{view.flow.name}_bulk",
    )
    return described(action(detail=False, methods=["post"], url_path="bulk", url_name="bulk")(bulk))


def _route(view: type[CaseViewSet], name: str, verb: Verb) -> Any:
    def post(self: CaseViewSet, request: Request, **_kwargs: Any) -> Response:
        return self.move(request, verb)

    post.__name__ = f"move_{name}"
    label = view.flow.label_of(name)
    described = extend_schema(
        summary=label,
        request=verb.takes,
        responses={200: verb.shows or view.serializer_class, **REFUSALS},
        parameters=[IF_MATCH],
        operation_id=f"{view.flow.name}_{name}",
    )
    return described(action(detail=True, methods=["post"], url_path=name, url_name=name)(post))
