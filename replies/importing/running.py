"""The way of a whole import, the same for command, desk and task: read side by side, settle in sets."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing

from replies.importing.readers import MOST_HELD, Readers
from replies.importing.settling import Outcome, Settling
from replies.importing.sources import Found, Source
from workflow.actor import Actor
from workflow.models import Department, Jurisdiction

AT_ONCE = 100
"""Letters of one transaction: enough to write in sets, few enough that others at the database wait no second."""
LONGEST = 5.0
"""Seconds for which a letter that was read may wait for others of its set; scans take that long each."""
TICK = 1.0


def run(
    sources: Iterable[Source],
    *,
    jurisdiction: Jurisdiction,
    by: Actor,
    at: dt.datetime,
    department: Department | None = None,
) -> Iterator[Outcome]:
    """What became of each file, in their order; each set of them is kept when it is told of."""
    settling = Settling(jurisdiction, department, by=by, at=at)
    with closing(sets(sources, settling)) as told:
        for some in told:
            yield from some


def sets(sources: Iterable[Source], settling: Settling) -> Generator[list[Outcome], None, None]:
    """What became of the files, a set at a time; an empty one every second while there is only reading to do."""
    with Readers() as readers:
        for some in _gathered(readers.read(sources, tick=TICK)):
            yield settling.take(some) if some else []


def _gathered(found: Iterator[Found | None]) -> Iterator[list[Found]]:
    some: list[Found] = []
    since = time.monotonic()
    for each in found:
        if each:
            some.append(each)
        size = sum(len(one.data) for one in some)
        if len(some) >= AT_ONCE or size >= MOST_HELD or time.monotonic() - since >= LONGEST:
            yield some
            some, since = [], time.monotonic()
        elif each is None:
            yield []
    if some:
        yield some
