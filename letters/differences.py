"""Owns what changed between two texts: paragraphs that belong together, and in them character by character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Two paragraphs with less in common than this are one that went and one that came.
ALIKE = 0.4
# Beyond this a paragraph is compared as a whole: the work grows with the product of the lengths.
LONGEST = 4000
# A few equal characters between changes are chance: 的 in both does not make two sentences one.
FEWEST_EQUAL = 2


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph: its place in the old and in the new text, None where it is not there, and its parts."""

    before: int | None
    after: int | None
    parts: tuple[Part, ...]

    @property
    def is_changed(self) -> bool:
        return any(part.change is not Change.SAME for part in self.parts)


def differences(before: str, after: str) -> list[Difference]:
    """Every paragraph of both texts in order. What stays equal is there too, so that it can be read around a change."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Difference] = []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Difference(i + n, j + n, (Part(Change.SAME, old[i + n]),)) for n in range(i_end - i)]
        else:
            found += _changed(old, new, range(i, i_end), range(j, j_end))
    return found


def _changed(old: list[str], new: list[str], gone: range, came: range) -> Iterator[Difference]:
    """Paragraphs of a changed stretch, in pairs where they are alike, in the order of the new text."""
    left = list(gone)
    for j in came:
        match = next((i for i in left if _are_alike(old[i], new[j])), None)
        if match is None:
            yield Difference(None, j, (Part(Change.NEW, new[j]),))
            continue
        # What went before the one that stayed is told before it.
        while left[0] != match:
            yield _gone(left.pop(0), old)
        yield Difference(left.pop(0), j, tuple(_parts(old[match], new[j])))
    yield from (_gone(i, old) for i in left)


def _gone(i: int, old: list[str]) -> Difference:
    return Difference(i, None, (Part(Change.GONE, old[i]),))


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _parts(before: str, after: str) -> Iterator[Part]:
    if max(len(before), len(after)) > LONGEST:
        yield from (Part(Change.GONE, before), Part(Change.NEW, after))
        return
    gone = came = ""
    for kind, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        chance = kind == "equal" and i_end - i < FEWEST_EQUAL and bool(gone or came) and i_end < len(before)
        if kind == "equal" and not chance:
            yield from _told(gone, came)
            gone = came = ""
            yield Part(Change.SAME, before[i:i_end])
        else:
            gone, came = gone + before[i:i_end], came + after[j:j_end]
    yield from _told(gone, came)


def _told(gone: str, came: str) -> Iterator[Part]:
    if gone:
        yield Part(Change.GONE, gone)
    if came:
        yield Part(Change.NEW, came)


def find_again(passage: str, start: int, text: str) -> int | None:
    """Where a passage that began at `start` stands in a text that was changed since: the nearest place, or none."""
    if text.startswith(passage, start):
        return start
    places = [text.rfind(passage, 0, start + len(passage)), text.find(passage, start)]
    return min((place for place in places if place >= 0), key=lambda place: abs(place - start), default=None)
