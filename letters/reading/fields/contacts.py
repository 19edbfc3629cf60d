"""Fields of the contact lines: persons, telephone numbers, unit, postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final

from letters.reading.found import Found
from letters.reading.names import is_body, persons_in
from letters.reading.normalise import Line
from letters.reading.vocabulary import ORGANISATIONS, any_of
from letters.reading.zones import Page

# A leader’s number is a number of the contact block; the leader is no contact person.
_WITH_PHONE: Final = frozenset(
    {"contact_phone", "contact_person", "contact_unit", "person_and_phone", "unit_and_phone", "leader"}
)
# Area code and number, mobile, masked mobile, 400, bare local number; extension behind 转 or -.
_PHONE: Final = re.compile(
    r"(?<![\d*])(?:\(0\d{2,3}\)-?\d{7,8}|400-?\d{3}-?\d{4}|0\d{2,3}-+\d{7,8}|0\d{10,11}|1[3-9]\d{9}|1\d{2}\*{2,8}\d{0,4}|\d{3,4}-\d{7,8}|\d{7,8}|\d{5,6}|\d{2,4}\*{3,6}\d{0,4})"
    r"(?:(?:转|-|\*(?!\*))\d{1,6})?(?![\d*])"
)
# 电力股张三: the section ends where its kind is named.
_SECTION: Final = re.compile(
    rf"(?P<unit>[\u4e00-\u9fff()]{{1,30}}?{any_of(ORGANISATIONS['sections'])})(?P<person>[\u4e00-\u9fff·]{{2,4}})"
)
_LENGTH: Final = 7  # digits of a whole number
_MOST_WORDS: Final = 12
_MARKS: Final = ",、;:()。/ "
_NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_POSTCODE: Final = re.compile(r"\d{6}")


def persons(page: Page) -> Found[tuple[str, ...]] | None:
    named = list(_persons(page))
    return Found(tuple(name.text for name in named), tuple(named), "label") if named else None


def _persons(page: Page) -> Iterator[Line]:
    for pair in page.close:
        value = _before_phone(pair.value)
        if pair.field in {"contact_person", "person_and_phone"}:
            yield from (name for name in persons_in(_after_unit(value)) if not _is_unit(name))
            yield from _further(pair.value)
        elif pair.field in {"unit_and_phone", "contact_unit"}:
            divided = _divided(value)
            if divided:
                yield divided[1]


def _further(value: Line) -> Iterator[Line]:
    """刘燕　5120000；王军　5110000: those named between numbers."""
    numbers = list(_PHONE.finditer(value.flat))
    for before, after in pairwise(numbers):
        between = value.cut(before.end(), after.start()).strip(_MARKS)
        if _NAME.fullmatch(between.flat):
            yield between


def phones(page: Page) -> Found[tuple[str, ...]] | None:
    values = (part for pair in page.close if pair.field in _WITH_PHONE for part in _numbers_apart(pair.value))
    numbers = [value.group(match) for value in values for match in _PHONE.finditer(value.flat)]
    unique = {re.sub("-+", "-", number.flat): number for number in numbers}
    return Found(tuple(unique), tuple(unique.values()), "label") if unique else None


def _numbers_apart(value: Line) -> list[Line]:
    """0994-2343360　0994-2346691: two numbers that only a blank divides; 0 5 5 8 is a converter's."""
    for width in (2, 1):
        words = value.words(width)
        if len([word for word in words if len(word.flat) >= _LENGTH and _PHONE.fullmatch(word.strip(_MARKS).flat)]) > 1:
            return words
    return [value]


def unit(page: Page) -> Found[str] | None:
    for pair in page.close:
        value = _before_phone(pair.value)
        if pair.field in {"contact_unit", "unit_and_phone"} and value.flat:
            divided = _divided(value)
            name = divided[0] if divided else value
            return Found(name.text, (name,), "label")
    for pair in page.close:
        before = _unit_before(pair.value) if pair.field in {"contact_person", "person_and_phone"} else None
        if before:
            return Found(before.text, (before,), "before_person", 0.8)
    return None


def postcode(page: Page) -> Found[str] | None:
    for pair in page.close:
        match = _POSTCODE.fullmatch(pair.value.flat) if pair.field == "postcode" else None
        if match:
            return Found(pair.value.flat, (pair.value,), "label")
    return None


def _before_phone(value: Line) -> Line:
    match = _PHONE.search(value.flat)
    return value.cut(0, match.start() if match else None).strip(_MARKS)


def _divided(value: Line) -> tuple[Line, Line] | None:
    """电力股郑某某 → section and person; a value that is wholly a unit's name is left alone."""
    words = value.words()
    if len(words) > 1 and _is_unit(words[0]) and len(words[-1].flat) <= 4 and not _is_unit(words[-1]):
        return words[0], value.cut(len(words[0].flat))
    match = _SECTION.fullmatch(value.flat)
    if match and not is_body(value.flat) and not _is_unit(value.group(match, "person")):
        return value.group(match, "unit"), value.group(match, "person")
    return None


def _after_unit(value: Line) -> Line:
    before = _unit_before(value)
    return value.cut(len(before.flat)) if before else value


def _unit_before(value: Line) -> Line | None:
    """The section that stands before a person, by the last blank before which a name of one ends."""
    ends = list(accumulate(len(word.flat) for word in value.words()[:-1]))[:_MOST_WORDS]
    parts = (value.cut(0, end) for end in reversed(ends))
    return next((part for part in parts if _is_unit(part)), None)


def _is_unit(name: Line) -> bool:
    return len(name.flat) >= 3 and is_body(name.flat + "室" * name.flat.endswith(("科", "股")))
