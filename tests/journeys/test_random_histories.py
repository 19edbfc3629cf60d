"""Random legal histories of several cases at once: after every step the office is in order."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.journeys.arguments import ARGUMENTS
from tests.journeys.invariants import check_world
from tests.journeys.walk import FLOWS, VERBS, Walk
from workflow.undo import PREFIX

STEPS = 110
MOST_HISTORIES = 250


class History(list[int]):
    """The numbers of the steps; told without those in which nobody does anything."""

    def __repr__(self) -> str:
        return f"steps {[seed for seed in self if seed]}"


HISTORIES = st.lists(st.integers(0, 2**40), min_size=STEPS, max_size=STEPS).map(History)
USUAL = settings(
    deadline=None, derandomize=True, database=None, phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck), print_blob=False,
)  # fmt: skip


def tell(seeds: list[int], made: Counter, refused: Counter, wanted=()) -> int:
    """Live one history and forget it. Returns how many steps were taken."""
    with transaction.atomic():
        walk = Walk(wanted)
        try:
            for seed in seeds:
                walk.step(seed)
            walk.check_all()
            check_world([walk.actor(user) for user in walk.people()])
        except BaseException as broken:
            broken.add_note("\n".join(walk.story))
            raise
        finally:
            transaction.set_rollback(True)
    made.update(walk.made)
    refused.update(walk.refused)
    return walk.steps


def histories(examples: int) -> tuple[int, Counter, Counter]:
    made, refused, steps = Counter(), Counter(), []

    @settings(USUAL, max_examples=examples)
    @given(HISTORIES)
    def live(seeds):
        steps.append(tell(seeds, made, refused))

    live()
    return sum(steps), made, refused


def test_the_office_stays_in_order_whatever_is_done(db):
    steps, _made, _refused = histories(6)
    assert steps >= 500


@pytest.mark.nightly
def test_the_office_stays_in_order_for_long(db):
    steps, _made, _refused = histories(80)
    assert steps >= 5_000


@pytest.mark.nightly
def test_every_move_of_the_tables_really_happens(db):
    """No row that can never happen: history after history, until each move was made."""
    made, refused = Counter(), Counter()
    for first in range(1, MOST_HISTORIES):
        tell([first * 7919 + step for step in range(STEPS)], made, refused, wanted=VERBS.keys() - made.keys())
        if all(made[move] for move in VERBS):
            break
    assert [move for move in VERBS if not made[move]] == []


def test_every_move_that_is_offered_is_walked():
    offered = {(flow.name, row.name) for flow in FLOWS.values() for row in flow if row.offered}
    assert offered - VERBS.keys() == {("proposal", "register")}
    assert {move for move in offered if not move[1].startswith(PREFIX)} - ARGUMENTS.keys() == {("proposal", "register")}
