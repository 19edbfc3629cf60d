import datetime as dt

import pytest

from proposals.api.serializers import (
    AssignmentRowSerializer,
    AssignmentSerializer,
    ProposalRowSerializer,
    ProposalSerializer,
)
from replies.api.serializers import ReplyRowSerializer, ReplySerializer
from replies.models import Reply

# Key, rows, and what the rows show.
COST = {"proposals": 4, "assignments": 3, "replies": 2, "copies": 2, "departments": 2, "sessions": 2}


@pytest.mark.parametrize("resource", COST)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(api, django_assert_num_queries, resource, count):
    for number in range(count):
        api.office.sent(number=str(number + 1), doc_number=f"丽卫函〔2026〕{number + 1}号")
    api.get("city.supervisor", f"{resource}/")  # notes the key's use once
    with django_assert_num_queries(COST[resource]):
        api.get("city.supervisor", f"{resource}/")


@pytest.mark.parametrize(("resource", "serializer"), [
    ("proposals", ProposalRowSerializer),
    ("assignments", AssignmentRowSerializer),
    ("replies", ReplyRowSerializer),
])  # fmt: skip
def test_rows_written_by_hand_have_exactly_the_declared_fields(api, resource, serializer):
    api.office.sent()
    row = api.get("city.supervisor", f"{resource}/").json()["results"][0]
    assert list(row) == serializer.Meta.fields


@pytest.mark.parametrize(("resource", "serializer"), [
    ("proposals", ProposalSerializer),
    ("assignments", AssignmentSerializer),
    ("replies", ReplySerializer),
])  # fmt: skip
def test_a_detail_has_the_declared_fields_and_its_tag(api, resource, serializer):
    reply = api.office.sent()
    uid = {"proposals": reply.proposal.uid, "assignments": reply.assignment.uid, "replies": reply.uid}[resource]
    answer = api.get("city.supervisor", f"{resource}/{uid}/")
    assert list(answer.json()) == serializer.Meta.fields
    assert answer["ETag"] == f'"{answer.json()["version"]}"'


def test_pages_follow_their_cursors_newest_first(api):
    for number in "123":
        api.office.filed(number)
    first = api.get("city.reader", "proposals/?page_size=2").json()
    assert [row["number"] for row in first["results"]] == ["3", "2"]
    second = api.get("city.reader", first["next"].partition("/api/v1/")[2]).json()
    assert [row["number"] for row in second["results"]] == ["1"]
    assert (first["previous"], second["next"]) == (None, None)


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=%00", "page_size=0", "page_size=99999999999999999999", "page_size=x"]
)
def test_a_made_up_page_breaks_nothing(api, query):
    api.office.filed()
    assert api.get("city.reader", f"proposals/?{query}").status_code in {200, 404}


def numbers(api, query: str) -> list[str]:
    return sorted(row["number"] for row in api.get("city.reader", f"proposals/?{query}").json()["results"])


def test_filters_of_proposals(api):
    office = api.office
    office.filed("1", title="关于社区养老的提案")
    office.assigned(number="2", title="关于停车的提案")
    office.sent(number="3", title="关于养老床位的提案")
    assert numbers(api, "status=filed&status=in_hand") == ["1", "2"]
    assert numbers(api, "title=养老") == ["1", "3"]
    assert numbers(api, "number=2") == ["2"]
    assert numbers(api, f"department={office.city.units[0].uid}") == ["2", "3"]
    assert numbers(api, f"session={office.county.session.uid}") == []
    assert numbers(api, "open=true") == ["1", "2", "3"]
    office.day += dt.timedelta(days=110)
    assert numbers(api, "overdue=true") == ["2"]  # the third waits for the proposer's marks alone
    first, second = (unit.uid for unit in office.city.units[:2])
    assert numbers(api, f"overdue=true&department={first}") == ["2"]
    assert numbers(api, f"overdue=true&department={second}") == []
    assert numbers(api, "origin=imported") == []


def test_filters_of_assignments_and_replies(api):
    reply = api.office.sent("lead", "assist")
    leads = api.get("city.reader", "assignments/?role=lead").json()["results"]
    assert [row["uid"] for row in leads] == [str(reply.assignment.uid)]
    opinions = api.get("city.reader", "replies/?kind=opinion").json()["results"]
    assert [row["uid"] for row in opinions] == [str(Reply.objects.get(kind="opinion").uid)]
    found = api.get("city.reader", "replies/?doc_number=丽卫函〔2026〕12号").json()["results"]
    assert [row["uid"] for row in found] == [str(reply.uid)]
    copies = api.get("city.reader", f"copies/?reply={reply.uid}").json()["results"]
    assert {row["name"] for row in copies} == {"市政协提案委", "市政府督查室", "民政局"}


@pytest.mark.parametrize("query", [
    "proposals/?status=x", "proposals/?session=x", "proposals/?department=%00", "proposals/?title=%00",
    "proposals/?number=%00", "assignments/?role=x", "replies/?doc_number=%00", "sessions/?term=x",
    "sessions/?term=99999999999999999999", "departments/?name=%00", "copies/?name=%00",
    "calendars/?year=x", "calendars/?year=99999999999999999999", "shifts/?status=x",
    "shifts/?calendar=x", "calendars/due/?start=%00&months=x",
])  # fmt: skip
def test_a_filter_that_makes_no_sense_is_refused(api, query):
    answer = api.get("city.reader", query)
    assert answer.status_code in {200, 422}
    assert answer.status_code == 422 or answer.json()["results"] == []
