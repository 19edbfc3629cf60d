"""办理规程: who may do what in which state, under which condition, with which paper; drawn from the flow tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from desk.views.edge import show, visit_of
from desk.views.trail import STATES, SUBJECTS
from proposals import flows as case_law
from proposals.flows import PROPOSAL_FLOW
from proposals.models import Proposal
from replies import flows as answer_law
from replies.flows import REPLY_FLOW
from replies.models import Reply
from workflow.checks import all_flows
from workflow.enums import LimitUnit, Role
from workflow.models import CaseKind, Jurisdiction, RuleVersion
from workflow.progress import words_of
from workflow.statemachine import NEW, Guard, StateMachine, Transition
from workflow.switches import SWITCHES

SAID = {
    True: "是", False: "否", None: "不限", "never": "从不", "key": "重点提案", "always": "全部", "refuse": "不予受理",
    "flag": "注明逾期后受理", "lead": "第一提案人", "all": "全部提案人", "satisfied": "满意", "mostly": "基本满意",
    "dissatisfied": "不满意", "no_view": "未表态", "inbox": "站内消息", "email": "电子邮件",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the law as it is read."""

    label: str
    who: str
    leads_to: str
    conditions: list[str]
    paper: str
    marks: list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One state: who holds it, and what may be done in it."""

    name: str
    holder: str
    editable: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Chapter:
    label: str
    key: str
    steps: list[Step]


def page(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    place = Jurisdiction.objects.filter(pk__in={post.jurisdiction_id for post in visit.actor.posts}).first()
    rule = rule_of(place, visit.on)
    chapters = [Chapter(flow.label, flow.name, [*steps_of(flow, rule)]) for flow in all_flows()]
    settings = [(switch.label, said(value_of(rule, name))) for name, switch in SWITCHES.items()]
    return show(request, "law", "办理规程", chapters=chapters, settings=settings, place=place, rule=rule)


def rule_of(place: Jurisdiction | None, on: dt.date) -> RuleVersion | None:
    """The rules in force where this person works; a place without any is shown the usual values."""
    kind = CaseKind.objects.order_by("id").first()
    found: RuleVersion | None = RuleVersion.objects.in_force(on).filter(jurisdiction=place, kind=kind).first()
    return found


def steps_of(flow: StateMachine, rule: RuleVersion | None) -> Iterator[Step]:
    names = {str(value): str(label) for value, label in STATES[SUBJECTS.get(flow.name, flow.name)].choices}
    for state in (NEW, *names):
        lines = [line_of(row, state, names, rule) for row in flow if state in row.sources]
        if lines or state:
            holder = flow.held_by.get(state)
            yield Step(names.get(state, "开始"), str(holder.label) if holder else "", editable_in(flow, state), lines)


def editable_in(flow: StateMachine, state: str) -> str:
    """What may be changed without a move in this state, by the tables of the flows."""
    if flow is PROPOSAL_FLOW:
        return words_of(Proposal, case_law.EDITABLE.get(state, ()))
    if flow is REPLY_FLOW:
        return words_of(Reply, answer_law.EDITABLE.get(state, ((), ()))[0])
    return ""


def line_of(row: Transition, state: str, names: dict[str, str], rule: RuleVersion | None) -> Line:
    marks = {"随其他事项自动办理": not row.offered, "可撤回": row.undoable, "可事后登记": row.outside}
    return Line(
        row.label,
        "、".join(role.label for role in Role if role in row.who),
        "" if row.target is None or row.target == state else names[row.target],
        [condition_of(guard, rule) for guard in row.unless],
        row.paper,
        [mark for mark, holds in marks.items() if holds],
    )


def condition_of(guard: Guard, rule: RuleVersion | None) -> str:
    """The rule, and how this place sets the switch that it hangs on."""
    if not guard.switch:
        return guard.rule
    return f"{guard.rule}（{SWITCHES[guard.switch].label}：{said(value_of(rule, guard.switch))}）"


def value_of(rule: RuleVersion | None, name: str) -> Any:
    return rule.switch(name) if rule else SWITCHES[name].default


def said(value: Any) -> str:
    """A setting as people say it."""
    if isinstance(value, list):
        return _limit(value) or "、".join(said(each) for each in value) or "无"
    return SAID.get(value) or str(value) if isinstance(value, str) or value is None else _plain(value)


def _plain(value: Any) -> str:
    return SAID[value] if isinstance(value, bool) else str(value)


def _limit(value: list[Any]) -> str:
    of_time = len(value) == 2 and value[1] in LimitUnit.values
    return f"{value[0]}{LimitUnit(value[1]).label}" if of_time else ""
