"""Whether two names are of one body or person: 青山市财政局 and 市财政局 are."""

from __future__ import annotations

import re
from typing import Final

from letters.lint.facts import Named

_BLANKS: Final = re.compile(r"[\s·•．.，、。；;,：:]")
_LEVEL: Final = re.compile("^[全省市区县州旗]")
_SHORTEST_TAIL: Final = 3
# 市政协提案委员会 and 市政协提案委 are one body.
_LONG: Final = re.compile("委员会$")


def plain(name: str) -> str:
    return _LONG.sub("委", _BLANKS.sub("", name))


def same_body(one: str, other: str) -> bool:
    """Equal, or one is the other with its place before it."""
    a, b = sorted((plain(one), plain(other)), key=len)
    return a == b or (len(a) > _SHORTEST_TAIL and b.endswith(a) and _may_stand_before(b[: -len(a)], a))


def _may_stand_before(place: str, rest: str) -> bool:
    """青山 before 市财政局, 青山市 before 财政局; but 办公室 alone is everybody's."""
    return len(place) <= 6 and not rest.startswith("办公")


def bears(body: Named, name: str) -> bool:
    """Whether the name is one of this body's."""
    return any(same_body(each, name) for each in body.names)


def is_named_in(body: Named, flat: str) -> bool:
    """Whether a text names the body by any of its names, with or without its place."""
    return any(name in flat or without_place(name) in flat for name in body.names)


def without_place(name: str) -> str:
    """青山市财政局 → 市财政局, where that still tells which body it is."""
    found = re.match(r"[\u4e00-\u9fff]{2,4}?(?=[省市区县州旗][\u4e00-\u9fff]{2,})", name)
    return name[found.end() :] if found and not _LEVEL.match(name) else name
