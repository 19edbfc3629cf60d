"""JSON that can be written back: whatever is deeper or odder is refused before anything reads it."""

from __future__ import annotations

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class WellFormedJSON(JSONParser):
    """Half a surrogate pair is no text: it would break the database or the very refusal that quotes it."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
            json.dumps(data, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError("JSON 内容有误：层次过深，或含有不成字符的编码。") from error
        return data
