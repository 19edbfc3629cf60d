"""The words of `vocabulary.toml` as patterns, read once."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Final

from letters.reading.vocabulary import any_of

WORDS: Final = tomllib.loads((files(__package__) / "vocabulary.toml").read_text(encoding="utf-8"))


def words(table: str, key: str) -> str:
    """A pattern for any word of one list."""
    return any_of(WORDS[table][key])


def pattern(table: str, key: str) -> re.Pattern[str]:
    return re.compile(words(table, key))
