"""What a jurisdiction decided: rules, grades, letter layouts. A published version never changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from letters.profiles import Profile, ProfileError
from workflow.enums import Base, ClockKind, LimitUnit
from workflow.errors import Unavailable
from workflow.limits import Facts, Limit, cases_of, chosen, is_longer, wrong_limit
from workflow.models.people import Department, Jurisdiction
from workflow.models.row import Row
from workflow.querysets import LayoutQuerySet, RuleQuerySet, VersionQuerySet
from workflow.switches import SWITCHES, wrong

# The deadlines that may count from a day other than that of the move which begins them.
COUNTED_FROM_DAYS = (ClockKind.CONTACT, ClockKind.OPINION, ClockKind.DRAFT, ClockKind.REVIEW, ClockKind.REPLY)
CAPPED = (ClockKind.REPLY, ClockKind.OPINION)


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

    objects = RuleQuerySet.as_manager()

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
        wrong_switches = (wrong(name, value) for name, value in switches.items())
        wrong_parts = [*_wrong_limits(limits), *(each for each in wrong_switches if each)]
        # Only what can be read by itself is held against the rest.
        return wrong_parts or list(self._contradictions())

    def warnings(self) -> list[str]:
        """What may be meant, and is more often forgotten."""
        said = {
            "ladder": "没有提醒阶梯：到期前不提醒，逾期后才提醒。",
            "channels": "没有提醒渠道：任何期限都不提醒。",
        }
        return [words for name, words in said.items() if not self.switch(name)]

    @property
    def has_limits(self) -> bool:
        return any(self._cases())

    def _contradictions(self) -> Iterator[str]:
        """Where one part of the edition makes another impossible."""
        cap, longest = self.span("cap"), self.span("extension_most")
        if is_longer(longest, cap):
            yield f"一次延期最长{longest}，超过办理最长期限{cap}。"
        for name, said in self.content.get("limits", {}).items():
            for limit in map(Limit.read, cases_of(said)):
                yield from self._against_others(ClockKind(name), limit, cap)

    def _against_others(self, kind: ClockKind, limit: Limit, cap: Limit) -> Iterator[str]:
        if limit.base != Base.GIVEN and kind not in COUNTED_FROM_DAYS:
            yield f"{kind.label}期限只能自{Base.GIVEN.label}或事发之日起算，不能自{limit.base.label}起算。"
        if kind in CAPPED and not limit.by and is_longer(limit, cap):
            yield f"{kind.label}期限{limit}，超过办理最长期限{cap}。"
        anchors = [Limit.read(each) for each in cases_of(self.content.get("limits", {}).get(limit.before))]
        if limit.before and not anchors:
            missing = ClockKind(limit.before).label
            yield f"{kind.label}期限自{missing}期限倒推，而规则没有设{missing}期限。"
        for anchor in anchors:
            if not anchor.by and not is_longer(anchor, limit):
                yield f"{kind.label}期限为{limit}，而{ClockKind(limit.before).label}期限只有{anchor}。"

    def limit(self, clock_kind: str, facts: Facts | None = None) -> Limit | None:
        """The limit for this kind of deadline of a case of these facts; None where the jurisdiction sets none."""
        return chosen(self.content.get("limits", {}).get(clock_kind), facts or {})

    def counts_from(self, base: Base) -> bool:
        """Whether any of its limits counts from such a day."""
        return any(Limit.read(case).base == base for case in self._cases())

    @property
    def facts_asked(self) -> set[str]:
        """What any of its limits asks of a case."""
        return {fact for case in self._cases() if isinstance(case, dict) for fact in case.get("when", {})}

    def _cases(self) -> Iterator[Any]:
        for said in self.content.get("limits", {}).values():
            yield from cases_of(said)

    def switch(self, name: str) -> Any:
        """How this edition sets a switch, or the usual value where it is silent."""
        return self.content.get("switches", {}).get(name, SWITCHES[name].default)

    def span(self, name: str) -> Limit:
        """A switch that is a span of time."""
        count, unit = self.switch(name)
        return Limit(int(count), LimitUnit(unit))

    def applies(self, name: str, *, key: bool) -> bool:
        """A switch of never, key or always, asked for one case."""
        when = self.switch(name)
        return bool(when == "always" or (when == "key" and key))


def _wrong_limits(limits: dict[str, Any]) -> Iterator[str]:
    for name, said in limits.items():
        if name not in ClockKind.values:
            yield f"limits 中没有“{name}”这一期限，可用：{'、'.join(ClockKind.values)}。"
            continue
        yield from (f"limits 中“{name}”{problem}" for problem in wrong_limit(name, said))


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

    objects = LayoutQuerySet.as_manager()

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
            raise ValidationError({"content": f"公文版式有误：{error}"}) from error
