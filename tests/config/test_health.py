"""What a monitor and a load balancer are told."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from workflow.models import SweepRun


def parts_of(client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_it_is_not_ready_and_says_so(db, client, error):
    def gone(*_call):
        raise error("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        status, parts = parts_of(client)
    assert (status, parts["ready"]) == (503, False)
    assert {name: parts[name]["says"] for name in ("database", "scheduler")} == dict.fromkeys(
        ("database", "scheduler"), error.__name__
    )


def test_a_sweep_that_never_ran_does_not_take_the_web_out_of_service(db, client):
    status, parts = parts_of(client)
    assert (status, parts["scheduler"]["ok"], parts["scheduler"]["says"]) == (200, False, "提醒巡检尚未运行")


def test_a_late_sweep_is_fine_again_after_the_next(db, client):
    SweepRun.objects.create(started_at=timezone.now(), finished_at=timezone.now(), made=0)
    assert parts_of(client)[1]["scheduler"]["ok"] is True
