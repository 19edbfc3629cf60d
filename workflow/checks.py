"""System checks: every flow table is complete before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from workflow.statemachine import NEW, StateMachine


def all_flows() -> list[StateMachine]:
    """Every flow table of every floor, in the order of the installed apps."""
    names = [f"{config.name}.flows" for config in apps.get_app_configs() if find_spec(f"{config.name}.flows")]
    return [flow for name in sorted(names) for flow in import_module(name).FLOWS]


@register()
def flows_are_complete(**_kwargs: Any) -> list[CheckMessage]:
    return [Error(problem, id="workflow.E001") for flow in all_flows() for problem in problems(flow)]


def problems(flow: StateMachine) -> Iterator[str]:
    """What is wrong with a table: states nobody holds, nobody can leave or nobody can reach; moves into the unknown."""
    live = flow.states - flow.ends - flow.reserved
    left = {source for row in flow for source in row.sources if row.target}
    reached = {row.target for row in flow if row.target}
    named = {source for row in flow for source in row.sources} | reached
    yield from (f"{flow.name}: nobody holds {state}" for state in sorted(live - flow.held_by.keys()))
    yield from (f"{flow.name}: an end has a holder: {state}" for state in sorted(flow.ends & flow.held_by.keys()))
    yield from (f"{flow.name}: no move leaves {state}" for state in sorted(live - left - _resting(flow)))
    yield from (f"{flow.name}: no move reaches {state}" for state in sorted((flow.states - flow.reserved) - reached))
    yield from (f"{flow.name}: unknown state {state}" for state in sorted(named - flow.states - {NEW}))
    yield from (f"{flow.name}: move {row.name} is nobody's" for row in flow if not row.who)


def _resting(flow: StateMachine) -> set[str]:
    # A state may be final in fact though not an end: something may still be done in it, as with a sent reply.
    return {source for row in flow for source in row.sources if row.target is None and row.offered}
