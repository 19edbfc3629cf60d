"""Units over HTTP: what there is, and reform: what one unit has in hand goes over to another."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.actions import reform
from proposals.models import Assignment
from workflow.api.acts import ActReport, ActViewSet, described
from workflow.api.moves import Visible
from workflow.api.views import DepartmentViewSet
from workflow.models import Department


class TransferSerializer(serializers.Serializer[Any]):
    successor = Visible(queryset=Department.objects.units(), help_text="承继单位")
    from_day = serializers.DateField(help_text="划转日期，原单位的停用日期为前一日")
    with_people = serializers.BooleanField(default=False, help_text="人员任职一并转入承继单位")


class HeldCaseSerializer(serializers.Serializer[Any]):
    """One case in hand, as the report of an act lists it."""

    assignment = serializers.UUIDField()
    proposal = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    title = serializers.CharField()


class FollowedSerializer(ActReport):
    cases = HeldCaseSerializer(many=True)


class TransferredSerializer(FollowedSerializer):
    appointments = serializers.IntegerField(help_text="转入的任职数")
    aliases = serializers.ListField(child=serializers.CharField(), help_text="成为承继单位别名的原名称")


class UnitViewSet(DepartmentViewSet, ActViewSet):
    """承办单位：查询；机构改革时整体划转。"""

    @described("整体划转", TransferSerializer, TransferredSerializer)
    @action(detail=True, methods=["post"])
    def transfer(self, request: Request, **_kwargs: Any) -> Response:
        return self.report(request, TransferSerializer, functools.partial(reform.succeed, self.get_object()), moved)

    @described("划转遗留件", None, FollowedSerializer)
    @action(detail=True, methods=["post"])
    def follow(self, request: Request, **_kwargs: Any) -> Response:
        follow = functools.partial(reform.follow, self.get_object())
        return self.report(request, None, follow, lambda cases: {"cases": held_cases(cases)})


def moved(report: reform.Succession) -> dict[str, Any]:
    return {"cases": held_cases(report.cases), "appointments": report.appointments, "aliases": report.aliases}


def held_cases(cases: Iterable[Assignment]) -> list[dict[str, Any]]:
    return [
        {
            "assignment": str(case.uid),
            "proposal": str(case.proposal.uid),
            "number": case.proposal.number,
            "title": case.proposal.title,
        }
        for case in cases
    ]
