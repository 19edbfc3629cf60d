"""System checks: every flow table is complete before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from workflow.statemachine import NEW, StateMachine
from workflow.switches import SWITCHES


def all_flows() -> list[StateMachine]:
    """Every flow table of every floor, in the order of the installed apps."""
    names = [f"{config.name}.flows" for config in apps.get_app_configs() if find_spec(f"{config.name}.flows")]
    return [flow for name in sorted(names) for flow in import_module(name).FLOWS]


@register()
def flows_are_complete(**_kwargs: Any) -> list[CheckMessage]:
    return [Error(problem, id="workflow.E001") for flow in all_flows() for problem in problems(flow)]


def problems(flow: StateMachine) -> Iterator[str]:
    """What is wrong with a table: states nobody holds, leaves or reaches, dead ends, guards without their rule."""
    live = flow.states - flow.ends - flow.reserved
    # What is taken back leads nowhere by itself.
    onward = [row for row in flow if not row.undoes]
    left = {source for row in onward for source in row.sources if row.target}
    reached = {row.target for row in onward if row.target}
    named = {source for row in flow for source in row.sources} | reached
    yield from (f"{flow.name}: nobody holds {state}" for state in sorted(live - flow.held_by.keys()))
    yield from (f"{flow.name}: an end has a holder: {state}" for state in sorted(flow.ends & flow.held_by.keys()))
    yield from (f"{flow.name}: no move leaves {state}" for state in sorted(live - left - _resting(flow)))
    yield from (f"{flow.name}: no way out of {state}" for state in sorted((live & left) - _with_a_way_out(flow)))
    yield from (f"{flow.name}: no move reaches {state}" for state in sorted((flow.states - flow.reserved) - reached))
    yield from (f"{flow.name}: unknown state {state}" for state in sorted(named - flow.states - {NEW}))
    yield from (f"{flow.name}: move {row.name} is nobody's" for row in flow if not row.who)
    yield from _helpless_holders(flow)
    yield from _guards_without_rule(flow)


def _resting(flow: StateMachine) -> set[str]:
    # A state may be final in fact though not an end: something may still be done in it, as with a sent reply.
    return {source for row in flow for source in row.sources if row.target is None and row.offered}


def _with_a_way_out(flow: StateMachine) -> set[str]:
    """States from which some end can be reached, or some state in which a case may rest for good."""
    left = {source for row in flow for source in row.sources if row.target and not row.undoes}
    good = set(flow.ends) | (_resting(flow) - left)
    while True:
        nearer = {source for row in flow if row.target in good and not row.undoes for source in row.sources} - good
        if not nearer:
            return good
        good |= nearer


def _helpless_holders(flow: StateMachine) -> Iterator[str]:
    for state, role in flow.held_by.items():
        if not any(state in row.sources and role in row.who for row in flow if not row.undoes):
            yield f"{flow.name}: who holds {state} can do nothing in it"


def _guards_without_rule(flow: StateMachine) -> Iterator[str]:
    guards = {guard.name: guard for row in flow for guard in row.unless}
    for name, guard in sorted(guards.items()):
        if not guard.rule:
            yield f"{flow.name}: guard {name} names no rule"
        if guard.switch and guard.switch not in SWITCHES:
            yield f"{flow.name}: guard {name} hangs on a switch that is unknown: {guard.switch}"
