"""Reference tables of the answer: the policy library, read-only."""

from __future__ import annotations

from django.contrib import admin

from replies.models import PolicyDocument
from workflow.admin import ReferenceAdmin
from workflow.site import site


@admin.register(PolicyDocument, site=site)
class PolicyAdmin(ReferenceAdmin):
    frozen = True
    list_display = ("title", "doc_number", "issued_on", "repealed_by")
    list_select_related = ("repealed_by",)
    search_fields = ("title", "doc_number")
    exclude = ("file",)
