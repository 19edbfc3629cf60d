"""Cursor pages, newest first: any depth costs the same, and nothing is counted."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

LONGEST_ID = 18  # digits that a row id may have in either database


class Pages(CursorPagination):
    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 200

    def decode_cursor(self, request: Request) -> Any:
        """As the framework reads it, but a position that is no row id is a broken cursor, not an error of ours."""
        cursor: Any = super().decode_cursor(request)
        position = cursor.position if cursor else None
        if position is not None and not (position.isascii() and position.isdigit() and len(position) <= LONGEST_ID):
            raise NotFound(self.invalid_cursor_message)
        return cursor
