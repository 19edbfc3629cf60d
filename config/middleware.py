"""What every request gets: an id for logs and trail, the address it came from, its part's content policy."""

import ipaddress
import uuid
from collections.abc import Callable

import structlog
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
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


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from, for the count of failed logins: behind proxies as the outermost of ours saw it."""
    direct: str | None = request.META.get("REMOTE_ADDR") or None
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    # Each proxy writes on the right whom it saw; what stands further left is the client's own word.
    if not 0 < settings.PROXY_COUNT <= len(hops):
        return direct
    try:
        return str(ipaddress.ip_address(hops[-settings.PROXY_COUNT]))
    except ValueError:
        return direct
