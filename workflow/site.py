"""The one AdminSite: who may come in, and the Actor of a request, made once at its edge."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from unfold.forms import AuthenticationForm
from unfold.sites import UnfoldAdminSite

from workflow.actor import Actor
from workflow.enums import Source
from workflow.models import User


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request, with the posts held today. Asked of the database once a request."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        user = request.user if isinstance(request.user, User) else None
        posts = user.posts(timezone.localdate()) if user else ()
        actor = Actor(source=Source.ADMIN, user=user, posts=posts, request_id=getattr(request, "request_id", ""))
        request.actor = actor  # type: ignore[attr-defined]
    return actor


class LoginForm(AuthenticationForm):  # type: ignore[misc]
    """Tells somebody without a post so at the door, instead of sending them round in circles."""

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not user.is_superuser and not user.posts(timezone.localdate()):
            raise ValidationError("您的账号目前没有任职，请联系本地区管理员。", code="no_post")


class OfficeSite(UnfoldAdminSite):  # type: ignore[misc]
    """Open to everybody with a post today; what each may see and do there is asked row by row."""

    site_title = site_header = "答复"
    index_title = "系统管理"
    login_form = LoginForm
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and (request.user.is_superuser or bool(actor_of(request).posts))


site = OfficeSite(name="admin")
