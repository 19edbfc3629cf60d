"""暂缓提醒 from the work list."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.desk.pages import words_of
from workflow.models import Clock, Snooze


@pytest.fixture
def clock(desk) -> Clock:
    desk.office.contact(desk.office.in_hand()[0])
    return Clock.objects.open().get()


def test_the_work_list_leads_there_and_the_reason_is_kept(desk, clock):
    address = reverse("desk:snooze", args=[clock.uid])
    assert address in desk.get(desk.city.drafter0, "work").content.decode()
    until = desk.office.day + dt.timedelta(days=3)
    answer = desk.post(desk.city.drafter0, "snooze", clock.uid, until=until.isoformat(), reason="等待批复")
    assert answer.status_code == 302
    assert Snooze.objects.values_list("user", "until", "reason").get() == (desk.city.drafter0.pk, until, "等待批复")


def test_what_is_refused_is_said_and_kept(desk, clock):
    until = desk.office.day + dt.timedelta(days=90)
    answer = desk.post(desk.city.drafter0, "snooze", clock.uid, until=until.isoformat(), reason="等待批复")
    assert "最多10个工作日" in words_of(answer)
    assert "等待批复" in answer.content.decode()
    assert not Snooze.objects.exists()


def test_whom_only_lateness_calls_is_not_led_there(desk, clock):
    assert reverse("desk:snooze", args=[clock.uid]) not in desk.get(desk.city.signer0, "work").content.decode()
    answer = desk.post(
        desk.city.signer0, "snooze", clock.uid, until=(desk.office.day + dt.timedelta(days=3)).isoformat(), reason="忙"
    )
    assert "升级提醒不能暂缓" in words_of(answer)


def test_another_place_sees_nothing_of_it(desk, clock):
    assert desk.get(desk.county.drafter0, "snooze", clock.uid).status_code == 404
