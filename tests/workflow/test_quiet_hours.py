"""Where the rules name hours, nobody is disturbed outside them: nothing is made, sent or tried again."""

import datetime as dt

import pytest

from tests.personas import moment
from workflow import outbox, reminders
from workflow.enums import Channel
from workflow.models import Clock, Dispatch, Obligation, RuleVersion
from workflow.switches import wrong

FRIDAY, SATURDAY, MONDAY = dt.date(2026, 6, 5), dt.date(2026, 6, 6), dt.date(2026, 6, 8)
HALF = dt.timedelta(minutes=30)


@pytest.fixture
def hours(office) -> Clock:
    """A clock with a rung on FRIDAY, and a place that may be reminded from 8:30 to 18:00."""
    rule = RuleVersion.objects.get(jurisdiction=office.city.place)
    rule.content = rule.content | {"switches": rule.content["switches"] | {"remind_hours": ["08:30", "18:00"]}}
    rule.save()
    office.day = dt.date(2026, 3, 11)
    office.contact(office.in_hand()[0])
    clock = Clock.objects.open().get()
    reminders.sweep(moment(dt.date(2026, 5, 27), 9))
    outbox.deliver(moment(dt.date(2026, 5, 27), 9))
    Obligation.objects.all().delete()
    return clock


@pytest.mark.parametrize(
    ("at", "made"),
    [
        (moment(FRIDAY, 8), 0),
        (moment(FRIDAY, 8) + HALF, 4),
        (moment(FRIDAY, 17), 4),
        (moment(FRIDAY, 18), 0),
        (moment(FRIDAY, 22), 0),
        (moment(SATURDAY, 10), 0),
    ],
)
def test_nothing_is_made_outside_the_hours(hours, at, made):
    assert reminders.sweep(at).made == made


def test_what_came_due_at_night_is_made_in_the_morning(hours):
    assert reminders.sweep(moment(FRIDAY, 20)).made == 0
    assert reminders.sweep(moment(MONDAY, 8)).made == 0
    assert reminders.sweep(moment(MONDAY, 9)).made == 4
    assert set(Obligation.objects.values_list("rung", flat=True)) == {3}


def test_nothing_is_tried_again_outside_the_hours(hours, settings, mailoutbox):
    reminders.sweep(moment(FRIDAY, 17))
    settings.EMAIL_BACKEND = "tests.mailboxes.Down"
    assert outbox.deliver(moment(FRIDAY, 17) + 3 * HALF / 2) == 2  # the inbox
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [outbox.deliver(at) for at in (moment(FRIDAY, 19), moment(SATURDAY, 10), moment(MONDAY, 8))] == [0, 0, 0]
    assert set(Dispatch.objects.filter(status="pending").values_list("attempts", flat=True)) == {1}
    assert outbox.deliver(moment(MONDAY, 9)) == 2


def test_a_place_without_hours_is_sent_to_at_any_time(hours, office):
    for place in (office.city.place, office.county.place):
        message = {"subject": "通知", "body": "内容", "at": moment(FRIDAY, 22), "place": place.pk}
        outbox.enqueue(office.county.office0, Channel.INBOX, **message)
    assert outbox.deliver(moment(FRIDAY, 22)) == 1
    assert Dispatch.objects.get(jurisdiction=office.county.place).status == "sent"


def test_hours_that_cannot_be_read_silence_nobody(hours):
    content = RuleVersion.objects.get(pk=hours.rule_id).content
    RuleVersion.objects.filter(pk=hours.rule_id).update(
        content=content | {"switches": content["switches"] | {"remind_hours": ["18:00", "8"]}}
    )
    assert reminders.sweep(moment(FRIDAY, 20)).made == 4


@pytest.mark.parametrize(
    "hours_", [["18:00", "08:30"], ["8:30", "18:00"], ["08:30"], "08:30", [8, 18], ["08:30", "24:00"]]
)
def test_hours_that_are_none_are_refused(hours_):
    assert wrong("remind_hours", None) is None
    assert wrong("remind_hours", ["08:30", "18:00"]) is None
    assert "remind_hours" in wrong("remind_hours", hours_)
