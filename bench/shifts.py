"""A new calendar and 100,000 open deadlines: proposing, approving and moving them, with time and memory.

`python bench/shifts.py [DEADLINES]`, on SQLite or on what DATABASE_URL names; the database must be empty.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DEADLINES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
FOLDER = tempfile.TemporaryDirectory(prefix="dafu-bench-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings.local",
    "SECRET_KEY": "bench",
    "DATA_DIR": FOLDER.name,
    "LOG_LEVEL": "ERROR",
    "DEBUG": "0",
}

import django  # noqa: E402 - the environment comes first

django.setup()

from django.conf import settings  # noqa: E402 - the same
from django.core.management import call_command  # noqa: E402 - the same
from django.db import connection  # noqa: E402 - the same
from django.utils import timezone  # noqa: E402 - the same

from workflow import shifts  # noqa: E402 - the same
from workflow.actor import Actor  # noqa: E402 - the same
from workflow.calendar import ONE_DAY  # noqa: E402 - the same
from workflow.enums import Source  # noqa: E402 - the same
from workflow.models import CalendarDay, CalendarVersion, Clock, Jurisdiction  # noqa: E402 - the same

CLOCKS_A_PROPOSAL = 1.3


def main() -> None:
    settings.DEBUG = False  # which would keep every statement
    call_command("migrate", verbosity=0)
    call_command("make_load", proposals=int(DEADLINES / CLOCKS_A_PROPOSAL), all_open=True, verbosity=0)
    new_calendar()
    place = Jurisdiction.objects.get(code="load")
    open_now = Clock.objects.open().count()
    report("open deadlines", f"{open_now} ({connection.vendor})")
    shift = timed("propose", lambda: shifts.propose(place, at=timezone.now()))
    assert shift is not None
    report("would change", f"{shift.lines.count()}")
    shifts.approve(shift, by=Actor(source=Source.COMMAND), at=timezone.now())
    moved = timed("carry out", shifts.carry_out_decided)
    report("moved", f"{moved}")
    timed("again, nothing to do", shifts.carry_out_decided)


def new_calendar() -> None:
    """An edition under which most deadlines move: for half a year people work on Fridays only."""
    today = timezone.localdate()
    version = CalendarVersion.objects.create(
        year=today.year + 1, number=2, published=True, notice="", source="bench", loaded_at=timezone.now()
    )
    days = (today + n * ONE_DAY for n in range(-60, 180))
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, day=day, kind="off", name="放假") for day in days if day.weekday() < 4
    )


def timed(name: str, call):  # type: ignore[no-untyped-def]
    began, busy, before = time.perf_counter(), time.process_time(), resident()
    peak, done = [before], threading.Event()
    watch = threading.Thread(target=watch_memory, args=(peak, done))
    watch.start()
    result = call()
    done.set()
    watch.join()
    took, busy = time.perf_counter() - began, time.process_time() - busy
    report(name, f"{took:.1f} s, {busy:.1f} s of one core, memory {before} MB, at most {max(peak)} MB")
    return result


def watch_memory(peak: list[int], done: threading.Event) -> None:
    while not done.wait(0.05):
        peak.append(resident())


def resident() -> int:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def report(name: str, text: str) -> None:
    print(f"{name:<22}{text}", flush=True)


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        FOLDER.cleanup()
