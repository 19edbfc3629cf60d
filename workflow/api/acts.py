"""Acts on units, people and sessions, which no flow table lists: made today; some are tried with ?dry_run=true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from workflow.api.moves import REFUSALS, VisibleViewSet


class ActOptions(serializers.Serializer[Any]):
    dry_run = serializers.BooleanField(default=False, help_text="只核对，不办理")


class ActReport(serializers.Serializer[Any]):
    """What every report of an act begins with."""

    dry_run = serializers.BooleanField(help_text="为 true 时只是核对，什么都没有改变")


class ActViewSet(VisibleViewSet):
    """Rows on which acts are made. What is tried first is the act itself, taken back: its refusals are the same."""

    def report(
        self,
        request: Request,
        takes: type[serializers.Serializer[Any]] | None,
        call: Callable[..., Any],
        told: Callable[[Any], dict[str, Any]],
        *,
        made: int = status.HTTP_200_OK,
    ) -> Response:
        options = ActOptions(data=request.query_params.dict())
        options.is_valid(raise_exception=True)
        dry_run: bool = options.validated_data["dry_run"]
        given = self.given(request, takes) if takes else {}
        with transaction.atomic():
            body = {"dry_run": dry_run} | told(call(**self.when({}), **given))
            transaction.set_rollback(dry_run)
        return Response(body, status=status.HTTP_200_OK if dry_run else made)

    def given(self, request: Request, takes: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        data = takes(data=request.data, context=self.get_serializer_context())
        data.is_valid(raise_exception=True)
        return dict(data.validated_data)


def described(
    summary: str, takes: Any, shows: Any, *, made: int = status.HTTP_200_OK
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The schema of an act: what it takes, its report, and that it can be tried."""
    answers = {status.HTTP_200_OK: shows, made: shows}
    return extend_schema(
        summary=summary, request=takes, parameters=[ActOptions], responses={**answers, **REFUSALS}, filters=False
    )
