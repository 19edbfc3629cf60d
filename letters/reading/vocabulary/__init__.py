"""The words of the office as data, read once: labels, titles, bodies, results, and what is noise."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, so that none hides behind its own beginning."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"


LABELS: Final = _table("labels")
NOISE: Final = _table("noise")
ORGANISATIONS: Final = _table("organisations")
TITLES: Final = _table("titles")
RESULTS: Final = _table("results")
TRADITIONAL: Final[dict[str, str]] = {pair[0]: pair[1] for pair in _table("traditional")["pairs"].split()}

_SLIPS: Final = _table("slips")
# 对对 in 感谢您对对我市; not in 对对口支援.
DOUBLED: Final = re.compile(rf"{any_of(_SLIPS['doubled'])}(?!{any_of(_SLIPS['rightly'])})")
