"""make bench: every figure of the speed and memory goals, measured in one run on this machine."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PROPOSALS = int(os.environ.get("BENCH_PROPOSALS", "100000"))
FOLDER = tempfile.TemporaryDirectory(prefix="dafu-bench-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings.local",
    "SECRET_KEY": "bench",
    "DATA_DIR": FOLDER.name,
    "LOG_LEVEL": "ERROR",
}

import django  # noqa: E402 - the environment comes first

django.setup()

from django.core.management import call_command  # noqa: E402 - the same
from django.db import connection  # noqa: E402 - the same
from django.test import Client, override_settings  # noqa: E402 - the same
from django.test.utils import CaptureQueriesContext  # noqa: E402 - the same

from bench import letters_speed, lint, memory, moves, reading, scans, sweep, writing  # noqa: E402 - the same
from workflow.api.keys import issue  # noqa: E402 - the same
from workflow.models import Appointment, Jurisdiction, User  # noqa: E402 - the same


def main() -> None:
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    call_command("make_load", proposals=PROPOSALS, seed=1)
    report("load", f"{PROPOSALS} proposals in {time.perf_counter() - began:.0f} s ({connection.vendor})")
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["testserver"]):
        bench_api()
        bench_desk()
    moves.main(report)
    sweep.main(report)
    letters_speed.main(report)
    writing.main(report)
    reading.main(report)
    lint.main(report)
    scans.main(report)
    memory.main(report)


def bench_api() -> None:
    place = Jurisdiction.objects.get(code="load")
    _, secret = issue(name="bench", jurisdiction=place, scopes=["supervisor"])
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    pages = {"api": "/api/v1/proposals/", "plain": "/plain/"}
    # Turn by turn, so that a busy moment of the machine falls on both.
    times = alternately({name: lambda url=url: get(client, url) for name, url in pages.items()}, rounds=60)
    api, plain = (statistics.median(times[name]) for name in ("api", "plain"))
    report(
        "API page of 50",
        f"p50 {api * 1000:.1f} ms, plain view {plain * 1000:.1f} ms, ratio {api / plain:.2f} (goal ≤ 3)",
    )
    report("API page of 50", f"{queries(client, '/api/v1/proposals/')} queries (goal ≤ 8)")


def bench_desk() -> None:
    user = User.objects.create_user("bench", "bench", name="压测督查")
    Appointment.objects.create(user=user, jurisdiction=Jurisdiction.objects.get(code="load"), role="supervisor")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for name, url in DESK_PAGES.items():
        times = alternately({name: lambda url=url: get(client, url)}, rounds=15)[name]
        report(name, f"p50 {statistics.median(times) * 1000:.0f} ms, {queries(client, url)} queries (goal ≤ 8)")


DESK_PAGES = {
    "work list": "/admin/desk/todo/",
    "proposal list": "/admin/desk/proposals/",
    "overview": "/admin/desk/overview/",
}


def get(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        get(client, url)
    return len(captured)


def alternately(calls: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in calls}
    for round_ in range(rounds + 5):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            if round_ >= 5:  # the first rounds warm caches and connections
                times[name].append(time.perf_counter() - began)
    return times


def report(name: str, text: str) -> None:
    print(f"{name:<22}{text}", flush=True)


if __name__ == "__main__":
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    report("commit", commit or "unknown")
    try:
        main()
    finally:
        connection.close()
        FOLDER.cleanup()
