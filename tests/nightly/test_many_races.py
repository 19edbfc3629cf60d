"""Thousands of races: threads against a PostgreSQL server, processes against one SQLite file."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from tests.workflow.pairs import PAIRS
from tests.workflow.teams import run, team_of
from workflow.audit import broken_rows

pytestmark = pytest.mark.nightly
THREADS, PROCESSES = 2_050, 330


def many(office, races: int) -> None:
    """Every pair its share of the races; what they came to goes to the report of the run."""
    rounds, wrong, started = -(-races // len(PAIRS)), {}, time.monotonic()
    with team_of(office, seed=races) as team:
        for name in PAIRS:
            tally = run(office, team, name, rounds)
            print(f"{name}: {tally}", flush=True)  # noqa: T201 - the table of outcomes is what the night is for
            if tally.wrong:
                wrong[name] = tally.wrong
    print(f"{rounds * len(PAIRS)} races in {time.monotonic() - started:.0f} s")  # noqa: T201
    assert wrong == {}
    assert list(broken_rows()) == []


def test_threads_on_postgresql(race_office):
    if connection.vendor != "postgresql":
        pytest.skip("NOT RUN: 2,000 races of threads need PostgreSQL; set DATABASE_URL=postgres://…")
    many(race_office, THREADS)


def test_processes_on_sqlite(race_office):
    if connection.vendor != "sqlite":
        pytest.skip("NOT RUN: races of processes are for SQLite; leave DATABASE_URL unset")
    many(race_office, PROCESSES)
