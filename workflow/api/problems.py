"""Errors as application/problem+json (RFC 9457): one place where the office's refusals meet HTTP."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from workflow.errors import (
    CaseMovedOn,
    Invalid,
    NotYours,
    NumberTaken,
    OfficeError,
    TransitionRefused,
    Unavailable,
)

# The most particular kind first: the first match decides.
STATUSES: tuple[tuple[type[OfficeError], int, str], ...] = (
    (NumberTaken, status.HTTP_409_CONFLICT, "编号已被使用"),
    (NotYours, status.HTTP_403_FORBIDDEN, "没有权限"),
    (CaseMovedOn, status.HTTP_409_CONFLICT, "已被他人处理"),
    (TransitionRefused, status.HTTP_409_CONFLICT, "当前不能这样办理"),
    (Invalid, status.HTTP_422_UNPROCESSABLE_ENTITY, "内容有误"),
    (Unavailable, status.HTTP_503_SERVICE_UNAVAILABLE, "暂不可用"),
    (OfficeError, status.HTTP_409_CONFLICT, "不予办理"),
)


TITLES = {
    401: "未认证",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的方法",
    406: "不支持的返回格式",
    415: "不支持的内容类型",
    429: "请求过于频繁",
}


class ProblemSerializer(serializers.Serializer[Any]):
    """The body of every refusal."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.DictField(required=False)  # type: ignore[assignment] # RFC 9457's word, also DRF's


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    set_rollback()
    if isinstance(error, OfficeError):
        return _of_office(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    response = _of_framework(error)
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    return response


def _of_office(error: OfficeError) -> Response:
    code, title = next((code, title) for kind, code, title in STATUSES if isinstance(error, kind))
    errors = {"errors": {error.field: [error.message]}} if error.field else {}
    return _problem(code, title, error.message, error.code, **errors)


def _of_framework(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.ValidationError):
        errors = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
        return _problem(
            status.HTTP_422_UNPROCESSABLE_ENTITY, "内容有误", "请求内容不符合要求。", "invalid", errors=errors
        )
    title = TITLES.get(error.status_code, "请求有误")
    return _problem(error.status_code, title, str(error.detail), error.default_code)


def _problem(code: int, title: str, detail: str, name: str, **extra: Any) -> Response:
    body = {
        "type": f"/api/v1/problems/{name}",
        "title": title,
        "status": code,
        "detail": detail,
        "code": name,
        **extra,
    }
    return Response(body, status=code, content_type="application/problem+json")
