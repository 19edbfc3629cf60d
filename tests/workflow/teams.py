"""Two workers that do two verbs at the same moment: threads on PostgreSQL, processes on SQLite, as in service."""

from __future__ import annotations

import multiprocessing
import pickle
import queue
import random
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.db import connection

from workflow.errors import OfficeError

SLOW = 10  # seconds; far beyond what two verbs take
PATIENCE = 20  # seconds; a worker that is silent for longer is stuck
LOCK_WAIT = 15  # seconds; no verb waits longer for a lock on PostgreSQL, so that a stall shows as an error
JITTER = 0.004  # seconds; about as long as a verb takes to come to its first write


@dataclass(frozen=True)
class Came:
    """What one side came to: "done", the refusal's class, or a fault of ours with its traceback."""

    said: str
    words: str = ""
    fault: str = ""
    seconds: float = 0.0

    @property
    def side(self) -> str:
        return "done" if self.said == "done" else "refused"


@dataclass(frozen=True)
class Order:
    """One race as the workers get it: which, on what rows, and who is how late."""

    name: str
    keys: dict[str, Any]
    delays: tuple[float, float]
    loaded_before: bool


def run_side(office: Any, side: int, order: Order, together: Any) -> Came:
    """Read the rows, meet the other at the barrier, make the verb."""
    pairs = import_module("tests.workflow.pairs")  # a process sets Django up before models can be read
    begin = pairs.PAIRS[order.name].sides[side]
    verb = begin(office, order.keys) if order.loaded_before else None
    together.wait()
    started = time.monotonic()
    try:
        time.sleep(order.delays[side])
        (verb or begin(office, order.keys))()
    except OfficeError as error:
        return Came(type(error).__name__, error.message, seconds=time.monotonic() - started)
    except Exception as error:  # noqa: BLE001 - what it raised is the result that the test looks at
        return Came(type(error).__name__, str(error), traceback.format_exc(), time.monotonic() - started)
    return Came("done", seconds=time.monotonic() - started)


def serve(office: Any, side: int, orders: Any, answers: Any, together: Any) -> None:
    """What a worker does until it is told to stop: one connection of its own, one race after the other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_WAIT}s'")
    try:
        while (order := orders.get()) is not None:
            try:
                came = run_side(office, side, order, together)
            except Exception as error:  # noqa: BLE001 - a fault before the verb must not keep the other waiting
                together.abort()
                came = Came(type(error).__name__, str(error), traceback.format_exc())
            answers.put(came)
    finally:
        connection.close()


def serve_process(database: str, office: bytes, *given: Any) -> None:
    """The same in a process that knows nothing yet: Django is set up, and the test's own file opened."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    # Only now can rows be read from what the parent sent.
    serve(pickle.loads(office), *given)  # noqa: S301 - from our own parent


class Team:
    """Two workers that stay: a race costs two verbs, not two connections or two processes."""

    def __init__(self, office: Any, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.apart = connection.vendor == "sqlite"
        context: Any = multiprocessing.get_context("spawn") if self.apart else threading
        make_queue: Any = context.Queue if self.apart else queue.SimpleQueue
        self.together = context.Barrier(2, timeout=PATIENCE)
        self.orders = [make_queue() for _ in range(2)]
        self.answers = [make_queue() for _ in range(2)]
        make: Any = context.Process if self.apart else context.Thread
        self.workers = []
        for side in range(2):
            given = (side, self.orders[side], self.answers[side], self.together)
            if self.apart:
                name = str(connection.settings_dict["NAME"])
                worker = make(target=serve_process, args=(name, pickle.dumps(office), *given), daemon=True)
            else:
                worker = make(target=serve, args=(office, *given), daemon=True)
            worker.start()
            self.workers.append(worker)

    def race(self, name: str, keys: dict[str, Any]) -> tuple[Came, Came]:
        """Both sides once. Half of the time both had read their rows before either wrote, as from two open pages."""
        late, head_start = self.chance.randrange(2), self.chance.choice([0.0, self.chance.uniform(0, JITTER)])
        order = Order(name, keys, (head_start, 0.0) if late else (0.0, head_start), self.chance.random() < 0.5)
        for orders in self.orders:
            orders.put(order)
        first, second = (answers.get(timeout=3 * PATIENCE) for answers in self.answers)
        return first, second

    def stop(self) -> None:
        for orders in self.orders:
            orders.put(None)
        for worker in self.workers:
            worker.join(PATIENCE)


@contextmanager
def team_of(office: Any, seed: int = 1) -> Iterator[Team]:
    team = Team(office, seed)
    try:
        yield team
    finally:
        team.stop()


@dataclass
class Tally:
    """What the races of one pair came to, counted, and what was wrong with any of them."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "，".join(f"{' / '.join(came)}: {count}" for came, count in sorted(self.outcomes.items()))


def run(office: Any, team: Team, name: str, rounds: int) -> Tally:
    """So many races of one pair, each on rows of its own."""
    pair, tally = import_module("tests.workflow.pairs").PAIRS[name], Tally()
    for _ in range(rounds):
        office.switch("reply_counts_on", pair.counts_on)
        keys = pair.prepare(office, office.next_number())
        came = team.race(name, keys)
        tally.outcomes[came[0].said, came[1].said] += 1
        tally.wrong += [each.fault for each in came if each.fault]
        tally.wrong += [f"came to {came}"] if tuple(each.side for each in came) not in pair.allowed else []
        tally.wrong += [f"took {each.seconds:.1f} s" for each in came if each.seconds > SLOW]
        tally.wrong += pair.complaints(office, keys)
    return tally
