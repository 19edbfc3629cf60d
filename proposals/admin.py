"""Reference tables of the case: sessions and the roster of members."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from proposals.models import Member, Session
from workflow.admin import ReferenceAdmin
from workflow.enums import Role
from workflow.site import actor_of, site


@admin.register(Session, site=site)
class SessionAdmin(ReferenceAdmin):
    list_display = ("__str__", "jurisdiction", "level", "opened_on", "closed_on")
    list_select_related = ("jurisdiction",)


@admin.register(Member, site=site)
class MemberAdmin(ReferenceAdmin):
    keepers = frozenset({Role.ADMINISTRATOR, Role.COMMITTEE})
    list_display = ("name", "body", "term", "sector", "party", "post")
    list_filter = ("term", "sector")
    search_fields = ("name",)

    def get_exclude(self, request: HttpRequest, _obj: Any = None) -> tuple[str, ...]:
        """Phones are the committee's to keep; who keeps the tables has no need of them."""
        return () if actor_of(request).holds(Role.COMMITTEE) else ("phone",)
