"""The page for officers lists the rules as they are."""

from __future__ import annotations

import re
from pathlib import Path

from letters.lint import RULES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "handbook" / "format-check.md"


def test_table_of_the_handbook_is_the_table_of_rules():
    rows = re.findall(r"^\| ([A-Z_]+) \| (\S+) \| (\S+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [(rule.id, rule.name, rule.severity.label) for rule in RULES]
