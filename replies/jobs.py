"""Long work of the answer: a slice of an import."""

from __future__ import annotations

from collections.abc import Generator

from replies.importing import stored
from replies.importing.asking import KIND
from workflow import jobs


@jobs.work(KIND)
def import_letters(run: jobs.Run) -> Generator[int, None, None]:
    return stored.take(run)
