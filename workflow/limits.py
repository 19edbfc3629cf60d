"""Time limits as a place's rules state them: read from JSON, refused in words where they cannot hold. Pure."""

from __future__ import annotations

import calendar as civil
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from workflow.enums import Base, ClockKind, Level, LimitUnit

LONGEST = 1000  # units of a limit; the search for a working day goes no further
DAY_OF_YEAR = re.compile(r"(\d\d)-(\d\d)")
SAID = (
    '[整数, 单位]，如 [3, "month"]；或 {"limit": [整数, 单位], "from": 起算}；'
    '或 {"limit": [整数, 单位], "before": 期限}；或 {"by": "月-日"}；分情形的写成列表，每项可加 "when"，末项不加'
)

Facts = Mapping[str, Any]
"""What a rule may tell cases apart by, such as {"level": "city", "is_key": False}."""

# The deadlines that others may count back from; these themselves count forward.
ANCHORS = (ClockKind.REPLY, ClockKind.OPINION, ClockKind.SECOND_HANDLING)
# The facts that a rule may ask for, with the test of a value.
ASKED: dict[str, Sequence[Any]] = {
    "level": Level.values,
    "nature": ("session", "interim"),
    "collective": (True, False),
    "is_key": (True, False),
    "role": ("sole", "lead", "separate", "assist"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit from a base day, or back from another deadline; or a day of the year (`by`, month and day)."""

    count: int
    unit: LimitUnit
    base: Base = Base.GIVEN
    before: str = ""
    by: str = ""

    @classmethod
    def read(cls, said: Any) -> Self:
        """From the JSON of a rule that `wrong_limit` has nothing against."""
        if isinstance(said, list):
            return cls(int(said[0]), LimitUnit(said[1]))
        count, unit = said.get("limit", (0, LimitUnit.DAY))
        return cls(
            count=int(count),
            unit=LimitUnit(unit),
            base=Base(said.get("from", Base.GIVEN)),
            before=said.get("before", ""),
            by=said.get("by", ""),
        )

    def as_json(self) -> dict[str, Any]:
        """What `read` takes, without what is usual."""
        said: dict[str, Any] = {"by": self.by} if self.by else {"limit": [self.count, self.unit]}
        if self.base != Base.GIVEN:
            said["from"] = self.base.value
        return said | ({"before": self.before} if self.before else {})

    def __str__(self) -> str:
        if self.by:
            month, day = month_and_day(self.by)
            return f"{month}月{day}日前"
        span = f"{self.count}{self.unit.label}"
        return f"{ClockKind(self.before).label}到期前{span}" if self.before else span


def told(limit: Limit) -> str:
    """The limit with the day from which it counts."""
    return str(limit) if limit.by or limit.before else f"自{limit.base.label}起{limit}"


def chosen(said: Any, facts: Facts) -> Limit | None:
    """The limit that holds for a case of these facts: of several the first whose `when` fits. None for no limit."""
    for case in cases_of(said):
        when = case.get("when", {}) if isinstance(case, dict) else {}
        if all(facts.get(name) == value for name, value in when.items()):
            return Limit.read(case)
    return None


def cases_of(said: Any) -> list[Any]:
    """The cases that a limit tells apart; one, where it tells none."""
    if not said:
        return []
    return said if isinstance(said, list) and isinstance(said[0], dict) else [said]


def day_of(by: str, after: dt.date) -> dt.date:
    """The first such day of the year after a day."""
    month, day = month_and_day(by)
    this_year = dt.date(after.year, month, day)
    return this_year if this_year > after else dt.date(after.year + 1, month, day)


def is_longer(one: Limit, other: Limit) -> bool:
    """Whether one span is longer than the other: by thirty days for a month and five working days for a week."""
    return _days(one) > _days(other)


def _days(limit: Limit) -> float:
    return limit.count * {LimitUnit.MONTH: 30, LimitUnit.WORKING_DAY: 7 / 5, LimitUnit.DAY: 1}[limit.unit]


def month_and_day(by: str) -> tuple[int, int]:
    month, _, day = by.partition("-")
    return int(month), int(day)


def is_number(value: Any, least: int, most: int) -> bool:
    # JSON's true is an int to Python, but no number of days.
    return type(value) is int and least <= value <= most


def is_span(value: Any) -> bool:
    """[count, unit], as limits and many switches are written."""
    return (
        isinstance(value, list) and len(value) == 2 and is_number(value[0], 1, LONGEST) and value[1] in LimitUnit.values
    )


def wrong_limit(kind: str, said: Any) -> list[str]:
    """What is wrong with the limit of this kind of deadline, in words; empty where it may stand so."""
    if is_span(said):
        return []
    several = isinstance(said, list) and bool(said) and all(isinstance(each, dict) for each in said)
    if not (several or isinstance(said, dict)):
        return [f"应为{SAID}。"]
    cases = said if several else [said]
    problems = [problem for case in cases for problem in _wrong_case(kind, case)]
    told = [case["when"] for case in cases if isinstance(case.get("when"), dict)]
    if any(when in told[:n] for n, when in enumerate(told)):
        problems.append("同一情形写了两次，后一次永远用不到。")
    if any("when" not in case for case in cases[:-1]):
        problems.append("分情形时，只有末项可以不加“when”，其后的情形永远用不到。")
    return problems


def _wrong_case(kind: str, case: dict[str, Any]) -> Iterator[str]:
    if unknown := case.keys() - {"limit", "from", "before", "by", "when"}:
        yield f"没有“{'、'.join(sorted(unknown))}”这一项，{SAID}。"
    if ("by" in case) == ("limit" in case):
        yield "“limit”与“by”须有且只有一项。"
    if "limit" in case and not is_span(case["limit"]):
        yield f"“limit”应为 [1至{LONGEST}的整数, 单位]，单位为 {'、'.join(LimitUnit.values)} 之一。"
    if "by" in case:
        yield from _wrong_day(case["by"])
    if "from" in case and case["from"] not in Base.values:
        yield f"“from”应为 {'、'.join(Base.values)} 之一。"
    yield from _wrong_anchor(kind, case)
    yield from _wrong_when(case.get("when", {}))


def _wrong_day(by: Any) -> Iterator[str]:
    match = DAY_OF_YEAR.fullmatch(by) if isinstance(by, str) else None
    if match is None:
        yield "“by”应为“月-日”，如 06-30。"
        return
    month, day = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or not 1 <= day <= civil.monthrange(2024, month)[1]:
        yield f"没有{month}月{day}日这一天。"
    elif (month, day) == (2, 29):
        yield "2月29日不是每年都有，请改为2月28日。"


def _wrong_anchor(kind: str, case: dict[str, Any]) -> Iterator[str]:
    if "before" not in case:
        return
    if "from" in case or "by" in case:
        yield "“before”不能与“from”“by”同用。"
    if case["before"] not in ANCHORS or kind in ANCHORS:
        yield f"“before”应为 {'、'.join(ANCHORS)} 之一，且这些期限本身不能倒推。"


def _wrong_when(when: Any) -> Iterator[str]:
    if not isinstance(when, dict):
        yield "“when”应为 {名称: 值} 的形式。"
        return
    for name, value in when.items():
        if name not in ASKED:
            yield f"“when”中没有“{name}”，可用：{'、'.join(ASKED)}。"
        elif not any(type(value) is type(one) and value == one for one in ASKED[name]):
            yield f"“when”中“{name}”应为 {'、'.join(str(one).lower() for one in ASKED[name])} 之一。"
