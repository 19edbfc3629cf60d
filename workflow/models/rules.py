"""What a jurisdiction decided: rules, grades, letter layouts. A published version never changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from letters.profiles import Profile, ProfileError
from workflow.enums import Channel, ClockKind, LimitUnit
from workflow.errors import Unavailable
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row
from workflow.querysets import VersionQuerySet

LONGEST = 1000  # units of a limit; the search for a working day goes no further
EARLIEST = 30  # days before a due date that the sweep looks ahead


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as a rule states it: how many of which unit."""

    count: int
    unit: LimitUnit

    def __str__(self) -> str:
        return f"{self.count}{self.unit.label}"


class CaseKind(Row):
    """政协提案 first, 人大代表建议 later: words, limits, grades and forms hang on kind × jurisdiction."""

    public = "id uid code name words"

    code = models.SlugField("代码", unique=True)
    name = models.CharField("名称", max_length=40)
    words = models.JSONField("用语", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "件类"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def usual(cls) -> CaseKind:
        """政协提案, which the migrations bring; Unavailable where somebody took it away."""
        kind = cls.objects.order_by("id").first()
        if kind is None:
            raise Unavailable("尚未设置件类。")
        return kind


class Version(Row):
    """A numbered edition for one jurisdiction and kind of case, valid from a day on."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name="地区")
    number = models.PositiveIntegerField("版次", default=1)
    valid_from = models.DateField("生效日期")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    content = models.JSONField("内容", default=dict)

    class Meta:
        abstract = True


class RuleVersion(Version):
    """Limits by clock kind, and switches, in `content`: {"limits": {"reply": [3, "month"]}, "switches": {…}}."""

    public = "id uid jurisdiction kind number valid_from published_at content"

    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="+", verbose_name="件类")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理规则"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "kind", "number"], name="rule_number_once")]

    def __str__(self) -> str:
        return f"{self.jurisdiction} 办理规则 第{self.number}版"

    def clean(self) -> None:
        if problems := self.problems():
            raise ValidationError({"content": problems})

    def problems(self) -> list[str]:
        """What clocks and reminders would stumble over, in words for whoever writes the edition."""
        whole = self.content if isinstance(self.content, dict) else {"limits": None}
        limits, switches = whole.get("limits", {}), whole.get("switches", {})
        if not (isinstance(limits, dict) and isinstance(switches, dict)):
            return ['内容应为 {"limits": {…}, "switches": {…}} 的形式。']
        return [*_wrong_limits(limits), *_wrong_switches(switches)]

    def limit(self, clock_kind: str) -> Limit | None:
        """The limit for this kind of clock; None where the jurisdiction sets none."""
        pair = self.content.get("limits", {}).get(clock_kind)
        return Limit(int(pair[0]), LimitUnit(pair[1])) if pair else None

    def switch(self, name: str, *, default: Any) -> Any:
        return self.content.get("switches", {}).get(name, default)


def _is_number(value: Any, least: int, most: int) -> bool:
    # JSON's true is an int to Python, but no number of days.
    return type(value) is int and least <= value <= most


def _is_limit(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and _is_number(value[0], 1, LONGEST)
        and value[1] in LimitUnit.values
    )


def _wrong_limits(limits: dict[str, Any]) -> Iterator[str]:
    form = f"应为 [1至{LONGEST}的整数, 单位]，单位为 {'、'.join(LimitUnit.values)} 之一。"
    for name, value in limits.items():
        if name not in ClockKind.values:
            yield f"limits 中没有“{name}”这一期限，可用：{'、'.join(ClockKind.values)}。"
        elif not _is_limit(value):
            yield f"limits 中“{name}”{form}"


def _wrong_switches(switches: dict[str, Any]) -> Iterator[str]:
    ladder, channels = switches.get("ladder", []), switches.get("channels", [])
    if not isinstance(ladder, list) or not all(_is_number(rung, 0, EARLIEST) for rung in ladder):
        yield f"switches 中“ladder”应为0至{EARLIEST}的整数组成的列表，如 [30, 15, 7, 3, 0]。"
    if not isinstance(channels, list) or not all(name in Channel.values for name in channels):
        yield f"switches 中“channels”应为列表，可用：{'、'.join(Channel.values)}。"
    if not _is_limit(switches.get("return_window", [5, LimitUnit.WORKING_DAY])):
        yield 'switches 中“return_window”应为 [整数, 单位]，如 [5, "working_day"]。'


class GradeScheme(Version):
    """办理结果 by place: `content` = [{"code": "A", "label": "已经解决或基本解决"}, …]. Letters are not portable."""

    public = "id uid jurisdiction kind number valid_from published_at content"

    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="+", verbose_name="件类")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理结果分类"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "kind", "number"], name="grade_scheme_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction} 办理结果分类 第{self.number}版"

    def clean(self) -> None:
        rows = self.content if isinstance(self.content, list) else []
        codes = [row["code"] for row in rows if isinstance(row, dict) and row.get("code") and row.get("label")]
        if not rows or len(codes) < len(rows) or len(set(codes)) < len(codes):
            raise ValidationError({"content": '内容应为 [{"code": "A", "label": "……"}, …]，代码不能为空或重复。'})

    @property
    def labels(self) -> dict[str, str]:
        return {grade["code"]: grade["label"] for grade in self.content}


class LetterProfile(Version):
    """How a place, or one unit of it, writes: the data of letters.profiles.Profile in `content`."""

    public = "id uid jurisdiction department number valid_from published_at content"

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文版式"
        constraints = [
            models.UniqueConstraint(fields=["department", "number"], name="letter_profile_unit_number_once"),
            models.UniqueConstraint(
                fields=["jurisdiction", "number"],
                condition=Q(department=None),
                name="letter_profile_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department or self.jurisdiction} 公文版式 第{self.number}版"

    def clean(self) -> None:
        if self.department and self.department.jurisdiction_id != self.jurisdiction_id:
            raise ValidationError({"department": "该单位不属于所选地区。"})
        try:
            Profile.from_dict(self.content if isinstance(self.content, dict) else {"": None})
        except ProfileError as error:
            raise ValidationError({"content": f"公文版式有误：{error}。"}) from error
