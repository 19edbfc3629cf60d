"""Authorization: Bearer <prefix>.<secret>. The request's actor is the key, in the roles of its scopes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from workflow.actor import Actor
from workflow.api.keys import key_of
from workflow.enums import Source


class KeyAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[None, Actor] | None:
        scheme, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = key_of(text.strip(), timezone.now())
        if key is None:
            raise AuthenticationFailed("密钥无效、已过期或已撤销。")
        request_id = getattr(request, "request_id", "")
        return None, Actor(source=Source.API, key=key, posts=key.posts(), request_id=request_id)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "workflow.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "接口密钥：Authorization: Bearer <前缀>.<密钥>",
        }
