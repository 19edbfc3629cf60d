"""Every pair of verbs that may meet, again and again: one of the outcomes laid down, no stall, no double, no lost move.

On PostgreSQL threads with a connection each, on SQLite processes with the file between them.
"""

from __future__ import annotations

from tests.workflow.pairs import PAIRS
from tests.workflow.teams import run, team_of
from workflow.audit import broken_rows

ROUNDS = 1  # the thousands are for the night


def test_two_at_once(race_office, subtests):
    with team_of(race_office) as team:
        for name in PAIRS:
            with subtests.test(name):
                assert run(race_office, team, name, ROUNDS).wrong == []
    assert list(broken_rows()) == []
