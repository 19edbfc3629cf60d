"""What an edition says, as JSON: one field for rules and layouts alike."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workflow.errors import LONGEST_TEXT

NUL = "\\u0000"  # as JSON writes it


@extend_schema_field(OpenApiTypes.OBJECT)
class ContentField(serializers.JSONField):
    """An object that a column can keep; what it may say, its own kind knows."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        content = super().to_internal_value(data)
        if not isinstance(content, dict):
            raise serializers.ValidationError("应为由名称和值组成的对象。")
        text = json.dumps(content)
        # PostgreSQL keeps no NUL, not even inside a text of JSON.
        if len(text) > LONGEST_TEXT or NUL in text:
            raise serializers.ValidationError("内容过长，或含有不成字符的编码。")
        return content
