import datetime as dt
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.personas import moment
from workflow import clocks, outbox, reminders
from workflow.calendar import WorkCalendar
from workflow.ladder import look
from workflow.models import Clock, Dispatch, Obligation, RuleVersion, SweepRun
from workflow.switches import SWITCHES

D = dt.date.fromisoformat
WEEK = WorkCalendar({D("2026-06-19"): (False, "端午节")}, frozenset({2026}))

LADDER = SWITCHES["ladder"].default


def rung_due(start, due, on, calendar, ladder):
    seen = look(due, on, calendar, ladder)
    return seen.rung if start < seen.since else None


@pytest.mark.parametrize(("on", "rung"), [
    ("2026-05-07", None),  # 35 days before: nothing yet
    ("2026-05-12", 30),
    ("2026-05-20", 30),  # nothing new until the next rung
    ("2026-05-27", 15),
    ("2026-06-04", 7),
    ("2026-06-08", 3),
    ("2026-06-10", 3),
    ("2026-06-11", 0),
    ("2026-06-12", -1),
    ("2026-06-15", -4),  # after a week-end the count goes on by calendar days
])  # fmt: skip
def test_the_most_urgent_rung_whose_day_has_come(on, rung):
    assert rung_due(D("2026-03-11"), D("2026-06-11"), D(on), WEEK, LADDER) == rung


@pytest.mark.parametrize(("due", "on", "rung"), [
    ("2026-06-02", "2026-05-29", 3),  # T-3 is a Saturday: Friday
    ("2026-06-02", "2026-05-28", 7),
    ("2026-06-22", "2026-06-18", 3),  # T-3 is 端午节: the Thursday before
    ("2026-06-21", "2026-06-18", 0),  # due on a Sunday after a holiday: the last working day before
])  # fmt: skip
def test_a_rung_on_a_day_off_goes_out_on_the_last_working_day_before(due, on, rung):
    assert rung_due(D("2026-03-02"), D(due), D(on), WEEK, LADDER) == rung


@pytest.mark.parametrize(("start", "on", "rung"), [
    ("2026-06-08", "2026-06-09", None),  # the rungs of 7 and 3 lie before the start
    ("2026-06-08", "2026-06-11", 0),
    ("2026-06-05", "2026-06-08", 3),
])  # fmt: skip
def test_rungs_before_the_start_are_not_made(start, on, rung):
    assert rung_due(D(start), D("2026-06-11"), D(on), WEEK, LADDER) == rung


# Handed over on a Wednesday, the reply is due on Thursday 2026-06-11: T-7, T-3 and T+1 are all working days.
HANDED_OVER, DUE = D("2026-03-11"), D("2026-06-11")


def days_to(days: int) -> dt.datetime:
    return moment(DUE - dt.timedelta(days=days), hour=9)


@pytest.fixture
def reply_clock(office) -> Clock:
    """One open clock: received, contacted, not yet answered."""
    office.day = HANDED_OVER
    office.contact(office.in_hand()[0])
    clock = Clock.objects.open().get()
    assert (clock.kind, clock.due) == ("reply", DUE)
    return clock


def made(clock) -> list[tuple[int, str, str]]:
    rows = Obligation.objects.filter(clock=clock).order_by("id")
    return [(each.rung, each.recipient.username, each.channel) for each in rows]


def test_remind_leaves_each_rung_once_for_each_person_and_channel(reply_clock):
    for days in (7, 3, 3, -1):
        call_command("remind", "--at", days_to(days).isoformat())
    people = ("liyang0-drafter", "liyang0-office")
    assert sorted(made(reply_clock)) == sorted(
        (rung, person, channel) for rung in (7, 3, -1) for person in people for channel in ("email", "inbox")
    )
    assert Dispatch.objects.count() == 12


def test_a_second_sweep_makes_nothing_new(reply_clock):
    assert [reminders.sweep(days_to(3)).made for _ in range(3)] == [4, 0, 0]
    assert list(SweepRun.objects.order_by("id").values_list("made", flat=True)) == [4, 0, 0]


def test_after_downtime_only_the_most_urgent_rung_is_made(reply_clock):
    reminders.sweep(days_to(3))
    assert {rung for rung, _, _ in made(reply_clock)} == {3}


def test_what_is_overdue_reminds_daily_on_working_days(reply_clock):
    for days in (-1, -2, -3, -4):  # Friday to Monday
        reminders.sweep(days_to(days))
    assert sorted({rung for rung, person, _ in made(reply_clock) if person.endswith("-drafter")}) == [-4, -1]


def test_nothing_goes_out_on_a_day_off(reply_clock):
    assert reminders.sweep(moment(D("2026-06-06"))).made == 0


def test_a_closed_clock_is_silent(reply_clock):
    Clock.objects.update(closed_on=HANDED_OVER, closed_at=moment(HANDED_OVER))
    assert reminders.sweep(days_to(3)).made == 0


