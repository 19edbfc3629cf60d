"""督查总览: the counts, each the same as the list behind it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.actions import returning
from tests.desk.pages import words_of
from tests.personas import moment
from workflow import outbox, reminders, watchdog
from workflow.enums import Channel
from workflow.models import Clock, Dispatch, SweepRun

DAY = dt.timedelta(days=1)


@pytest.fixture
def busy(desk):
    desk.office.assigned(number="1")
    desk.office.in_hand("lead", "assist", number="2")
    (third,) = desk.office.assigned(number="3")
    returning.request_return(third, reason="不属本局职责。", **desk.office.when(desk.city.office0))
    desk.office.sent(number="4")
    desk.office.assigned(number="5", place=desk.county)
    desk.office.day += dt.timedelta(days=10)
    return desk


def test_every_count_is_that_of_its_list(busy):
    page = busy.get(busy.city.supervisor, "overview")
    counts = {status.value: count for _, status, count in page.context["states"] if count}
    assert counts == {"in_hand": 3, "answered": 1}
    for status, count in counts.items():
        assert len(busy.get(busy.city.supervisor, "search", status=status).context["rows"]) == count
    for due in ("overdue", "soon"):
        listed = busy.get(busy.city.supervisor, "search", due=due).context["rows"]
        assert len(listed) == page.context["overdue" if due == "overdue" else "due_soon"]


def test_units_are_counted_once_for_each_case_that_they_have(busy):
    lines = busy.get(busy.city.supervisor, "overview").context["units"]
    assert [(line.unit.short_name, line.waiting, line.in_hand, line.returning, line.answered) for line in lines] == [
        ("卫生局", 1, 1, 1, 1),
        ("民政局", 0, 1, 0, 0),
    ]
    assert lines[0].overdue == 2


def test_a_units_overdue_count_is_that_of_the_list_it_links_to(busy):
    # The opinion of the second unit is late from the second month on, the reply of the first is not yet.
    busy.office.day += dt.timedelta(days=30)
    lines = busy.get(busy.city.supervisor, "overview").context["units"]
    listed = {
        line.unit.short_name: {
            row["proposal"].number
            for row in busy.get(busy.city.supervisor, "search", unit=line.unit.pk, due="overdue").context["rows"]
        }
        for line in lines
    }
    assert listed == {"卫生局": {"1", "2", "3"}, "民政局": {"2"}}
    assert {line.unit.short_name: line.overdue for line in lines} == {"卫生局": 3, "民政局": 1}


def test_a_case_that_only_waits_for_the_proposers_marks_is_not_overdue(desk):
    desk.office.sent()
    desk.office.day += dt.timedelta(days=60)
    assert desk.get(desk.city.supervisor, "overview").context["overdue"] == 0
    assert desk.get(desk.city.supervisor, "search", due="overdue").context["rows"] == []


def test_the_county_counts_its_own(busy):
    assert busy.get(busy.county.supervisor, "overview").context["total"] == 1


def test_a_silent_scheduler_is_told_until_it_runs(busy):
    assert "提醒巡检尚未运行过" in words_of(busy.get(busy.city.supervisor, "overview"))
    reminders.sweep(busy.office.at)
    SweepRun.objects.update(started_at=busy.office.at + dt.timedelta(minutes=40))
    assert "没有运行" not in words_of(busy.get(busy.city.supervisor, "overview"))
    # The page is opened an hour later: two periods of ten minutes are long over.
    SweepRun.objects.update(started_at=busy.office.at + dt.timedelta(minutes=39))
    assert "以来没有运行" in words_of(busy.get(busy.city.supervisor, "overview"))
    # The server's time jumped back: a sweep of the future says nothing of now.
    SweepRun.objects.update(started_at=busy.office.at + dt.timedelta(hours=2))
    assert "以来没有运行" in words_of(busy.get(busy.city.supervisor, "overview"))


def test_what_was_not_sent_is_counted(desk):
    at = desk.office.at - dt.timedelta(hours=3)
    words = {"subject": "甲", "body": "乙", "at": at}
    outbox.enqueue(desk.city.office0, Channel.EMAIL, place=desk.city.place.pk, **words)
    health = desk.get(desk.city.supervisor, "overview").context["health"]
    assert (health.unsent, health.oldest_unsent) == (1, at)
    assert desk.get(desk.county.supervisor, "overview").context["health"].unsent == 0
    Dispatch.objects.update(status="dead")
    page = desk.get(desk.city.supervisor, "overview")
    assert "1 条" in words_of(page)
    assert reverse("desk:unsent") in page.content.decode()


def test_what_rests_until_the_next_working_day_is_no_backlog(desk):
    desk.office.in_hand()
    monday, friday = desk.office.at, desk.office.at - dt.timedelta(days=3)
    assert watchdog.backlog(monday) == 2
    Clock.objects.update(remind_on=timezone.localdate(friday))
    assert [watchdog.backlog(friday + n * DAY) for n in range(4)] == [2, 2, 0, 2]  # of that week Saturday is worked
    desk.city.rule.content["switches"]["remind_hours"] = ["13:00", "18:00"]
    desk.city.rule.save()
    assert [watchdog.backlog(moment(desk.office.day, hour)) for hour in (9, 14)] == [0, 2]


def test_what_the_sweep_has_not_looked_at_is_counted(desk):
    desk.office.in_hand()
    assert desk.get(desk.city.supervisor, "overview").context["health"].backlog == 2
    reminders.sweep(desk.office.at)
    assert desk.get(desk.city.supervisor, "overview").context["health"].backlog == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_costs_the_same_at_any_size(desk, django_assert_num_queries, count):
    for number in range(count):
        desk.office.assigned("lead", "assist", number=str(number + 1))
    browser = desk.of(desk.city.supervisor)
    with django_assert_num_queries(18):
        browser.get("/admin/desk/overview/")
