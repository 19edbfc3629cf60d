"""Reference tables of the case: sessions and the roster of members."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from proposals.actions import session_days
from proposals.models import Member, Session
from workflow.admin import ReferenceAdmin
from workflow.enums import Role
from workflow.site import actor_of, site


@admin.register(Session, site=site)
class SessionAdmin(ReferenceAdmin):
    list_display = ("__str__", "jurisdiction", "level", "opened_on", "closed_on", "meeting_on")
    list_select_related = ("jurisdiction",)

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:  # noqa: FBT001 - of Django
        super().save_model(request, obj, form, change)
        if change and {"closed_on", "meeting_on"} & set(form.changed_data):
            at = timezone.now()
            session_days.recount(obj, by=actor_of(request), on=timezone.localdate(at), at=at)


@admin.register(Member, site=site)
class MemberAdmin(ReferenceAdmin):
    """To look at only: the roster is kept by its own verbs, which write who changed what; phones are read by one."""

    keepers = frozenset({Role.ADMINISTRATOR, Role.COMMITTEE})
    frozen = True
    exclude = ("phone",)
    list_display = ("name", "body", "term", "sector", "party", "post")
    list_filter = ("term", "sector")
    search_fields = ("name",)
