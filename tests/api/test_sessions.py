"""Sessions over HTTP: opened once with what earlier ones left open, tried first, and refused as at the desk."""

from __future__ import annotations

import pytest

from proposals.models import Member, Proposal, Session
from workflow.models import AuditEvent

NEXT = {"level": "city", "body": "市政协", "term": 7, "meeting": 3}
NEW_TERM = NEXT | {"term": 8, "meeting": 1}


def open_it(api, whose="city.committee", query="", **changes):
    return api.post(whose, f"sessions/{query}", NEXT | changes)


def state() -> tuple[int, int, int, int]:
    carried = Proposal.objects.filter(carried_into__isnull=False)
    return Session.objects.count(), carried.count(), Member.objects.count(), AuditEvent.objects.count()


@pytest.mark.parametrize("whose", ["city.committee", "city.administrator"])
def test_a_session_is_opened_and_tells_what_it_carries(api, whose):
    proposal = api.office.assigned(number="35")[0].proposal
    answer = open_it(api, whose, opened_on="2026-02-20", closed_on="2026-02-25")
    body = answer.json()
    session = Session.objects.get(jurisdiction=api.office.city.place, meeting=3)
    assert (answer.status_code, body["dry_run"], body["session"]["uid"]) == (201, False, str(session.uid))
    assert body["session"]["opened_on"] == "2026-02-20"
    row = {"uid": str(proposal.uid), "session": "市政协七届二次会议", "number": "35", "title": proposal.title}
    assert (body["name"], body["carried"], body["roster"]) == ("市政协七届三次会议", [row], None)
    proposal.refresh_from_db()
    assert proposal.carried_into == session
    event = AuditEvent.objects.get(move="carry_over")
    assert (event.source, event.actor) == ("api", f"密钥 {whose}")


def test_tried_first_nothing_changes_and_the_report_is_the_same(api):
    api.office.assigned()
    before = state()
    tried = open_it(api, query="?dry_run=true")
    assert (tried.status_code, tried.json()["session"], state()) == (200, None, before)
    made = open_it(api).json()
    assert tried.json() | {"dry_run": False, "session": made["session"]} == made


def test_a_new_term_brings_its_members(api):
    rows = [{"name": "赵明", "sector": "教育界"}, {"name": "", "sector": "教育界"}]
    answer = open_it(api, **NEW_TERM, members=rows).json()
    refused = [{"row": 2, "name": "", "reason": "没有姓名。"}]
    assert answer["roster"] == {"added": 1, "changed": 0, "same": 0, "refused": refused}
    assert Member.objects.get().term == 8


def test_a_new_term_copies_the_roster_of_an_older_one(api):
    Member.objects.create(jurisdiction=api.office.city.place, level="city", body="市政协", term=7, name="赵明")
    assert open_it(api, **NEW_TERM, copy_from=7).json()["roster"]["added"] == 1
    assert sorted(Member.objects.values_list("term", flat=True)) == [7, 8]


REFUSED = [
    ({"meeting": 2}, "meeting"),  # is there already
    ({"meeting": 1}, "meeting"),  # comes before one that is there
    ({"meeting": 0}, "meeting"),
    ({"term": 100}, "meeting"),
    ({"level": "moon"}, "level"),
    ({"body": " "}, "body"),
    ({"opened_on": "2026-02-25", "closed_on": "2026-02-20"}, "closed_on"),
    (NEW_TERM | {"copy_from": 6}, "members"),
    (NEW_TERM | {"copy_from": 7, "members": []}, "copy_from"),
]


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_what_the_desk_refuses_is_refused_also_when_only_tried(api, changes, field, query):
    before = state()
    answer = open_it(api, query=query, **changes)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert (list(answer.json()["errors"]), state()) == ([field], before)


@pytest.mark.parametrize("whose", ["city.supervisor", "city.reader", "city.office0"])
def test_others_open_none(api, whose):
    before = state()
    answer = open_it(api, whose)
    assert (answer.status_code, answer.json()["code"], state()) == (403, "not_yours", before)


def test_a_key_opens_sessions_of_its_own_place_only(api):
    api.office.assigned()
    answer = open_it(api, "county.committee")
    assert (answer.status_code, answer.json()["carried"]) == (201, [])
    assert Session.objects.get(pk=Session.objects.latest("id").pk).jurisdiction == api.office.county.place


def test_a_dry_run_is_asked_for_clearly(api):
    assert open_it(api, query="?dry_run=perhaps").json()["errors"].keys() == {"dry_run"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_queries(api, django_assert_num_queries, count):
    for meeting in range(3, 2 + count):
        open_it(api, meeting=meeting)
    api.get("city.office0", "sessions/")
    with django_assert_num_queries(2):
        assert len(api.get("city.office0", "sessions/").json()["results"]) == count


def test_the_days_of_a_session_are_put_right(api):
    path = f"sessions/{api.office.city.session.uid}/"
    answer = api.patch("city.committee", path, {"meeting_on": "2026-02-27"})
    assert (answer.status_code, answer.json()["meeting_on"]) == (200, "2026-02-27")
    assert api.patch("city.supervisor", path, {"meeting_on": None}).status_code == 403
    assert Session.objects.get(pk=api.office.city.session.pk).meeting_on is not None
