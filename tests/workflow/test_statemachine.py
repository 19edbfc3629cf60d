import datetime as dt
from types import SimpleNamespace

import pytest

from workflow.actor import Actor
from workflow.enums import Role, Source
from workflow.errors import TransitionRefused
from workflow.statemachine import StateMachine, guard, move, road

DAY = dt.date(2026, 3, 2)


@road("设科室")
def leads_elsewhere(case, _on):
    return "走另一条路。" if case.short else None


@road("不设科室")
def leads_here(case, _on):
    return None if case.short else "先走长路。"


@guard("已填办理结果")
def grade_is_missing(_case, _on):
    return "请先填写办理结果。"


def flow(*guards):
    rows = (
        move("submit", "提交", {"draft"}, "section", {Role.DRAFTER}, leads_elsewhere, *guards),
        move("submit", "提交", {"draft"}, "office", {Role.DRAFTER}, leads_here, *guards),
    )
    return StateMachine("f", "件", frozenset({"draft", "section", "office"}), frozenset(), {}, rows)


def case(*, short):
    return SimpleNamespace(status="draft", short=short, roles_of=lambda _by: frozenset({Role.DRAFTER}))


@pytest.mark.parametrize(("short", "target"), [(False, "section"), (True, "office")])
def test_of_two_rows_the_one_whose_guards_allow_it_decides(short, target):
    assert flow().check("submit", Actor(Source.ADMIN), case(short=short), on=DAY).target == target


@pytest.mark.parametrize("short", [False, True])
def test_the_reason_is_that_of_the_row_that_came_furthest(short):
    by, table = Actor(Source.ADMIN), flow(grade_is_missing)
    with pytest.raises(TransitionRefused, match="请先填写办理结果"):
        table.check("submit", by, case(short=short), on=DAY)
    assert table.choice(by, case(short=short), on=DAY).hindered == {"submit": "请先填写办理结果。"}
    assert table.open_to(by, case(short=short), on=DAY) == ()


def test_a_road_that_is_not_this_cases_is_not_missed():
    by, row = Actor(Source.ADMIN), move("submit", "提交", {"draft"}, "office", {Role.DRAFTER}, leads_here)
    table = StateMachine("f", "件", frozenset({"draft", "office"}), frozenset(), {}, (row,))
    assert table.choice(by, case(short=False), on=DAY).hindered == {}
    with pytest.raises(TransitionRefused, match="先走长路"):
        table.check("submit", by, case(short=False), on=DAY)
