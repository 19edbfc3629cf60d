"""办理规则 as a table that people fill in: a number, a unit and a base for each limit, plain words for each switch."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from desk.forms import cases
from desk.forms.fields import DayField, RowField, offer
from letters.lint import RULES, Severity
from workflow.enums import Base, Channel, ClockKind, LimitUnit, Role
from workflow.limits import ANCHORS, LONGEST
from workflow.models import Jurisdiction
from workflow.switches import SWITCHES, Switch

DATE = "date"
NUMBER = re.compile(r"\d{1,4}|\d{1,2}-\d{1,2}")
SPAN = re.compile(r"(\d{1,4})\s*(?:个)?\s*(月|工作日|日|天)")
STAIR = re.compile(r"(\d{1,4})\s*件(?:宽限)?\s*(\d{1,3})\s*[日天]")
STEP = re.compile(r"(?:超期)?\s*(\d{1,3})\s*[日天]\s*(\S+)")
HOURS = re.compile(r"(\d{1,2}:\d\d)\s*[-—至到]\s*(\d{1,2}:\d\d)")
UNITS = {"月": "month", "工作日": "working_day", "日": "day", "天": "day"}
WORDS = {
    "never": "从不", "key": "重点提案", "always": "全部", "refuse": "不予受理", "flag": "注明逾期后受理",
    "lead": "第一提案人", "all": "全部提案人", "satisfied": "满意", "mostly": "基本满意", "dissatisfied": "不满意",
    "no_view": "未表态", "sent": "送达之日", "signed": "签发之日",
    "handed_in": "送交交办机关之日", "received": "委员收到之日",
} | dict(Channel.choices) | dict(Role.choices)  # fmt: skip
SECTIONS = {
    "补录、撤回和立案": ("late_entry", "undo_within", "category_required", "local_grounds"),
    "申退": ("return_window", "late_return", "return_restarts", "leader_consents_to_second_return", "convene_at_hop"),
    "办理和延期": ("extension_most", "extension_times", "cap", "volume_allowance", "warn_within"),
    "答复": (
        "reply_counts_on", "contact_required", "grade_required", "countersign", "supervisor_review", "head_signs",
        "copies", "letter_per_signer", "file_copies", "copy_receipt_within", "lint", "lint_strict",
    ),
    "答复以后": ("feedback_from", "second_handling_marks", "follow_up_grades"),
    "提醒": ("ladder", "channels", "escalation", "remind_hours"),
}  # fmt: skip
RULE_NAMES = {rule.id: rule.name for rule in RULES}
RULE_IDS = {name: rule for rule, name in RULE_NAMES.items()}
SEVERITIES = {each.label: each.value for each in Severity}
# What a person named has no limit of the rules.
LIMITED = [kind for kind in ClockKind if kind != ClockKind.MATERIAL]


class RulesForm(forms.Form):
    """Left empty, a limit is none and a switch is as usual. `content` is what was filled in, as the rules keep it."""

    valid_from = DayField(label="生效日期", help_text="自这一天起交办的件适用；以前交办的件仍按原规则。")
    confirmed = forms.BooleanField(label="已知悉上述提示，仍要发布", required=False)

    def __init__(self, *args: Any, content: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits, switches = content.get("limits", {}), content.get("switches", {})
        for kind in LIMITED:
            self._add_limit(kind, limits.get(kind.value))
        for name, switch in SWITCHES.items():
            field = field_of(switch)
            field.initial = told(switch, switches[name]) if name in switches else None
            self.fields[f"switch_{name}"] = field

    def _add_limit(self, kind: ClockKind, said: Any) -> None:
        row = Row.read(said)
        bases = [(base.value, f"自{base.label}起") for base in Base]
        if kind not in ANCHORS:
            bases += [(f"before:{anchor}", f"{ClockKind(anchor).label}到期前") for anchor in ANCHORS]
        units = [*LimitUnit.choices, (DATE, "定日（月-日）")]
        number = forms.RegexField(NUMBER, label=f"{kind.label}期限", required=False, initial=row.number, max_length=5)
        self.fields[f"number_{kind}"] = number
        self.fields[f"unit_{kind}"] = forms.ChoiceField(label="单位", choices=units, initial=row.unit)
        self.fields[f"base_{kind}"] = forms.ChoiceField(label="起算", choices=bases, initial=row.base)
        self.fields[f"cases_{kind}"] = forms.CharField(
            label="分情形", required=False, initial=cases.told(row.cases), widget=forms.Textarea(attrs={"rows": 4}),
            max_length=2_000,
        )  # fmt: skip

    def limit_rows(self) -> Iterator[dict[str, Any]]:
        for kind in LIMITED:
            names = ("number", "unit", "base", "cases")
            yield {"label": kind.label} | {name: self[f"{name}_{kind}"] for name in names}

    def switch_sections(self) -> Iterator[tuple[str, list[Any], bool]]:
        """The switches in folds, each with its title; open where something is set or was refused."""
        for title, names in SECTIONS.items():
            fields = [self[f"switch_{name}"] for name in names]
            yield title, fields, any(field.value() or field.errors for field in fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        limits = {kind.value: self._limit(kind, data) for kind in LIMITED}
        switches = {name: self._switch(name, data.get(f"switch_{name}")) for name in SWITCHES}
        self.content = {
            "limits": {name: limit for name, limit in limits.items() if limit},
            "switches": {name: value for name, value in switches.items() if value is not UNSET},
        }
        return data

    def _limit(self, kind: ClockKind, data: dict[str, Any]) -> Any:
        if by_case := data.get(f"cases_{kind}"):
            try:
                return cases.read(by_case)
            except cases.Unclear as problem:
                self.add_error(f"cases_{kind}", str(problem))
                return None
        number, unit, base = (data.get(f"{name}_{kind}") for name in ("number", "unit", "base"))
        if not number or not unit or not base:
            return None
        if unit == DATE:
            month, _, day = number.partition("-")
            return {"by": f"{month:0>2}-{day:0>2}"}
        if not number.isdecimal() or not 1 <= int(number) <= LONGEST:
            self.add_error(f"number_{kind}", f"应为1至{LONGEST}的整数；定日请选择“定日（月-日）”。")
            return None
        if base == Base.GIVEN:
            return [int(number), unit]
        place = {"before": base.removeprefix("before:")} if base.startswith("before:") else {"from": base}
        return {"limit": [int(number), unit]} | place

    def _switch(self, name: str, said: Any) -> Any:
        if said in ("", None, []):
            return UNSET
        try:
            value = read(SWITCHES[name], said)
        except (ValueError, KeyError):
            value = said
        if not SWITCHES[name].form.holds(value):
            self.add_error(f"switch_{name}", "填写有误，请参照说明。")
        return value


UNSET = object()


@dataclass(frozen=True, slots=True)
class Row:
    """A limit as the columns of the table; `cases` where it differs by case and one row cannot tell it."""

    number: str = ""
    unit: str = LimitUnit.DAY
    base: str = Base.GIVEN
    cases: Any = None

    @classmethod
    def read(cls, said: Any) -> Row:
        if not said:
            return cls()
        if (isinstance(said, list) and isinstance(said[0], dict)) or (isinstance(said, dict) and "when" in said):
            return cls(cases=said)
        if isinstance(said, list):
            return cls(str(said[0]), said[1])
        if "by" in said:
            return cls(said["by"], DATE)
        count, unit = said["limit"]
        before = f"before:{said['before']}" if "before" in said else ""
        return cls(str(count), unit, before or said.get("from", Base.GIVEN))


@dataclass(frozen=True, slots=True)
class Wording:
    """How people write one kind of setting: a value that only such a switch takes, and the words for it both ways.

    `read` raises ValueError or KeyError where it cannot make anything of the words.
    """

    example: Any
    told: Callable[[Any], str]
    read: Callable[[str], Any]
    help: str


def _many(told: Callable[[Any], str], read: Callable[[str], Any], *, between: str) -> dict[str, Callable[[Any], Any]]:
    """The same for a list of such settings."""
    cut = re.compile("[；;\n]" if between == "；" else "[、，,]")
    return {
        "told": lambda value: between.join(map(told, value)),
        "read": lambda said: [read(each.strip()) for each in cut.split(said) if each.strip()],
    }


def _span_told(value: Any) -> str:
    return "不限" if value is None else f"{value[0]}{LimitUnit(value[1]).label}"


def _span(said: str) -> list[Any] | None:
    if said.strip() == "不限":
        return None
    count, unit = _parts(SPAN, said)
    return [int(count), UNITS[unit]]


def _copy_told(value: Any) -> str:
    return f"{value[0]} {value[1] or ''}".strip()


def _copy(said: str) -> list[Any]:
    body, _, count = said.rpartition(" ")
    return [body.strip(), int(count)] if body and count.isdecimal() else [said, None]


def _stair(said: str) -> list[int]:
    return [int(each) for each in _parts(STAIR, said)]


def _step(said: str) -> list[Any]:
    days, role = _parts(STEP, said)
    return [int(days), {label: value for value, label in Role.choices}[role]]


def _hours(said: str) -> list[str] | None:
    return None if said.strip() == "不限" else [each.rjust(5, "0") for each in _parts(HOURS, said)]


def _severity(said: str) -> tuple[str, str]:
    name, _, severity = said.partition("：")
    return _rule(name.strip()), SEVERITIES[severity.strip()]


def _rule(name: str) -> str:
    return RULE_IDS[name]


def _parts(pattern: re.Pattern[str], said: str) -> tuple[str, ...]:
    match = pattern.fullmatch(said.strip())
    if match is None:
        raise ValueError(said)
    return match.groups()


WORDINGS = {
    "span": Wording([5, "day"], _span_told, _span, "如“5工作日”“1个月”“10日”"),
    "number": Wording(3, str, int, "数字"),
    "copies": Wording([["机关", 1]], **_many(_copy_told, _copy, between="；"), help="如“市政协提案委 3”，用分号分开"),
    "numbers": Wording([3], **_many(str, int, between="、"), help="用顿号分开"),
    "words": Wording(["任何词"], **_many(str, str, between="、"), help="用顿号分开"),
    "stairs": Wording(
        [[20, 10], [50, 15]],
        **_many(lambda each: f"{each[0]}件宽限{each[1]}日", _stair, between="；"),
        help="如“20件宽限10日；50件宽限15日”",
    ),
    "steps": Wording(
        [[3, "signer"]],
        **_many(lambda each: f"超期{each[0]}日 {Role(each[1]).label}", _step, between="；"),
        help="如“超期3日 科室负责人；超期10日 督查”",
    ),
    "hours": Wording(
        ["08:30", "18:00"], lambda value: "不限" if value is None else "至".join(value), _hours, "如“08:30至18:00”"
    ),
    "severities": Wording(
        {"VAGUE": "off"},
        lambda value: "；".join(f"{RULE_NAMES[rule]}：{Severity(each).label}" for rule, each in value.items()),
        lambda said: dict(_severity(each) for each in re.split("[；;\n]", said.replace(":", "：")) if each.strip()),
        f"如“抄送：阻止签发；空泛表述：不查”，级别为{'、'.join(SEVERITIES)}，规则见使用手册《格式校核》",
    ),
    "rules": Wording(
        ["VAGUE"], **_many(RULE_NAMES.__getitem__, _rule, between="、"), help="填写规则名称，如“称谓、未填内容”"
    ),
    "json": Wording(None, lambda value: json.dumps(value, ensure_ascii=False), json.loads, "按办理规程所列形式"),
}


def kind_of(switch: Switch) -> str:
    """Which kind of field a switch needs, found by what its form accepts."""
    holds = switch.form.holds
    if _accepts(holds, example=True):
        return "yes_no"
    for kind, wording in WORDINGS.items():
        if wording.example is not None and _accepts(holds, wording.example):
            return kind
    if len(options_of(switch)) > 1:
        return "choice"
    return "choices" if len(options_of(switch, several=True)) > 1 else "json"


def options_of(switch: Switch, *, several: bool = False) -> list[tuple[str, str]]:
    """The words among which a switch chooses, one of them or several."""
    holds = switch.form.holds
    return [(each, str(label)) for each, label in WORDS.items() if _accepts(holds, [each] if several else each)]


def _accepts(holds: Callable[[Any], bool], example: Any) -> bool:
    try:
        return bool(holds(example))
    except (TypeError, ValueError):
        return False


def field_of(switch: Switch) -> forms.Field:
    usual = told(switch, switch.default)
    kind = kind_of(switch)
    if kind == "yes_no":
        choices = [("", f"通常（{'是' if switch.default else '否'}）"), ("yes", "是"), ("no", "否")]
        return forms.ChoiceField(label=switch.label, choices=choices, required=False)
    if kind == "choice":
        return forms.ChoiceField(
            label=switch.label,
            choices=[("", f"通常（{WORDS.get(usual, usual)}）"), *options_of(switch)],
            required=False,
        )
    if kind == "choices":
        return forms.MultipleChoiceField(
            label=switch.label,
            choices=options_of(switch, several=True),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=f"都不选则按通常：{'、'.join(WORDS.get(each, each) for each in switch.default)}。",
        )
    help_text = f"{WORDINGS[kind].help}；留空为通常：{usual or '无'}。"
    return forms.CharField(label=switch.label, required=False, max_length=500, help_text=help_text)


def told(switch: Switch, value: Any) -> Any:
    """A setting as it stands in its field."""
    kind = kind_of(switch)
    if kind == "yes_no":
        return "yes" if value else "no"
    return WORDINGS[kind].told(value) if kind in WORDINGS else value


def read(switch: Switch, said: Any) -> Any:
    """What was filled in, as the rules keep it. ValueError or KeyError where it cannot be read."""
    kind = kind_of(switch)
    if kind == "yes_no":
        return {"yes": True, "no": False}[said]
    return WORDINGS[kind].read(said) if kind in WORDINGS else said


class NewEditionForm(forms.Form):
    """From a preset, or from what is in force."""

    place = RowField(label="地区", queryset=Jurisdiction.objects.none(), empty_label=None)
    source = forms.ChoiceField(label="依据")
    valid_from = DayField(label="生效日期")

    def __init__(self, *args: Any, places: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", places)
        self.fields["place"].initial = places.first()
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
