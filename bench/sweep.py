"""What a sweep costs beside one hand-written statement that does the same work, and how much memory it takes.

Alone: `DATABASE_URL=… python bench/sweep.py` in an empty database; BENCH_CLOCKS says how many deadlines.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("SECRET_KEY", "bench")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the same
from django.db import connection, transaction  # noqa: E402 - the same
from django.utils import timezone  # noqa: E402 - the same

from workflow import reminders  # noqa: E402 - the same
from workflow.models import (  # noqa: E402 - the same
    Appointment,
    CaseKind,
    Clock,
    Department,
    Dispatch,
    Jurisdiction,
    RuleVersion,
    User,
)

CLOCKS = int(os.environ.get("BENCH_CLOCKS", "100000"))
UNITS = 200
AT = timezone.make_aware(dt.datetime(2026, 6, 10, 9, 0))  # a Wednesday among plain weeks  # noqa: DTZ001
LOAD = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO workflow_clock (uid, jurisdiction_id, case_uid, subject_uid, subject_line, kind, holder_id, start, due,
  provisional, epoch, rule_id, calendar_versions, explanation, fixed, remind_on, cancelled)
SELECT {uuid}, {place}, {uuid}, {uuid}, '市政协七届二次会议第' || i || '号《关于加强社区养老服务的提案》', 'reply',
  {unit} + i % {units}, {day}, {due}, {false}, 0, {rule}, '[]', '', {due}, {day}, {false}
FROM n
"""
# The rungs by hand: whole days to the last one, as somebody would write it who knows this one place.
BY_HAND = """
WITH look AS (
  SELECT c.id, c.epoch, c.holder_id, c.due, c.subject_line,
         CASE WHEN c.due < %(on)s THEN c.due - %(on)s WHEN c.due - %(on)s = 0 THEN 0 WHEN c.due - %(on)s <= 3 THEN 3
              WHEN c.due - %(on)s <= 7 THEN 7 WHEN c.due - %(on)s <= 15 THEN 15 WHEN c.due - %(on)s <= 30 THEN 30 END rung
  FROM workflow_clock c
  WHERE c.remind_on <= %(on)s AND c.closed_at IS NULL AND c.paused_on IS NULL
    AND (c.due < %(on)s OR NOT EXISTS (SELECT 1 FROM workflow_clock e WHERE e.subject_uid = c.subject_uid
         AND e.closed_at IS NULL AND e.paused_on IS NULL AND e.due >= %(on)s AND (e.due, e.id) < (c.due, c.id)))),
told AS (
  SELECT l.*, a.user_id, ch.channel, u.email, u.username FROM look l
  JOIN workflow_appointment a ON a.department_id = l.holder_id AND a.role IN ('office', 'drafter')
  JOIN workflow_user u ON u.id = a.user_id
  CROSS JOIN (VALUES ('inbox'), ('email')) ch(channel) WHERE l.rung IS NOT NULL),
moved AS (
  UPDATE workflow_clock c SET remind_on = CASE WHEN c.due - %(on)s > 30 THEN c.due - 30 WHEN c.due - %(on)s > 15
    THEN c.due - 15 WHEN c.due - %(on)s > 7 THEN c.due - 7 WHEN c.due - %(on)s > 3 THEN c.due - 3
    WHEN c.due > %(on)s THEN c.due ELSE %(on)s + 1 END FROM look l WHERE l.id = c.id),
sent AS (
  INSERT INTO workflow_dispatch (uid, jurisdiction_id, recipient_id, channel, address, subject, body, status, attempts,
    next_try_at, created_at, last_error, provider_id)
  SELECT gen_random_uuid(), {place}, user_id, channel, min(CASE channel WHEN 'inbox' THEN username ELSE email END),
    '办理期限提醒：' || count(*) || '项', array_to_string((array_agg(subject_line ORDER BY due, id))[1:60], chr(10)), 'pending', 0,
    %(at)s, %(at)s, '', '' FROM told GROUP BY user_id, channel RETURNING id, recipient_id, channel)
INSERT INTO workflow_obligation (clock_id, epoch, rung, recipient_id, channel, made_at, claim, dispatch_id)
SELECT t.id, t.epoch, t.rung, t.user_id, t.channel, %(at)s, gen_random_uuid(), s.id
FROM told t JOIN sent s ON s.recipient_id = t.user_id AND s.channel = t.channel
ON CONFLICT DO NOTHING
"""


def main(report: Callable[[str, str], None]) -> None:
    place = load()
    count = Clock.objects.open().count()
    hand = by_hand(place) if connection.vendor == "postgresql" else None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took, made = timed(lambda: reminders.sweep(AT).made)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    beside = f", by hand {hand:.1f} s, ratio {took / hand:.2f} (goal ≤ 3)" if hand else f" ({connection.vendor})"
    report("a sweep", f"{count} clocks, {made} obligations in {took:.1f} s{beside}, {grown:.0f} MB more")
    report("a sweep", f"{Dispatch.objects.count()} messages")
    vacuum()
    idle = min(timed(lambda: reminders.sweep(AT).made)[0] for _ in range(5))
    report("nothing to do", f"{idle * 1000:.1f} ms (goal ≤ 50)")


def load() -> int:
    """Deadlines of 200 units over a hundred days, all to be looked at, as after a long silence."""
    place = Jurisdiction.objects.create(code="sweep", name="压测市", level="city")
    content = {"switches": {"escalation": []}}
    rule = RuleVersion.objects.create(
        jurisdiction=place, kind=CaseKind.usual(), valid_from="2026-01-01", published_at=AT, content=content
    )
    units = Department.objects.bulk_create(Department(jurisdiction=place, name=f"{n}局") for n in range(UNITS))
    for role in ("office", "drafter"):
        users = User.objects.bulk_create(
            User(username=f"{role}{n}", name=f"{role}{n}", email=f"{role}{n}@example.org") for n in range(UNITS)
        )
        Appointment.objects.bulk_create(
            Appointment(user=user, jurisdiction=place, department=unit, role=role)
            for user, unit in zip(users, units, strict=True)
        )
    postgres = connection.vendor == "postgresql"
    words = {
        "count": CLOCKS, "place": place.pk, "rule": rule.pk, "unit": units[0].pk, "units": UNITS,
        "uuid": "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))",
        "day": "date '2026-01-05'" if postgres else "'2026-01-05'",
        "due": f"date '2026-06-05' + (i / {UNITS}) % 100" if postgres else f"date('2026-06-05', '+' || (i / {UNITS} % 100) || ' days')",
        "false": "false" if postgres else "0",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LOAD.format(**words))
    vacuum()
    return place.pk


def vacuum() -> None:
    """What autovacuum does within minutes."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def by_hand(place: int) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        values = {"on": timezone.localdate(AT), "at": AT}
        took, _ = timed(lambda: cursor.execute(BY_HAND.format(place=place), values))
        transaction.set_rollback(True)
    vacuum()
    return took


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = call()
    return time.perf_counter() - began, found


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    main(lambda name, text: print(f"{name:<22}{text}", flush=True))
