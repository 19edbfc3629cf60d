"""暂缓提醒: a few days of peace from one deadline, with a reason, and never from what lateness calls."""

import datetime as dt

import pytest

from tests.personas import moment
from workflow import clocks, reminders
from workflow.errors import OfficeError
from workflow.models import Clock, Obligation, Snooze

DUE = dt.date(2026, 6, 11)
DAY = dt.timedelta(days=1)


@pytest.fixture
def clock(office) -> Clock:
    office.day = dt.date(2026, 3, 11)
    office.contact(office.in_hand()[0])
    office.day = DUE - 8 * DAY  # a Wednesday
    return Clock.objects.open().get()


def snooze(office, clock, user=None, **changed):
    words = {"until": DUE - 2 * DAY, "reason": "等待省厅批复"} | changed
    return reminders.snooze(clock, **words, **office.when(user or office.city.drafter0))


def told(days: int) -> set[str]:
    at = moment(DUE - days * DAY, 9)
    reminders.sweep(at)
    found = Obligation.objects.filter(made_at=at).values_list("recipient__username", flat=True)
    return {name.removeprefix("liyang0-") for name in found}


def test_who_asked_for_peace_hears_again_on_the_day_named(office, clock):
    snooze(office, clock)
    assert told(7) == {"office"}
    assert told(3) == {"office"}
    assert told(2) == {"drafter"}  # of the rung that came meanwhile
    assert told(0) == {"office", "drafter"}


def test_a_new_last_day_ends_it(office, clock):
    snooze(office, clock)
    clocks.store(clock, clocks.standing_of(clock))
    assert told(7) == {"office", "drafter"}


def test_lateness_still_calls_further_up(office, clock):
    office.day = DUE + 4 * DAY
    snooze(office, clock, until=DUE + 8 * DAY)
    assert told(-4) == {"office", "section_head"}


def refused(said: str):
    return pytest.raises(OfficeError, match=said)


def test_at_most_ten_working_days(office, clock):
    last = dt.date(2026, 6, 17)  # ten working days after the third of June
    with refused("最多10个工作日"):
        snooze(office, clock, until=last + DAY)
    assert snooze(office, clock, until=last).until == last


@pytest.mark.parametrize("until", [DUE - 8 * DAY, DUE - 9 * DAY])
def test_not_until_today_or_before(office, clock, until):
    with refused("晚于今日"):
        snooze(office, clock, until=until)


def test_a_reason_is_asked_for(office, clock):
    with refused("请填写暂缓理由"):
        snooze(office, clock, reason=" ")


def test_once_for_each_last_day(office, clock):
    snooze(office, clock)
    with refused("不能再次暂缓"):
        snooze(office, clock)
    assert Snooze.objects.count() == 1


def test_whom_only_lateness_calls_may_not(office, clock):
    for user in (office.city.section_head0, office.city.signer0, office.city.supervisor):
        with refused("升级提醒不能暂缓"):
            snooze(office, clock, user)


def test_whom_it_does_not_concern_may_not(office, clock):
    with refused("该期限不提醒您"):
        snooze(office, clock, office.city.office1)


@pytest.mark.parametrize("facts", [{"paused_on": DUE - 9 * DAY}, {"closed_on": DUE, "closed_at": moment(DUE)}])
def test_what_reminds_nobody_needs_no_peace(office, clock, facts):
    Clock.objects.filter(pk=clock.pk).update(**facts)
    clock.refresh_from_db()
    with refused("不再提醒"):
        snooze(office, clock)
