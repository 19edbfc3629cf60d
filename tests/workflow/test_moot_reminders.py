"""What no longer holds is not said: a message that has not gone is made again, or marked 已失效."""

import datetime as dt

import pytest

from tests.personas import moment
from workflow import clocks, outbox, reminders
from workflow.enums import Channel
from workflow.models import Clock, Dispatch, Obligation

AT = moment(dt.date(2026, 6, 4), 9)  # seven days before the last day
LATER = AT + dt.timedelta(minutes=10)


@pytest.fixture
def two(office) -> list[Clock]:
    """Two deadlines in one digest, not sent yet."""
    office.day = dt.date(2026, 3, 11)
    for number in "12":
        office.contact(office.in_hand(number=number)[0])
    reminders.sweep(AT)
    return list(Clock.objects.open().order_by("id"))


def close(clock):
    Clock.objects.filter(pk=clock.pk).update(closed_on=AT.date(), closed_at=AT)


def pause(clock):
    Clock.objects.filter(pk=clock.pk).update(paused_on=AT.date())


def move(clock):
    clocks.store(clock, clocks.standing_of(clock))


WAYS = pytest.mark.parametrize("change", [close, pause, move])


@WAYS
def test_a_message_says_only_what_still_holds(two, change, mailoutbox):
    change(two[0])
    assert outbox.deliver(AT) == 4
    assert {mail.subject for mail in mailoutbox} == {"办理期限提醒：1项"}
    assert all("第2号" in mail.body and "第1号" not in mail.body for mail in mailoutbox)
    assert set(Obligation.objects.exclude(moot_at=None).values_list("clock", "moot_at")) == {(two[0].pk, AT)}


@WAYS
def test_a_message_with_nothing_left_to_say_does_not_go_out(two, change, mailoutbox):
    for clock in two:
        change(clock)
    assert outbox.deliver(AT) == 0
    assert (set(Dispatch.objects.values_list("status", flat=True)), mailoutbox) == ({"moot"}, [])
    assert outbox.deliver(LATER) == 0


@WAYS
def test_what_waits_for_another_try_is_made_again_too(two, change, settings, mailoutbox):
    settings.EMAIL_BACKEND = "tests.mailboxes.Down"
    outbox.deliver(AT)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    change(two[1])
    assert outbox.deliver(LATER) == 2
    assert {mail.subject for mail in mailoutbox} == {"办理期限提醒：1项"}


@WAYS
def test_what_has_gone_stays_as_it_was(two, change):
    outbox.deliver(AT)
    change(two[0])
    outbox.deliver(LATER)
    assert not Obligation.objects.exclude(moot_at=None).exists()
    assert set(Dispatch.objects.values_list("status", "subject")) == {("sent", "办理期限提醒：2项")}


def test_a_new_last_day_reminds_anew_after_the_old_one_fell_away(two):
    for clock in two:
        move(clock)
    reminders.sweep(LATER)
    assert outbox.deliver(LATER) == 4
    live = Dispatch.objects.filter(status="sent", channel="inbox")
    assert set(live.values_list("subject", flat=True)) == {"办理期限提醒：2项"}


def test_what_is_no_digest_goes_out_as_it_is(two, office):
    message = outbox.enqueue(office.city.office0, Channel.INBOX, subject="通知", body="内容", at=AT)
    for clock in two:
        close(clock)
    assert outbox.deliver(AT) == 1
    message.refresh_from_db()
    assert (message.status, message.body) == ("sent", "内容")


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_one_message_and_for_three(office, django_assert_num_queries, count):
    office.day = dt.date(2026, 3, 11)
    for number in range(count):
        office.contact(office.in_hand(number=str(number + 1))[0])
    reminders.sweep(AT)
    for clock in Clock.objects.open():
        close(clock)
    with django_assert_num_queries(8):
        outbox.retract(AT)
