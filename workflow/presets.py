"""Ready-made rules of places, as data: what their documents say, over what is usual. Pure."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "presets.toml"
USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Preset:
    """`source` is the key of the documents, `says` what was taken from them."""

    code: str
    name: str
    source: str
    says: str
    content: dict[str, Any]


@functools.cache
def presets() -> dict[str, Preset]:
    """All of them by code, the usual one first."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    usual = data[USUAL]["limits"]
    return {code: _preset(code, each, usual) for code, each in data.items()}


def _preset(code: str, told: dict[str, Any], usual: dict[str, Any]) -> Preset:
    content = {"limits": usual | told.get("limits", {}), "switches": told.get("switches", {})}
    return Preset(code, told["name"], told["source"], told["says"], content)
