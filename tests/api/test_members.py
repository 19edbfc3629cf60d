"""Members over HTTP: no list carries a phone; one at a time is read, and the case says by whom."""

from __future__ import annotations

import pytest

from proposals.models import Member
from workflow.models import AuditEvent


@pytest.fixture
def member(api):
    place = {"jurisdiction": api.office.city.place, "level": "city", "body": "市政协", "term": 7}
    return Member.objects.create(**place, name="赵明", sector="教育界", phone="13800000001")


def test_no_row_carries_a_phone(api, member):
    api.office.in_hand()
    rows = api.get("city.committee", "members/").json()["results"]
    assert [row["name"] for row in rows] == ["赵明"]
    detail = api.get("city.committee", f"members/{member.uid}/").json()
    assert "phone" not in rows[0].keys() | detail.keys()
    assert [row["name"] for row in api.get("city.office2", "members/?name=赵明&term=7").json()["results"]] == ["赵明"]
    assert api.get("county.committee", "members/").json()["results"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_queries(api, member, django_assert_num_queries, count):
    for number in range(count - 1):
        Member.objects.create(jurisdiction=member.jurisdiction, level="city", body="市政协", term=7, name=str(number))
    api.get("city.supervisor", "members/")
    with django_assert_num_queries(2):
        assert len(api.get("city.supervisor", "members/").json()["results"]) == count


def test_a_phone_is_read_on_the_record(api, member):
    proposal = api.office.in_hand()[0].proposal
    proposer = str(proposal.proposers.get().uid)
    answer = api.post("city.office0", "phone_readings/", {"proposer": proposer})
    assert (answer.status_code, answer.json()) == (201, {"name": "赵明", "phone": "13800000001"})
    event = AuditEvent.objects.get(move="read_phone")
    assert (event.case_uid, event.source, event.actor) == (proposal.uid, "api", "密钥 city.office0")
    assert api.post("city.committee", "phone_readings/", {"member": str(member.uid)}).status_code == 201


@pytest.mark.parametrize(
    ("whose", "body", "status"),
    [
        ("city.office2", "member", 403),
        ("city.reader", "member", 403),
        ("city.office2", "proposer", 422),
        ("county.committee", "member", 422),
        ("city.committee", "neither", 422),
    ],
)
def test_others_do_not_read_it(api, member, whose, body, status):
    proposal = api.office.in_hand()[0].proposal
    named = {"member": str(member.uid), "proposer": str(proposal.proposers.get().uid)}
    given = {body: named[body]} if body in named else {}
    answer = api.post(whose, "phone_readings/", given)
    assert (answer.status_code, "13800000001" in answer.content.decode()) == (status, False)
    assert not AuditEvent.objects.filter(move="read_phone").exists()


def correct(api, member, whose="city.committee", **changes):
    return api.patch(whose, f"members/{member.uid}/", changes)


def test_a_member_is_corrected(api, member):
    answer = correct(api, member, party="民盟", phone="", until="2026-06-30")
    assert (answer.status_code, answer.json()["party"], answer.json()["until"]) == (200, "民盟", "2026-06-30")
    member.refresh_from_db()
    assert (member.phone, member.sector) == ("", "教育界")
    assert AuditEvent.objects.get(move="correct_member").source == "api"


@pytest.mark.parametrize(
    ("whose", "changes", "status"),
    [
        ("city.committee", {}, 422),
        ("city.committee", {"name": ""}, 422),
        ("city.committee", {"phone": "办公室转"}, 422),
        ("city.supervisor", {"party": "民盟"}, 403),
        ("city.office0", {"party": "民盟"}, 403),
        ("county.committee", {"party": "民盟"}, 404),
    ],
)
def test_a_wrong_correction_is_refused(api, member, whose, changes, status):
    answer = correct(api, member, whose, **changes)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    member.refresh_from_db()
    assert (member.party, member.phone) == ("", "13800000001")
