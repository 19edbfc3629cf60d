"""The people of a unit over HTTP: who holds which role, deputies during leave, and what a leaver hands over."""

from __future__ import annotations

import functools
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.actions import staffing
from proposals.api.inputs import Colleague
from proposals.api.units import HeldCaseSerializer, held_cases
from proposals.filters import AppointmentFilter
from workflow.api.acts import ActReport, ActViewSet, described
from workflow.api.moves import REFUSALS, Visible
from workflow.enums import APPOINTED, Role
from workflow.models import Appointment, Department, User

PEOPLE = User.objects.filter(is_active=True)


class AppointmentSerializer(serializers.ModelSerializer[Appointment]):
    username = serializers.CharField(source="user.username", help_text="登录名")
    name = serializers.CharField(source="user.name")
    department = serializers.SlugRelatedField[Department](slug_field="uid", read_only=True, help_text="单位或科室")
    deputises_for = serializers.SlugRelatedField[User](slug_field="username", read_only=True, help_text="代行何人")

    class Meta:
        model = Appointment
        fields = ["uid", "username", "name", "department", "role", "is_head", "since", "until", "deputises_for"]


class HandOverSerializer(serializers.Serializer[Any]):
    to = Colleague(queryset=PEOPLE, allow_null=True, help_text="接收人的登录名；null 为暂不指定，由单位重新分送")


class HandedOverSerializer(ActReport):
    cases = HeldCaseSerializer(many=True, help_text="移交的在办件")
    posts = serializers.IntegerField(help_text="结束的职责数，含代理")


class DeputySerializer(serializers.Serializer[Any]):
    deputy = Colleague(queryset=PEOPLE, help_text="代理人的登录名")
    since = serializers.DateField(help_text="代理起日")
    until = serializers.DateField(required=False, allow_null=True, default=None, help_text="代理止日，含当日")


class EndedSerializer(serializers.Serializer[Any]):
    posts = serializers.IntegerField(help_text="结束的代理职责数")


class AppointSerializer(serializers.Serializer[Any]):
    colleague = Colleague(queryset=PEOPLE, help_text="已在本单位任职的人员的登录名")
    department = Visible(queryset=Department.objects.all(), help_text="单位或其科室")
    role = serializers.ChoiceField(APPOINTED, help_text="本单位的职责")


class AppointmentViewSet(ListModelMixin, RetrieveModelMixin, ActViewSet):
    """人员任职：今天或以后在岗的。代理、离岗移交按任职所指的人员和单位办理。"""

    queryset = Appointment.objects.select_related("user", "department__parent", "deputises_for")
    serializer_class = AppointmentSerializer
    filterset_class = AppointmentFilter

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        lasting: QuerySet[Any] = rows.lasting(timezone.localdate())
        return lasting

    @extend_schema(summary="增加职责", request=AppointSerializer, responses={201: AppointmentSerializer, **REFUSALS})
    def create(self, request: Request) -> Response:
        given = self.given(request, AppointSerializer)
        post = staffing.appoint(given.pop("colleague"), Role(given.pop("role")), **self.when({}), **given)
        return Response(AppointmentSerializer(post).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="取消职责", request=None, responses={204: None, **REFUSALS})
    @action(detail=True, methods=["post"])
    def relieve(self, request: Request, **_kwargs: Any) -> Response:
        post = self.get_object()
        staffing.relieve(post, unit=unit_of(post), **self.when({}))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="设置代理",
        request=DeputySerializer,
        responses={201: AppointmentSerializer(many=True), **REFUSALS},
        filters=False,
    )
    @action(detail=True, methods=["post"], pagination_class=None)
    def deputies(self, request: Request, **_kwargs: Any) -> Response:
        post = self.get_object()
        given = self.given(request, DeputySerializer)
        rows = staffing.deputise(post.user, given.pop("deputy"), unit=unit_of(post), **self.when({}), **given)
        return Response(AppointmentSerializer(rows, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="结束代理", request=None, responses={200: EndedSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def end_leave(self, request: Request, **_kwargs: Any) -> Response:
        post = self.get_object()
        return Response({"posts": staffing.end_leave(post.user, unit=unit_of(post), **self.when({}))})

    @described("离岗移交", HandOverSerializer, HandedOverSerializer)
    @action(detail=True, methods=["post"])
    def hand_over(self, request: Request, **_kwargs: Any) -> Response:
        post = self.get_object()
        leave = functools.partial(staffing.leave, post.user, unit=unit_of(post))
        return self.report(request, HandOverSerializer, leave, handed_over)


def unit_of(post: Appointment) -> Department:
    """The unit that a post is in, also by way of a section."""
    department: Any = post.department
    unit: Department = department.parent or department
    return unit


def handed_over(report: staffing.Handover) -> dict[str, Any]:
    return {"cases": held_cases(report.cases), "posts": report.posts}
