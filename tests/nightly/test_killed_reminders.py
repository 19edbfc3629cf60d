"""Worker, beat, Redis and database are killed at any moment: no reminder is lost, none goes out as two."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.gateways import says, served
from tests.nightly.services import ROOT, celery, postgres, redis

pytestmark = pytest.mark.nightly
SWEEPS = int(os.environ.get("NIGHTLY_SWEEPS", "200"))
CLOCKS, PEOPLE = 50, 20  # a sweep
OWED = 2 * CLOCKS * PEOPLE  # by two channels
PREPARE = """
import django; django.setup()
import datetime as dt, sys
from django.utils import timezone
from workflow.models import *
on = timezone.localdate()
place = Jurisdiction.objects.create(code="kill", name="压测市", level="city")
for year in sorted({on.year, (on + dt.timedelta(days=1)).year}):
    version = CalendarVersion.objects.create(
        jurisdiction=place, year=year, number=1, published=True, loaded_at=timezone.now())
    # Whatever day it is, people work on it.
    for day in (on, on + dt.timedelta(days=1)):
        if day.year == year:
            CalendarDay.objects.create(version=version, day=day, kind="work", name="上班")
rule = RuleVersion.objects.create(
    jurisdiction=place, kind=CaseKind.usual(), valid_from="2026-01-01", published_at=timezone.now(),
    content={"switches": {"channels": ["inbox", "webhook"], "ladder": [1, 0], "escalation": []}})
unit = Department.objects.create(jurisdiction=place, name="民政局")
for n in range(int(sys.argv[2])):
    user = User.objects.create_user(f"kill-{n}", name=f"承办{n}")
    Appointment.objects.create(user=user, jurisdiction=place, department=unit, role="drafter")
Gateway.objects.create(jurisdiction=place, channel="webhook", name="接收", url=sys.argv[1])
"""
OWE = """
import django; django.setup()
import sys, uuid, datetime as dt
from django.utils import timezone
from workflow.models import Clock, Department, Jurisdiction, RuleVersion
place, on = Jurisdiction.objects.get(code="kill"), timezone.localdate()
rule, unit = RuleVersion.objects.get(jurisdiction=place), Department.objects.get(jurisdiction=place)
due, start = on + dt.timedelta(days=1), on - dt.timedelta(days=5)
# Said twice where the answer of a database was lost: entered once.
Clock.objects.filter(subject_line__startswith=f"第{sys.argv[1]}-").exists() or Clock.objects.bulk_create(
    Clock(jurisdiction=place, case_uid=uuid.uuid4(), subject_uid=uuid.uuid4(), subject_line=f"第{sys.argv[1]}-{n}号",
          kind="reply", holder=unit, start=start, due=due, fixed=due, rule=rule, remind_on=start)
    for n in range(int(sys.argv[2])))
