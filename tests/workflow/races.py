"""Several people at the same door at once: real threads, each with its own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

PATIENCE = 30  # seconds; a thread that waits longer hangs


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run every call at the same moment. What each returned or raised, in the order of the calls."""
    together = threading.Barrier(len(calls), timeout=PATIENCE)
    came: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            together.wait()
            came[place] = call()
        except Exception as error:  # noqa: BLE001 - what it raised is the result that the test looks at
            came[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return came


def refusals(came: list[object]) -> list[type]:
    return [type(each) for each in came if isinstance(each, Exception)]
