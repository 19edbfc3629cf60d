"""Reform over HTTP: what a unit has in hand goes over to its successor, tried first, refused as at the desk."""

from __future__ import annotations

import uuid

import pytest

from proposals.models import Assignment
from replies.actions import feedback
from workflow.models import Appointment, AuditEvent, Department


@pytest.fixture
def health(api):
    place = api.office.city.place
    return Department.objects.create(jurisdiction=place, name="丽阳市卫生健康委员会", short_name="卫健委")


def transfer(api, unit, whose="city.administrator", query="", old=None, **changes):
    given = {"successor": str(unit.uid), "from_day": api.office.day.isoformat()} | changes
    return api.post(whose, f"departments/{(old or api.office.city.units[0]).uid}/transfer/{query}", given)


def follow(api, unit, whose="city.supervisor", query=""):
    return api.post(whose, f"departments/{unit.uid}/follow/{query}")


def state() -> list[tuple]:
    held = Assignment.objects.order_by("id").values_list("department__name", "status")
    return [*held, Department.objects.filter(successor__isnull=False).count(), AuditEvent.objects.count()]


@pytest.mark.parametrize("whose", ["city.administrator", "city.supervisor"])
def test_cases_in_hand_go_over(api, health, whose):
    case = api.office.in_hand(number="35")[0]
    answer = transfer(api, health, whose, with_people=True)
    row = {
        "assignment": str(case.uid),
        "proposal": str(case.proposal.uid),
        "number": "35",
        "title": case.proposal.title,
    }
    told = {"dry_run": False, "cases": [row], "appointments": 4, "aliases": ["丽阳市卫生局", "卫生局"]}
    assert (answer.status_code, answer.json()) == (200, told)
    case.refresh_from_db()
    assert (case.department, Appointment.objects.of_unit(health).count()) == (health, 4)
    assert set(AuditEvent.objects.filter(move__in=("transfer", "succeed")).values_list("source", flat=True)) == {"api"}


def test_tried_first_nothing_changes_and_the_report_is_the_same(api, health):
    api.office.in_hand()
    before = state()
    tried = transfer(api, health, query="?dry_run=true")
    assert (tried.status_code, tried.json()["dry_run"], state()) == (200, True, before)
    assert tried.json() | {"dry_run": False} == transfer(api, health).json()


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_day": "2026-03-03"}, "from_day"),
        ({"from_day": "2026-03-01"}, "from_day"),  # the unit was still given a case on the second
        ({"from_day": "soon"}, "from_day"),
        ({"successor": "old"}, "successor"),
        ({"successor": "both"}, "successor"),
        ({"successor": "county"}, "successor"),
        ({"successor": str(uuid.UUID(int=0))}, "successor"),
    ],
)
def test_what_the_desk_refuses_is_refused_also_when_only_tried(api, health, changes, field, query):
    office = api.office
    api.office.in_hand("lead", "assist")
    named = {"old": office.city.units[0], "both": office.city.units[1], "county": office.county.units[0]}
    wanted = {key: str(named[value].uid) if value in named else value for key, value in changes.items()}
    before = state()
    answer = transfer(api, health, query=query, **wanted)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert (list(answer.json()["errors"]), state()) == ([field], before)


def test_tried_or_not_the_plans_in_which_both_stand_are_named_beside_the_cases(api):
    heir = api.office.city.units[1]
    api.office.planned()
    api.office.in_hand("lead", "assist", number="36")
    said = "承继单位已承办下列提案，请先调整：第36号。承继单位与原单位同在下列提案的预交办中，请先调整：第35号。"
    for query in ("?dry_run=true", ""):
        answer = transfer(api, heir, query=query)
        assert (answer.status_code, answer.json()["detail"]) == (422, said)
    assert transfer(api, api.office.city.units[2], query="?dry_run=true").status_code == 200


@pytest.mark.parametrize(
    ("whose", "status"),
    [("city.committee", 403), ("city.reader", 403), ("city.office0", 403), ("county.administrator", 404)],
)
def test_others_transfer_nothing(api, health, whose, status):
    before = state()
    changes = {} if status == 403 else {"successor": str(api.office.county.units[0].uid)}
    assert transfer(api, health, whose, **changes).status_code == status
    assert follow(api, api.office.city.units[0], whose).status_code == status
    assert state() == before


def test_a_transfer_happens_once(api, health):
    assert transfer(api, health).status_code == 200
    assert list(transfer(api, health).json()["errors"]) == ["old"]


def test_what_came_back_to_a_unit_follows_it(api, health):
    office, old = api.office, api.office.city.units[0]
    assert list(follow(api, old).json()["errors"]) == ["old"]
    reply = office.sent()
    transfer(api, health)
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    proposer = reply.proposal.proposers.get()
    feedback.record_feedback(reply, proposer=proposer, **marks, **office.when(office.city.committee))
    feedback.order_second_handling(reply, reason="请进一步办理", **office.when(office.city.committee))
    before = state()
    assert len(follow(api, old, query="?dry_run=true").json()["cases"]) == 1
    assert state() == before
    assert [case["number"] for case in follow(api, old).json()["cases"]] == ["35"]
    assert Assignment.objects.get().department == health
    assert follow(api, old).status_code == 422


def test_the_list_of_units_says_who_took_over(api, health, django_assert_num_queries):
    transfer(api, health)
    with django_assert_num_queries(2):
        rows = api.get("city.administrator", "departments/").json()["results"]
    assert {row["name"]: row["successor"] for row in rows}["丽阳市卫生局"] == str(health.uid)
