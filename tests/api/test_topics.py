"""Topics over HTTP: read by all of the place, filled by those who keep them, found by the filter of proposals."""

from __future__ import annotations

import uuid

import pytest

from proposals.actions import opening, topics
from workflow.models import AuditEvent


@pytest.fixture
def topic(api):
    office = api.office
    return topics.begin(jurisdiction=office.city.place, name="医养结合", by=office.by(office.city.supervisor))


def put(api, whose, topic, proposal, method="put"):
    return api.call(method, whose, f"topics/{topic.uid}/proposals/{proposal}/")


def found(api, query) -> list[str]:
    return [row["number"] for row in api.get("city.reader", f"proposals/?{query}").json()["results"]]


def test_a_proposal_is_put_in_found_and_taken_out(api, topic):
    proposal = api.office.filed("1")
    api.office.filed("2")
    assert put(api, "city.committee", topic, proposal.uid).status_code == 204
    assert put(api, "city.committee", topic, proposal.uid).status_code == 204
    assert found(api, f"topic={topic.uid}") == ["1"]
    assert put(api, "city.supervisor", topic, proposal.uid, "delete").status_code == 204
    assert found(api, f"topic={topic.uid}") == []
    moves = AuditEvent.objects.of_case(proposal.uid).filter(move__endswith="_topic").values_list("move", "source")
    assert list(moves) == [("add_topic", "api"), ("remove_topic", "api")]


@pytest.mark.parametrize(("whose", "status"), [("city.reader", 403), ("city.office0", 404), ("county.supervisor", 404)])
def test_others_put_nothing_in(api, topic, whose, status):
    proposal = api.office.filed()
    assert put(api, whose, topic, proposal.uid).status_code == status
    assert not topic.proposals.exists()


@pytest.mark.parametrize("proposal", [str(uuid.UUID(int=0)), "-" * 36])
def test_what_is_no_proposal_is_not_found(api, topic, proposal):
    assert put(api, "city.committee", topic, proposal).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_queries(api, topic, django_assert_num_queries, count):
    for number in range(count - 1):
        topics.begin(jurisdiction=topic.jurisdiction, name=str(number), by=api.office.by(api.office.city.supervisor))
    api.get("city.office0", "topics/")
    with django_assert_num_queries(2):
        rows = api.get("city.office0", "topics/").json()["results"]
    assert (len(rows), set(rows[0])) == (count, {"uid", "name", "note"})
    assert api.get("county.office0", "topics/").json()["results"] == []


def test_what_was_carried_along_is_found_by_the_filter(api):
    office = api.office
    office.assigned(number="1")
    term = office.city.session.of_term
    opening.open_session(term=term, meeting=3, opened_on=None, closed_on=None, **office.when(office.city.committee))
    office.filed("2")
    assert found(api, "carried=true") == ["1"]
    assert sorted(found(api, "carried=false")) == ["1", "2"]
