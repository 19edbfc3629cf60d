"""What a monitor and a load balancer are told."""

import datetime as dt

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from workflow import outbox, watchdog
from workflow.enums import Channel
from workflow.models import Dispatch, SweepRun


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
    assert {name: parts[name]["says"] for name in ("database", "scheduler", "outbox")} == dict.fromkeys(
        ("database", "scheduler", "outbox"), error.__name__
    )


def test_a_sweep_that_never_ran_does_not_take_the_web_out_of_service(db, client):
    status, parts = parts_of(client)
    assert (status, parts["scheduler"]["ok"], parts["scheduler"]["says"]) == (200, False, "提醒巡检尚未运行")


def test_a_late_sweep_is_fine_again_after_the_next(db, client):
    SweepRun.objects.create(started_at=timezone.now(), finished_at=timezone.now(), made=0)
    assert parts_of(client)[1]["scheduler"]["ok"] is True


def figures_of(client, settings) -> dict[str, float]:
    settings.METRICS_TOKEN = "open"
    answer = client.get("/metrics", headers={"Authorization": "Bearer open"})
    assert answer.status_code == 200
    lines = [line.split() for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name.removeprefix("dafu_"): float(value) for name, value in lines}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_the_figures_say_so_and_still_answer(db, client, settings, error):
    def gone(*_call):
        raise error("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        assert figures_of(client, settings) == {"database_up": 0}
    assert figures_of(client, settings)["database_up"] == 1


def test_a_beat_that_died_is_seen_within_two_periods(db, client, settings):
    now = timezone.now()
    for minutes, alive in ((19, True), (21, False)):
        SweepRun.objects.create(started_at=now - dt.timedelta(minutes=minutes), finished_at=now, made=0)
        assert parts_of(client)[1]["scheduler"]["ok"] is alive
        assert figures_of(client, settings)["sweep_silent"] == (not alive)


def test_a_server_time_that_jumped_back_does_not_hide_a_dead_beat(db, client):
    now = timezone.now()
    for started in (now + dt.timedelta(minutes=55), now - dt.timedelta(minutes=21)):
        SweepRun.objects.create(started_at=started, finished_at=started, made=0)
    assert parts_of(client)[1]["scheduler"]["ok"] is False


def test_what_lies_and_what_was_given_up_on_is_told(office, client, settings):
    written = timezone.now() - dt.timedelta(minutes=30)
    for number in range(2):
        outbox.enqueue(office.city.office0, Channel.INBOX, subject=f"提醒{number}", body="内容", at=written)
    figures = figures_of(client, settings)
    assert (figures["dispatches_unsent"], figures["dispatches_dead"]) == (2, 0)
    assert 1800 <= figures["dispatches_oldest_unsent_seconds"] < 1900
    assert parts_of(client)[1]["outbox"]["says"] == "待发2条，最早的在30分钟前，发送失败0条"
    Dispatch.objects.filter(subject="提醒0").update(status="dead")
    status, parts = parts_of(client)
    assert (status, parts["outbox"]["ok"], parts["outbox"]["says"][-6:]) == (200, False, "发送失败1条")


def test_two_periods_are_what_the_schedule_says(settings):
    assert dt.timedelta(seconds=2 * settings.CELERY_BEAT_SCHEDULE["sweep"]["schedule"]) == watchdog.EXPECTED
