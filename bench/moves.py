"""What a move costs in time, on a case with a short history and on one with a long one, turn by turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from proposals.actions import noting, undoing
from proposals.actions.assigning import hand_to
from proposals.models import Assignment
from workflow.actor import Actor, Post
from workflow.enums import Role, Source
from workflow.models import Appointment, User

LONG, ROUNDS = 1000, 60


def main(report: Callable[[str, str], None]) -> None:
    short, long = Assignment.objects.filter(status="in_hand", role="sole").order_by("id")[:2]
    by = supervisor_of(short)
    for _ in range(LONG):
        urge(long, by)
    times: dict[str, list[float]] = {"short": [], "long": []}
    for _ in range(ROUNDS):
        for name, row in (("short", short), ("long", long)):
            times[name].append(timed(lambda row=row: urge(row, by)))
    fast, slow = (statistics.median(times[name]) * 1000 for name in ("short", "long"))
    report(
        "a move", f"p50 {fast:.1f} ms, with {LONG} events before it {slow:.1f} ms (goal ≤ 25), ratio {slow / fast:.2f}"
    )
    report("a move and its undo", f"p50 {statistics.median(there_and_back(short)) * 1000:.1f} ms for both")


def supervisor_of(assignment: Assignment) -> Actor:
    return Actor(Source.ADMIN, posts=(Post(Role.SUPERVISOR, assignment.jurisdiction_id),))


def urge(assignment: Assignment, by: Actor) -> None:
    row = Assignment.objects.for_move().get(pk=assignment.pk)
    now = timezone.now()
    noting.urge(row, text="请加快办理。", by=by, on=timezone.localdate(now), at=now)


def there_and_back(assignment: Assignment) -> list[float]:
    """分送承办人 and its undo, by the office of the unit."""
    user = User.objects.create_user("bench-office", None, name="压测办公室")
    Appointment.objects.create(
        user=user, jurisdiction_id=assignment.jurisdiction_id, department_id=assignment.department_id, role="office"
    )
    by = Actor(Source.ADMIN, user=user, posts=user.posts(timezone.localdate()))

    def both() -> None:
        now = timezone.now()
        when: dict[str, Any] = {"by": by, "on": timezone.localdate(now), "at": now}
        row = Assignment.objects.for_move().get(pk=assignment.pk)
        hand_to(row, officer=user, **when)
        undoing.undo(row, "undo_hand_to", **when)

    return [timed(both) for _ in range(ROUNDS)]


def timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
