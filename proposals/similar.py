"""Titles that are the same or nearly so: a hint for people, never a refusal."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

ALIKE = 0.7
"""Share of common pairs of characters (Dice) from which two titles count as nearly the same."""
FRAME = re.compile(r"^关于(?:进一步|切实|尽快)?|(?:的)?(?:提案|建议|意见|议案)$")


def plain(title: str) -> str:
    """关于进一步加强社区养老服务的建议 → 加强社区养老服务: what the title is about, without its frame and signs."""
    text = "".join(each for each in unicodedata.normalize("NFKC", title).lower() if each.isalnum())
    return FRAME.sub("", text) or text


def pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}


class Titles:
    """Titles under keys. A new one is compared only with those that share pairs of characters with it."""

    def __init__(self, titles: Iterable[tuple[Any, str]] = ()) -> None:
        self._same: dict[str, list[Any]] = defaultdict(list)
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._known: list[tuple[Any, int]] = []
        for key, title in titles:
            self.add(key, title)

    def add(self, key: Any, title: str) -> None:
        text = plain(title)
        self._same[text].append(key)
        found = pairs(text)
        for pair in found:
            self._holding[pair].append(len(self._known))
        self._known.append((key, len(found)))

    def same(self, title: str) -> list[Any]:
        return list(self._same.get(plain(title), ()))

    def alike(self, title: str, *, most: int = 3) -> list[Any]:
        """Keys of the titles that come nearest, those that are the same first."""
        wanted = pairs(plain(title))
        shared: Counter[int] = Counter()
        for pair in wanted:
            shared.update(self._holding.get(pair, ()))
        scores = (
            (2 * count / (len(wanted) + self._known[place][1]), place)
            for place, count in shared.items()
            if 2 * count >= ALIKE * (len(wanted) + self._known[place][1])
        )
        return [self._known[place][0] for _, place in sorted(scores, key=lambda each: (-each[0], each[1]))[:most]]
