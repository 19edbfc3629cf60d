"""The way of a whole import, the same for command, desk and task: read side by side, settle in sets."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

from replies.importing.readers import Readers
from replies.importing.settling import Outcome, Settling
from replies.importing.sources import Source
from workflow.actor import Actor
from workflow.models import Department, Jurisdiction

AT_ONCE = 100
"""Letters of one transaction: enough to write in sets, few enough that others at the database wait no second."""


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
    with Readers() as readers:
        found = readers.read(sources)
        while some := list(itertools.islice(found, AT_ONCE)):
            yield from settling.take(some)
