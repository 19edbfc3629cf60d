"""Every (move, state, role) of every flow against the law as an official would write it: nothing more, nothing less."""

from __future__ import annotations

import pytest

from proposals.enums import AssignmentStatus, MaterialStatus, ProposalStatus
from replies.enums import CopyStatus, PromiseStatus, ReplyStatus
from tests.architecture.law import END, LAW, START, Clause, clauses, holders
from workflow.checks import all_flows
from workflow.enums import Role
from workflow.statemachine import StateMachine

STATES = {
    "proposal": ProposalStatus,
    "assignment": AssignmentStatus,
    "material": MaterialStatus,
    "reply": ReplyStatus,
    "promise": PromiseStatus,
    "copy": CopyStatus,
}
FLOWS = {flow.name: flow for flow in all_flows()}
every_flow = pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)


def word(flow: StateMachine, state: str) -> str:
    return STATES[flow.name](state).label if state else START


def clauses_of(flow: StateMachine) -> set[Clause]:
    """The tables of the code, in the words of the law."""
    return {
        Clause(
            word(flow, state), Role(role).label, flow.label_of(row.name), word(flow, row.target or state), row.offered
        )
        for row in flow
        for state in row.sources
        for role in row.who
    }


def test_every_flow_has_its_law():
    assert FLOWS.keys() == LAW.keys()


@every_flow
def test_a_word_of_the_law_means_one_thing(flow):
    assert len(set(flow.labels.values())) == len(flow.labels)
    assert {clause.role for clause in clauses(LAW[flow.name])} <= set(Role.labels)


@every_flow
def test_nobody_may_do_what_the_law_does_not_say(flow):
    assert sorted(map(str, clauses_of(flow) - clauses(LAW[flow.name]))) == []


@every_flow
def test_everybody_may_do_what_the_law_says(flow):
    assert sorted(map(str, clauses(LAW[flow.name]) - clauses_of(flow))) == []


@every_flow
def test_the_law_names_who_holds_the_pen(flow):
    held = {word(flow, state): Role(role).label for state, role in flow.held_by.items()}
    ends = {word(flow, state): END for state in flow.ends}
    assert holders(LAW[flow.name]) == held | ends


def test_a_difference_is_told_in_words():
    (clause,) = clauses("【待审查】提案委\n提案委：立案→待交办")
    assert str(clause) == "【待审查】提案委：立案→待交办"


def test_what_may_be_taken_back_is_the_authors_and_the_supervisors():
    assert {str(clause) for clause in clauses("【草稿】提案委\n提案委：提交审查→待审查＊")} == {
        "【草稿】提案委：提交审查→待审查",
        "【待审查】提案委：撤回提交审查→草稿",
        "【待审查】督查：撤回提交审查→草稿",
    }
