import datetime as dt

import pytest
from django.utils import timezone

from workflow.api import keys
from workflow.enums import Role
from workflow.errors import Invalid
from workflow.models import ApiKey


def code(client, header: str | None) -> tuple[int, str]:
    answer = client.get("/api/v1/proposals/", headers={"Authorization": header} if header else {})
    return answer.status_code, answer["Content-Type"]


def test_a_key_opens_the_door(client, api):
    assert code(client, f"Bearer {api.key('city.reader')}") == (200, "application/json")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x.y", "Bearer .", "Basic eDp5", "Bearer \xff", "Token x"])
def test_without_a_known_key_nothing_is_shown(client, office, header):
    answer = client.get("/api/v1/proposals/", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert (answer["WWW-Authenticate"], set(answer.json())) == ("Bearer", {"type", "title", "status", "detail", "code"})


def test_a_right_prefix_with_a_wrong_secret_is_no_key(client, api):
    prefix = api.key("city.reader").partition(".")[0]
    assert code(client, f"Bearer {prefix}.wrong") == (401, "application/problem+json")


@pytest.mark.parametrize("end", ["revoked_at", "expires_at"])
def test_a_key_that_has_ended_is_no_key(client, api, end):
    header = f"Bearer {api.key('city.reader')}"
    past = timezone.now() - dt.timedelta(seconds=1)
    ApiKey.objects.update(created_at=past - dt.timedelta(days=9), **{end: past})
    assert code(client, header) == (401, "application/problem+json")


def test_only_the_hash_of_a_secret_is_kept(api):
    secret = api.key("city.reader").partition(".")[2]
    row = ApiKey.objects.get()
    assert secret not in str({field.name: getattr(row, field.name) for field in row._meta.fields})


def test_the_last_use_is_noted_but_not_every_time(client, api, django_assert_num_queries):
    header = {"Authorization": f"Bearer {api.key('city.reader')}"}
    client.get("/api/v1/departments/", headers=header)
    assert ApiKey.objects.get().last_used_at is not None
    with django_assert_num_queries(2):
        client.get("/api/v1/departments/", headers=header)


def test_a_unit_key_holds_unit_roles_only(office):
    city = office.city
    key, _ = keys.issue(
        name="oa", jurisdiction=city.place, department=city.units[0], scopes=["office", "supervisor", "read", "x"]
    )
    assert [(post.role, post.unit_id) for post in key.posts()] == [(Role.OFFICE, city.units[0].pk)]


def test_a_key_of_a_foreign_unit_is_refused(office):
    with pytest.raises(Invalid):
        keys.issue(name="oa", jurisdiction=office.city.place, department=office.county.units[0], scopes=["office"])
    assert not ApiKey.objects.exists()


RESOURCES = ("proposals", "assignments", "replies", "copies", "departments", "sessions")


@pytest.mark.parametrize("resource", RESOURCES)
def test_another_place_sees_empty_lists_and_nothing_behind_an_address(api, resource):
    api.office.sent()
    mine = api.get("city.supervisor", f"{resource}/").json()["results"]
    assert mine
    theirs = api.get("county.supervisor", f"{resource}/").json()["results"]
    assert {row["uid"] for row in mine} & {row["uid"] for row in theirs} == set()
    assert api.get("city.supervisor", f"{resource}/{mine[0]['uid']}/").status_code == 200
    assert api.get("county.supervisor", f"{resource}/{mine[0]['uid']}/").status_code == 404


@pytest.mark.parametrize("resource", ["proposals", "assignments", "replies"])
def test_a_unit_sees_its_own_cases_only(api, resource):
    api.office.sent()
    assert len(api.get("city.drafter0", f"{resource}/").json()["results"]) == 1
    assert api.get("city.drafter2", f"{resource}/").json()["results"] == []


def test_a_draft_is_hidden_from_the_other_units_of_the_case(api):
    reply = api.office.drafted("lead", "assist")
    assert api.get("city.drafter0", f"replies/{reply.uid}/").status_code == 200
    assert api.get("city.drafter1", f"replies/{reply.uid}/").status_code == 404


@pytest.mark.parametrize("path", ["nothing/", "proposals/x/", "proposals/x/fly/"])
def test_an_address_that_is_not_there(api, client, path):
    answer = api.get("city.reader", path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert client.get(f"/api/v1/{path}").status_code == 401
