"""How bodies of one place share its name in a 抄送 line: 卧龙区委、政府、政协 for 卧龙区委、卧龙区政府、卧龙区政协."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from letters.reading.vocabulary import ORGANISATIONS

# 某区委 and 某区政府 give their place to a bare 政府 or 政协 behind them.
_PLACE: Final = re.compile(r"(?P<place>.*[省市县区州旗盟])(?:委员会|委|人民政府|政府)$")
_OF_THE_SAME_PLACE: Final = frozenset(ORGANISATIONS["of_the_same_place"])


def full_name(name: str, before: Iterable[str]) -> str:
    """The body's own name, of a name as it stands behind others in a line."""
    return f"{_place_of(before)}{name}" if name in _OF_THE_SAME_PLACE else name


def bare_name(name: str, before: Iterable[str]) -> str:
    """How a line may call it behind others: what `full_name` reads back as the same body."""
    bare = name.removeprefix(_place_of(before))
    return bare if bare in _OF_THE_SAME_PLACE else name


def _place_of(names: Iterable[str]) -> str:
    """The place of the last body that tells one."""
    told = [match["place"] for name in names if (match := _PLACE.match(name))]
    return told[-1] if told else ""
