"""Letters written for this suite, each in a layout of its own, beside what it states.

NNN.txt is the letter as it comes off a site, a scanner or an export; NNN.json its label, keys as programs get them.
Persons, numbers and facts are invented.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
STEMS = sorted(path.stem for path in FOLDER.glob("*.json"))
OF_A_LETTER = frozenset({"reply", "co_opinion"})
_MARKS = str.maketrans("—–−─“”‘’巿査", "----\"\"''市查")


def text_of(stem: str) -> str:
    return (FOLDER / f"{stem}.txt").read_bytes().decode("utf-8")


def label_of(stem: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{stem}.json").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """Equal where a reader would call it equal: width, blanks and the shape of dashes and quotes aside."""
    if isinstance(value, str):
        return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", value).translate(_MARKS)) or None
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def differences(label: dict[str, Any], read: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Where what was read is not what is stated, by field: stated, read."""
    pairs = {field: (plain(stated), plain(read[field])) for field, stated in label.items()}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
