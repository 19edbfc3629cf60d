"""The sweep looks at each clock on its day, in slices, and loses nothing between them."""

import datetime as dt

import pytest

from tests.personas import moment
from workflow import clocks, digests, reminders
from workflow.models import Appointment, Clock, Dispatch, Obligation
from workflow.reminders import making

DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 6, 11)


@pytest.fixture
def clock(office) -> Clock:
    office.day = dt.date(2026, 3, 11)
    office.contact(office.in_hand()[0])
    return Clock.objects.open().get()


def at(days: int) -> dt.datetime:
    return moment(DUE - days * DAY, 9)


def looked_at_next(clock) -> dt.date:
    clock.refresh_from_db()
    return clock.remind_on


def test_a_clock_waits_for_its_next_rung(clock):
    reminders.sweep(moment(dt.date(2026, 3, 12)))
    assert looked_at_next(clock) == DUE - 30 * DAY
    reminders.sweep(at(30))
    assert looked_at_next(clock) == DUE - 15 * DAY
    reminders.sweep(at(-1))  # Friday
    assert looked_at_next(clock) == DUE + 4 * DAY


def test_what_another_milestone_hid_is_reminded_of_when_that_is_met(office):
    assignment = office.in_hand()[0]
    contact, reply = (Clock.objects.open().get(kind=kind) for kind in ("contact", "reply"))
    early = moment(contact.due, 9)
    Clock.objects.filter(pk=reply.pk).update(due=contact.due + 2 * DAY)
    reminders.sweep(early)
    assert set(Obligation.objects.values_list("clock__kind", flat=True)) == {"contact"}
    office.day = contact.due
    office.contact(assignment)
    reminders.sweep(early + dt.timedelta(hours=1))
    assert set(Obligation.objects.values_list("clock__kind", "rung")) == {("contact", 0), ("reply", 3)}


def test_what_another_milestone_hid_is_looked_at_again_the_next_day(office):
    office.in_hand()
    contact, reply = (Clock.objects.open().get(kind=kind) for kind in ("contact", "reply"))
    Clock.objects.filter(pk=reply.pk).update(due=contact.due + 2 * DAY)
    reminders.sweep(moment(contact.due, 9))
    assert looked_at_next(reply) == contact.due + DAY
    Clock.objects.filter(pk=contact.pk).update(paused_on=contact.due)
    reminders.sweep(moment(contact.due + DAY, 9))
    assert Obligation.objects.filter(clock=reply).exists()


def test_where_nobody_holds_a_post_the_supervisors_are_told(clock, office, caplog):
    Appointment.objects.filter(department=office.city.units[0]).update(until=office.day)
    reminders.sweep(at(7))
    assert set(Obligation.objects.values_list("recipient__username", flat=True)) == {"liyang-supervisor"}
    assert "nobody to remind of reply" in caplog.text


def test_many_slices_make_what_one_makes(office, monkeypatch):
    monkeypatch.setattr(making, "SLICE", 2)
    office.day = dt.date(2026, 3, 11)
    for number in range(5):
        office.contact(office.in_hand(number=str(number + 1))[0])
    assert reminders.sweep(at(7)).made == 5 * 4
    assert Dispatch.objects.count() == 4


def test_what_was_made_and_not_gathered_the_next_sweep_gathers(clock):
    assert making.make(at(7)) == 4
    assert not Dispatch.objects.exists()
    assert reminders.sweep(at(7)).made == 0
    assert Dispatch.objects.count() == 4
    assert not Obligation.objects.filter(dispatch=None).exists()


def test_an_address_that_is_gone_meanwhile_holds_up_nobody(clock, office):
    making.make(at(7))
    office.city.drafter0.email = ""
    office.city.drafter0.save(update_fields=["email"])
    digests.gather(at(7))
    assert Dispatch.objects.count() == 3
    assert Obligation.objects.filter(dispatch=None).values_list("channel", "moot_at").get() == ("email", at(7))


def test_a_server_time_that_jumps_back_an_hour_repeats_nothing(clock):
    midnight = moment(DUE + DAY, 0)
    assert reminders.sweep(midnight + dt.timedelta(minutes=30)).made == 4
    assert reminders.sweep(midnight - dt.timedelta(minutes=30)).made == 0
    assert reminders.sweep(midnight + dt.timedelta(minutes=30)).made == 0


def test_a_second_sweep_of_the_day_says_only_what_is_new(office):
    office.day = dt.date(2026, 3, 11)
    office.contact(office.in_hand()[0])
    reminders.sweep(at(7))
    Dispatch.objects.update(status="sent", sent_at=at(7))
    office.contact(office.in_hand(number="2")[0])
    reminders.sweep(at(7) + dt.timedelta(hours=1))
    first, second = Dispatch.objects.filter(recipient=office.city.office0, channel="inbox").order_by("id")
    assert (first.subject, second.subject) == ("办理期限提醒：1项", "办理期限提醒：新增1项")
    assert "第2号" in second.body
    assert "第1号" not in second.body


def test_what_is_found_before_the_message_has_gone_goes_with_it(office):
    office.day = dt.date(2026, 3, 11)
    office.contact(office.in_hand()[0])
    reminders.sweep(at(7))
    office.contact(office.in_hand(number="2")[0])
    reminders.sweep(at(7) + dt.timedelta(minutes=10))
    message = Dispatch.objects.get(recipient=office.city.office0, channel="inbox")
    assert message.subject == "办理期限提醒：2项"
    assert len(message.body.splitlines()) == 2


def test_a_message_names_the_most_pressing_and_counts_the_rest(office, monkeypatch):
    monkeypatch.setattr(digests, "MOST_LINES", 2)
    office.day = dt.date(2026, 3, 11)
    for number in "123":
        office.contact(office.in_hand(number=number)[0])
    reminders.sweep(at(7))
    message = Dispatch.objects.get(recipient=office.city.office0, channel="inbox")
    assert message.subject == "办理期限提醒：3项"
    assert message.body.splitlines()[2:] == ["另有1项，详见工作台。"]


def test_what_counts_again_after_an_undo_is_owed_again(clock, office):
    reminders.sweep(at(7))
    Obligation.objects.update(moot_at=at(7))
    clocks.store(clock, clocks.standing_of(clock))
    Clock.objects.update(epoch=0)
    assert reminders.sweep(at(7)).made == 4
    assert not Obligation.objects.exclude(moot_at=None).exists()
