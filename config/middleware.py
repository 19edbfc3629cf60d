"""What every request gets: an id for logs and trail, and the content policy of its part of the site."""

import uuid
from collections.abc import Callable

import structlog
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]
# The admin frame's Alpine evaluates expressions and styles inline; nothing else on the site may.
FRAME_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


def request_id(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        name = request.headers.get("X-Request-ID", "")[:64] or uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = get_response(request)
        response["X-Request-ID"] = name
        return response

    return middleware


def content_security_policy(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = FRAME_POLICY  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp's documented hook
        return response

    return middleware
