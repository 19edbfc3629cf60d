"""A limit that differs by case, as people write it: a line a case, the first that fits holds, “其余” comes last.

重点提案：2个月
省级、集体提案：45工作日，自签收起
其余：3个月
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from workflow.enums import Base, ClockKind, LimitUnit
from workflow.limits import ANCHORS, LONGEST, Limit, cases_of

REST = "其余"
# The facts that tell cases apart, in words. Of two words for one fact the first is written.
FACTS: dict[str, tuple[str, Any]] = {
    "全国": ("level", "national"), "省级": ("level", "province"), "市级": ("level", "city"),
    "县级": ("level", "county"), "全国级": ("level", "national"), "县（区）级": ("level", "county"),
    "区级": ("level", "county"), "会议提案": ("nature", "session"), "平时提案": ("nature", "interim"),
    "集体提案": ("collective", True), "委员提案": ("collective", False), "个人提案": ("collective", False),
    "重点提案": ("is_key", True), "非重点提案": ("is_key", False),
    "单办": ("role", "sole"), "主办": ("role", "lead"), "分办": ("role", "separate"), "会办": ("role", "assist"),
    "协办": ("role", "assist"),
}  # fmt: skip
UNITS = {"个月": "month", "月": "month", "工作日": "working_day", "个工作日": "working_day", "日": "day", "天": "day"}
BASES = {f"自{base.label}起": base for base in Base}
BEFORE = {f"{ClockKind(anchor).label}到期前": anchor for anchor in ANCHORS}
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
SPAN = re.compile(rf"(?:(?P<before>{'|'.join(BEFORE)}))?(?P<count>\d{{1,4}})(?P<unit>{_UNIT})(?:[,，](?P<base>.+))?")
DAY = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日前?")
EXAMPLE = "如“重点提案：2个月”“省级、集体提案：45工作日，自签收起”“会办：答复到期前20日”“其余：6月30日前”"


class Unclear(ValueError):
    """A line that cannot be read, with what is wrong in words."""


def told(said: Any) -> str:
    """The cases as lines."""
    return "\n".join(f"{_when_told(case)}：{_limit_told(Limit.read(case))}" for case in cases_of(said))


def _when_told(case: Any) -> str:
    when = case.get("when", {}) if isinstance(case, dict) else {}
    words = [next(word for word, known in FACTS.items() if known == fact) for fact in when.items()]
    return "、".join(words) or REST


def _limit_told(limit: Limit) -> str:
    if limit.by or limit.before or limit.base == Base.GIVEN:
        return str(limit)
    return f"{limit}，自{limit.base.label}起"


def read(text: str) -> list[dict[str, Any]]:
    """The lines as the rules keep them. Unclear names the line and what is wrong with it."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return [_of_line(number, line, _case) for number, line in lines]


def _of_line(number: int, line: str, reader: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    try:
        return reader(line)
    except Unclear as problem:
        raise Unclear(f"“分情形”第{number}行“{line[:30]}”{problem}{EXAMPLE}。") from problem


def _case(line: str) -> dict[str, Any]:
    case, mark, limit = line.replace(":", "：").partition("：")
    if not mark:
        raise Unclear("缺少冒号：情形写在冒号前，期限写在后，")
    when = {} if case.strip() == REST else dict(map(_fact, re.split("[、,，]", case)))
    return ({"when": when} if when else {}) | _limit(limit.replace(" ", ""))


def _fact(word: str) -> tuple[str, Any]:
    try:
        return FACTS[word.strip()]
    except KeyError:
        raise Unclear(f"中没有“{word.strip()}”这种情形，可写{'、'.join(FACTS)}，") from None


def _limit(said: str) -> dict[str, Any]:
    if day := DAY.fullmatch(said):
        return {"by": f"{int(day['month']):02}-{int(day['day']):02}"}
    span = SPAN.fullmatch(said)
    if span is None or not 1 <= int(span["count"]) <= LONGEST:
        raise Unclear("的期限看不懂，")
    limit: dict[str, Any] = {"limit": [int(span["count"]), LimitUnit(UNITS[span["unit"]]).value]}
    if span["before"]:
        return limit | {"before": BEFORE[span["before"]].value}
    if not span["base"]:
        return limit
    if span["base"] not in BASES:
        raise Unclear(f"的起算看不懂，可写{'、'.join(BASES)}，")
    return limit if BASES[span["base"]] == Base.GIVEN else limit | {"from": BASES[span["base"]].value}