"""
FINISH = """
import django; django.setup()
import json
from django.db.models import Count
from django.utils import timezone
from workflow import outbox, reminders
from workflow.models import Clock, Dispatch, Obligation, SweepRun
reminders.sweep(timezone.now())
# What a killed worker had in its hands is free after its lease.
outbox.deliver(timezone.now() + outbox.LEASE)
owed = Obligation.objects.filter(clock__jurisdiction__code="kill")
lines = sum(message.subject.startswith("办理期限提醒") for message in Dispatch.objects.all())
print(json.dumps({
    "clocks": Clock.objects.filter(jurisdiction__code="kill").count(),
    "obligations": owed.count(),
    "told": owed.values("clock", "recipient", "channel").distinct().count(),
    "without_message": owed.filter(dispatch=None).count(),
    "moot": owed.exclude(moot_at=None).count(),
    "messages": dict(Dispatch.objects.order_by().values_list("status").annotate(Count("pk"))),
    "pushed": [str(uid) for uid in Dispatch.objects.filter(channel="webhook").values_list("uid", flat=True)],
    "sweeps": SweepRun.objects.count(),
}))
"""


def script(environment, text: str, *arguments: str, patience: float = 90) -> str:
    """Run to its end; whoever finds the database gone tries again, as a clerk would."""
    until = time.monotonic() + patience
    while True:
        done = subprocess.run(
            [sys.executable, "-c", text, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout
        assert time.monotonic() < until, done.stderr
        assert "OperationalError" in done.stderr or "AdminShutdown" in done.stderr, done.stderr


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def surroundings(tmp_path, database, port, broker) -> dict[str, str]:
    taken = {"DATABASE_URL", "REDIS_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in taken}
    environment |= {
        "DATA_DIR": str(tmp_path), "SECRET_KEY": "kill", "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.nightly.kill_settings",
    }  # fmt: skip
    if database:
        environment["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:{port}/postgres"
    if broker:
        environment["REDIS_URL"] = f"unix://{tmp_path}/redis/redis.sock"
    return environment


@pytest.fixture
def open_folder():
    """A folder that another user reaches: those of pytest are its own."""
    with tempfile.TemporaryDirectory(prefix="dafu-kill-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "pg"


@pytest.mark.parametrize("with_services", [False, True], ids=["sqlite", "postgresql and redis"])
def test_no_reminder_is_lost_and_none_goes_out_as_two(tmp_path, open_folder, with_services, capsys):
    port = free_port()
    database, broker = (postgres(open_folder, port), redis(tmp_path / "redis")) if with_services else (None, None)
    if with_services and not (database and broker):
        pytest.skip("PostgreSQL's initdb or redis-server is not on this machine: only worker and beat were killed")
    environment = surroundings(tmp_path, database, port, broker)
    services = {"postgresql": database, "redis": broker}
    services |= {
        "worker": celery(environment, "worker", "--concurrency=2", "--loglevel=CRITICAL", "--without-gossip"),
        "beat": celery(environment, "beat", f"--schedule={tmp_path}/beat", "--loglevel=CRITICAL"),
    }
    services = {name: service for name, service in services.items() if service}
    try:
        with served(says("", 204)) as (url, taken):
            found, kills = killing(services, environment, url)
    finally:
        for service in services.values():
            service.kill(signal.SIGKILL)
    pushes = Counter(headers["Idempotency-Key"] for _, headers, _ in taken)
    twice = sum(count - 1 for count in pushes.values())
    with capsys.disabled():
        counts = {name: value for name, value in found.items() if name != "pushed"}
        sys.stdout.write(f"\n{SWEEPS} times {OWED} owed; killed {dict(kills)}; {counts}; twice under a key: {twice}\n")
    assert found["clocks"] == SWEEPS * CLOCKS
    assert found["obligations"] == found["told"] == SWEEPS * OWED  # none lost, none made twice
    assert (found["without_message"], found["moot"]) == (0, 0)
    assert found["messages"].keys() == {"sent"}
    assert pushes.keys() == set(found["pushed"])  # each went out, under its one key
    # At most what each of two workers held between sending and marking.
    assert twice <= 2 * kills.total()


def killing(services, environment, url) -> tuple[dict, Counter]:
    chance, kills = random.Random(4), Counter()  # noqa: S311 - repeatable, not secret
    for name in ("postgresql", "redis"):
        if name in services:
            services[name].start()
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    script(environment, PREPARE, url, str(PEOPLE))
    for name in ("worker", "beat"):
        services[name].start()
    for number in range(SWEEPS):
        script(environment, OWE, str(number), str(CLOCKS))
        time.sleep(chance.uniform(0, 4))
        # The worker twice as often: it alone has something in its hands.
        victim = chance.choice([*services, "worker"])
        services[victim].kill()
        kills[victim] += 1
        services[victim].start()
    for name in ("beat", "worker"):
        services[name].kill()
    return json.loads(script(environment, FINISH)), kills
