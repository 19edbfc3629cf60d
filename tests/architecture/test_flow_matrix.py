"""Every (move, state, role) triple of every flow: legal exactly where the table says so."""

from __future__ import annotations

import datetime as dt
import itertools
from types import SimpleNamespace

import pytest

from proposals.flows import ASSIGNMENT_FLOW, MATERIAL_FLOW, PROPOSAL_FLOW
from replies.copyflow import COPY_FLOW
from replies.flows import PROMISE_FLOW, REPLY_FLOW
from workflow.actor import Actor
from workflow.checks import problems
from workflow.enums import Role, Source
from workflow.errors import NotYours, TransitionRefused
from workflow.statemachine import NEW, Guard, StateMachine, Transition

FLOWS = (PROPOSAL_FLOW, ASSIGNMENT_FLOW, MATERIAL_FLOW, REPLY_FLOW, PROMISE_FLOW, COPY_FLOW)
DAY = dt.date(2026, 3, 2)


def without_guards(flow: StateMachine) -> StateMachine:
    """The bare table: guards have tests of their own, each with the case that it is about."""
    rows = tuple(Transition(r.name, r.label, r.sources, r.target, r.who, offered=r.offered) for r in flow)
    return StateMachine(flow.name, flow.label, flow.states, flow.ends, flow.held_by, rows, flow.reserved)


def case_in(state: str, role: Role) -> SimpleNamespace:
    return SimpleNamespace(status=state, roles_of=lambda _actor: frozenset({role}))


def triples():
    for flow in FLOWS:
        for triple in itertools.product(flow.moves, sorted({NEW, *flow.states}), Role):
            yield pytest.param(flow, *triple, id="-".join((flow.name, triple[0], triple[1] or "new", triple[2])))


@pytest.mark.parametrize(("flow", "name", "state", "role"), list(triples()))
def test_a_move_is_legal_exactly_where_the_table_says_so(flow, name, state, role):
    bare, case, by = without_guards(flow), case_in(state, role), Actor(source=Source.RULE)
    in_state = [row for row in flow if row.name == name and state in row.sources]
    if not in_state:
        with pytest.raises(TransitionRefused) as refused:
            bare.check(name, by, case, on=DAY)
        assert refused.type is TransitionRefused
    elif not any(role in row.who for row in in_state):
        with pytest.raises(NotYours):
            bare.check(name, by, case, on=DAY)
    else:
        row = bare.check(name, by, case, on=DAY)
        assert (row.name, state in row.sources, role in row.who) == (name, True, True)
        assert (name in bare.open_to(by, case, on=DAY)) == row.offered


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_table_is_complete(flow):
    assert list(problems(flow)) == []


def test_an_incomplete_table_is_named():
    def nameless(*_):
        return None

    def lost(*_):
        return None

    guards = (Guard(nameless, ""), Guard(lost, "须有理由", switch="no_such_switch"))
    flow = StateMachine("broken", "坏", frozenset({"a", "b", "c"}), frozenset({"b"}), {"b": Role.OFFICE}, (
        Transition("go", "走", frozenset({"a"}), "z", frozenset(), guards),
    ))  # fmt: skip
    assert set(problems(flow)) == {
        "broken: nobody holds a",
        "broken: nobody holds c",
        "broken: an end has a holder: b",
        "broken: no move leaves c",
        "broken: no move reaches a",
        "broken: no move reaches b",
        "broken: no move reaches c",
        "broken: unknown state z",
        "broken: move go is nobody's",
        "broken: no way out of a",
        "broken: who holds b can do nothing in it",
        "broken: guard nameless names no rule",
        "broken: guard lost hangs on a switch that is unknown: no_such_switch",
    }
