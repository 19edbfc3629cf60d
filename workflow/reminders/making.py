"""Obligations made in sets: slices of clocks are claimed, reminded of and put off to their next day in SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from workflow.calendar import ONE_DAY
from workflow.reminders.looking import agenda

# Clocks whose rows one transaction holds: whoever wants to answer one of them meanwhile waits for a moment only.
SLICE = 20_000

# Small tables of this connection alone. holder 0: nobody; after -1: with every rung.
TABLES = {
    "sweep_date": (
        "jurisdiction_id bigint, rule_id bigint, due date, rung smallint, since date, next date,"
        " PRIMARY KEY (jurisdiction_id, rule_id, due)"
    ),
    "sweep_told": (
        "jurisdiction_id bigint, rule_id bigint, holder_id bigint, kind varchar(16), after integer,"
        " recipient_id bigint, channel varchar(12),"
        " PRIMARY KEY (jurisdiction_id, rule_id, holder_id, kind, after, recipient_id, channel)"
    ),
    "sweep_clock": "id bigint PRIMARY KEY, shown boolean",
}
# People hear of every milestone that is late, and of the next of each subject that still lies ahead. A late one never
# hides the one after it: who missed the first contact still hears of the reply.
TAKE = """
INSERT INTO sweep_clock (id, shown)
SELECT c.id, c.due < %(on)s OR NOT EXISTS (
    SELECT 1 FROM workflow_clock e
    WHERE e.subject_uid = c.subject_uid AND e.closed_at IS NULL AND e.paused_on IS NULL AND e.due >= %(on)s
      AND (e.due < c.due OR (e.due = c.due AND e.id < c.id)))
FROM workflow_clock c
JOIN sweep_date d ON d.jurisdiction_id = c.jurisdiction_id AND d.rule_id = c.rule_id AND d.due = c.due
WHERE c.remind_on <= %(on)s AND c.start <= %(on)s AND c.closed_at IS NULL AND c.paused_on IS NULL
LIMIT %(slice)s
"""
# A rung before the start is not made. Who asked for peace gets it, unless it is lateness that calls them. What fell
# away and counts again, as after an undo, is owed again.
REMIND = """
INSERT INTO workflow_obligation (clock_id, epoch, rung, recipient_id, channel, made_at)
SELECT c.id, c.epoch, CASE WHEN t.after < 0 THEN d.rung ELSE -t.after END, t.recipient_id, t.channel, %(at)s
FROM sweep_clock s
JOIN workflow_clock c ON c.id = s.id
JOIN sweep_date d ON d.jurisdiction_id = c.jurisdiction_id AND d.rule_id = c.rule_id AND d.due = c.due
JOIN sweep_told t ON t.jurisdiction_id = c.jurisdiction_id AND t.rule_id = c.rule_id
                 AND t.holder_id = COALESCE(c.holder_id, 0) AND t.kind = c.kind
WHERE s.shown AND d.rung IS NOT NULL AND c.start < d.since AND (t.after < 0 OR d.rung <= -t.after)
  AND (t.after > 0 OR NOT EXISTS (
    SELECT 1 FROM workflow_snooze n
    WHERE n.clock_id = c.id AND n.epoch = c.epoch AND n.user_id = t.recipient_id AND n.until > %(on)s))
ON CONFLICT (clock_id, epoch, rung, recipient_id, channel) DO UPDATE
SET moot_at = NULL, claim = NULL, dispatch_id = NULL, made_at = excluded.made_at
WHERE workflow_obligation.moot_at IS NOT NULL
"""
# What another milestone hides today may stand first tomorrow: once its own rung has come it is looked at daily.
PUT_OFF = """
UPDATE workflow_clock AS c
SET remind_on = CASE WHEN s.shown OR d.rung IS NULL THEN d.next ELSE %(tomorrow)s END
FROM sweep_clock s, sweep_date d
WHERE c.id = s.id AND d.jurisdiction_id = c.jurisdiction_id AND d.rule_id = c.rule_id AND d.due = c.due
"""
# The day on which somebody wants to hear of it again.
WAKE = """
UPDATE workflow_clock AS c SET remind_on = n.until
FROM (SELECT z.clock_id, z.epoch, MIN(z.until) AS until FROM workflow_snooze z JOIN sweep_clock s ON s.id = z.clock_id
      WHERE z.until > %(on)s GROUP BY z.clock_id, z.epoch) n
WHERE c.id = n.clock_id AND c.epoch = n.epoch AND n.until < c.remind_on
"""


def make(at: dt.datetime) -> int:
    """Make what is owed at this moment. Returns how many. Every clock looked at is put off to its next day."""
    on = timezone.localdate(at)
    found = agenda(at, on)
    if not found.dates:
        return 0
    values = {
        "on": connection.ops.adapt_datefield_value(on),
        "tomorrow": connection.ops.adapt_datefield_value(on + ONE_DAY),
        "at": connection.ops.adapt_datetimefield_value(at),
        "slice": SLICE,
    }
    told = [
        (*each.held[:2], each.held.holder_id or 0, each.held.kind, each.after or -1, each.user_id, each.channel.value)
        for each in found.told
    ]
    with tables(sweep_date=found.dates, sweep_told=told):
        made = 0
        while (count := _slice(values)) is not None:
            made += count
    return made


def _slice(values: dict[str, Any]) -> int | None:
    """One slice, whole or not at all. Returns how many obligations it made; None where no clock was left."""
    # A clock that somebody holds just now, another sweep or a move, is theirs: it waits for the next look.
    free = " FOR UPDATE OF c SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM sweep_clock")
        cursor.execute(TAKE + free, values)
        if not cursor.rowcount:
            return None
        cursor.execute(REMIND, values)
        made = cursor.rowcount
        cursor.execute(PUT_OFF, values)
        cursor.execute(WAKE, values)
    return int(made)


@contextmanager
def tables(**filled: Sequence[tuple[Any, ...]]) -> Iterator[None]:
    """The small tables of this sweep, filled; gone again after it."""
    with connection.cursor() as cursor:
        for name, columns in TABLES.items():
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        for name, rows in filled.items():
            if rows:
                slots = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({slots})", [_plain(row) for row in rows])  # noqa: S608
            # Else it takes them for large, and joins in an order of its own.
            if connection.vendor == "postgresql":
                cursor.execute(f"ANALYZE {name}")
    yield
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"DROP TABLE {name}")


def _plain(row: tuple[Any, ...]) -> list[Any]:
    dates = connection.ops.adapt_datefield_value
    return [dates(value) if isinstance(value, dt.date) else value for value in row]
