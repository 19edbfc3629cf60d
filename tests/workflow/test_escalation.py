"""A deadline that stays late is told further up, once a step."""

import datetime as dt

import pytest

from tests.personas import moment
from workflow import reminders
from workflow.models import Appointment, Clock, Obligation, RuleVersion
from workflow.switches import wrong

DAY = dt.timedelta(days=1)


@pytest.fixture
def clock(office) -> Clock:
    office.day = dt.date(2026, 3, 11)
    office.contact(office.in_hand()[0])
    clock = Clock.objects.open().get()
    assert (clock.kind, clock.due) == ("reply", dt.date(2026, 6, 11))  # a Thursday
    return clock


def sweep(clock, days: int) -> set[str]:
    """Who is told so many days after the last one, by what their login ends with."""
    reminders.sweep(moment(clock.due + days * DAY, 9))
    found = Obligation.objects.filter(made_at=moment(clock.due + days * DAY, 9))
    return {name.split("-")[-1] for name in found.values_list("recipient__username", flat=True)}


def test_further_roles_are_told_once_each_as_the_days_pass(clock):
    usual = {"drafter", "office"}
    assert sweep(clock, 1) == usual  # Friday
    assert sweep(clock, 4) == usual | {"section_head"}  # Monday: the third day was a Sunday
    assert sweep(clock, 5) == usual | {"signer"}
    assert sweep(clock, 6) == usual
    assert sweep(clock, 11) == usual | {"supervisor"}  # Monday: the tenth day was a Sunday


def test_after_downtime_every_role_is_told_at_once(clock):
    assert sweep(clock, 12) == {"drafter", "office", "section_head", "signer", "supervisor"}


def test_who_hears_of_every_rung_is_not_told_twice(clock, office):
    Appointment.objects.create(
        user=office.city.office0, jurisdiction=office.city.place, department=office.city.units[0], role="section_head"
    )
    sweep(clock, 5)
    rungs = Obligation.objects.filter(recipient=office.city.office0, channel="inbox").values_list("rung", flat=True)
    assert list(rungs) == [-5]


@pytest.mark.parametrize(("steps", "told"), [([], set()), ([[1, "supervisor"]], {"supervisor"})])
def test_a_place_may_have_its_own_steps(clock, steps, told):
    content = clock.rule.content | {"switches": {"escalation": steps}}
    RuleVersion.objects.update(content=content)
    assert sweep(clock, 1) == {"drafter", "office"} | told


@pytest.mark.parametrize("steps", [3, [3], [[0, "signer"]], [[3, "pigeon"]], [["3", "signer"]], [[366, "signer"]]])
def test_steps_that_are_none_are_refused(steps):
    assert wrong("escalation", [[3, "section_head"]]) is None
    assert "escalation" in wrong("escalation", steps)
