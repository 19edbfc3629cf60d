"""件数宽限: more days for a unit that was given many items of one session, once a step, and the reason stands there."""

import datetime as dt

from django.core.management import call_command

from proposals.models import Assignment
from workflow import clocks
from workflow.models import Clock, ClockEvent

D = dt.date.fromisoformat


def dues() -> list[dt.date]:
    return list(Clock.objects.filter(kind="reply").order_by("pk").values_list("due", flat=True))


def test_each_step_gives_its_days_once(office):
    office.city.rule.content["switches"]["volume_allowance"] = [[2, 7], [4, 14]]
    office.city.rule.save()
    told = []
    for number in range(1, 6):
        office.assigned(number=str(number))
        told.append(dues())
    plain, first, second = D("2026-06-02"), D("2026-06-09"), D("2026-06-16")
    assert told == [[plain], [first] * 2, [first] * 3, [second] * 4, [second] * 5]
    lines = ClockEvent.objects.filter(clock__kind="reply").order_by("clock", "pk").values_list("days", "reason")
    two, four = "市政协七届二次会议本单位承办满2件", "市政协七届二次会议本单位承办满4件"
    assert list(lines) == [(7, two), (7, four)] * 3 + [(14, four)] * 2
    why = [step.why for step in clocks.explain(Clock.objects.filter(kind="reply")[0]).steps]
    assert "按承办件数宽限14日" in why
    call_command("check_clocks")


def test_opinions_of_co_handlers_and_other_units_do_not_count(office):
    office.city.rule.content["switches"]["volume_allowance"] = [[2, 7]]
    office.city.rule.save()
    office.assigned("lead", "assist", number="1")
    office.assigned(number="2", place=office.county)
    assert not ClockEvent.objects.exists()
    office.assigned("lead", "assist", number="3")
    lead = Assignment.objects.filter(role="lead").values("uid")
    assert set(ClockEvent.objects.values_list("clock__subject_uid", flat=True)) == set(
        lead.values_list("uid", flat=True)
    )
