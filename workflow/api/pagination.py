"""Cursor pages, newest first: any depth costs the same, and nothing is counted."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 200