def test_only_the_next_milestone_reminds(office):
    office.assigned()
    reminders.sweep(moment(D("2026-03-05")))
    assert set(Obligation.objects.values_list("clock__kind", "recipient__username")) == {("receipt", "liyang0-office")}


def test_a_person_without_an_address_gets_only_the_inbox(reply_clock, office):
    office.city.drafter0.email = ""
    office.city.drafter0.save(update_fields=["email"])
    reminders.sweep(days_to(7))
    assert sorted(Dispatch.objects.values_list("recipient__username", "channel")) == [
        ("liyang0-drafter", "inbox"),
        ("liyang0-office", "email"),
        ("liyang0-office", "inbox"),
    ]


@pytest.mark.parametrize("change", ["left", "closed"])
def test_who_no_longer_works_there_is_not_told(reply_clock, office, change):
    user = office.city.drafter0
    if change == "left":
        user.appointments.update(until=HANDED_OVER)
    else:
        user.is_active = False
        user.save(update_fields=["is_active"])
    reminders.sweep(days_to(7))
    assert {person for _, person, _ in made(reply_clock)} == {"liyang0-office"}


def test_one_message_a_person_and_channel_gathers_all_cases(office):
    office.day = HANDED_OVER
    for number in "12":
        office.contact(office.in_hand(number=number)[0])
    reminders.sweep(days_to(-1))
    message = Dispatch.objects.get(recipient=office.city.office0, channel="inbox")
    assert message.subject == "办理期限提醒：2项，其中已超期2项"
    assert message.body.splitlines() == [
        f"· 市政协七届二次会议第{number}号《关于加强社区养老服务的提案》：答复应于2026年6月11日前完成，已超期1天"
        for number in "12"
    ]


@pytest.mark.parametrize(("days", "words"), [(7, "还有7天"), (0, "今日到期"), (-1, "已超期1天")])
def test_a_message_says_how_much_time_is_left(reply_clock, days, words):
    reminders.sweep(days_to(days))
    assert Dispatch.objects.first().body.endswith(words)


def test_a_new_date_reminds_anew(reply_clock):
    reminders.sweep(days_to(3))
    clocks.store(reply_clock, clocks.standing_of(reply_clock))
    assert reminders.sweep(days_to(3)).made == 4


def test_a_place_may_have_its_own_ladder_and_channels(reply_clock):
    content = reply_clock.rule.content | {"switches": {"ladder": [10], "channels": ["inbox"]}}
    RuleVersion.objects.update(content=content)
    assert reminders.sweep(days_to(7)).made == 2
    assert {(rung, channel) for rung, _, channel in made(reply_clock)} == {(10, "inbox")}


@pytest.mark.parametrize(
    "content",
    [{"switches": {"ladder": ["15"]}}, {"switches": {"channels": ["pigeon"]}}, {"switches": {"ladder": 7}}, []],
)
def test_one_places_broken_rules_do_not_silence_the_others(office, caplog, content):
    for place in (office.city, office.county):
        office.assigned(place=place)
    RuleVersion.objects.filter(jurisdiction=office.city.place).update(content=content)
    reminders.sweep(moment(D("2026-03-05")))
    assert set(Obligation.objects.values_list("recipient__username", flat=True)) == {"qingshan0-office"}
    assert f"no reminders for jurisdiction {office.city.place.pk}" in caplog.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_sweep_costs_the_same_for_one_clock_and_for_three(office, django_assert_num_queries, count):
    office.day = HANDED_OVER
    for number in range(count):
        office.contact(office.in_hand(number=str(number + 1))[0])
    for place in (office.city, office.county):
        clocks.calendar_of(place.place.pk)
    # PostgreSQL is told what the small tables hold.
    with django_assert_num_queries(53 if connection.vendor == "sqlite" else 55):
        reminders.sweep(days_to(7))


def test_the_command_says_what_it_did(reply_clock, capsys):
    call_command("remind", "--at", days_to(7).isoformat())
    assert capsys.readouterr().out == "新增提醒4条，发出消息4条。\n"


def test_a_moment_without_an_offset_is_local(reply_clock):
    call_command("remind", "--at", "2026-06-05T00:30")
    assert re.match("2026-06-04T16:30", SweepRun.objects.get().started_at.isoformat())


@pytest.mark.parametrize("at", ["yesterday", "2026-06-31"])
def test_a_moment_that_is_none_is_refused(db, at):
    with pytest.raises(CommandError, match="时间有误"):
        call_command("remind", "--at", at)
    assert not SweepRun.objects.exists()


def test_the_outbox_sends_what_the_sweep_left(reply_clock, mailoutbox):
    reminders.sweep(days_to(7))
    assert outbox.deliver(days_to(7)) == 4
    assert sorted(mail.to[0] for mail in mailoutbox) == ["liyang0-drafter@example.org", "liyang0-office@example.org"]
