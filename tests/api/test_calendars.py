"""Calendars over HTTP: who sees which, a place's own days taken as at the desk, and when a limit ends by them."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from tests.workflow.test_notices import NOTICE_2026, days
from workflow.models import CalendarVersion
from workflow.notices import read_notice

OWN = {"year": 2027, "published": True, "rows": [{"day": "2027-04-19", "kind": "off", "name": "三月三"}]}


def take(api, whose="city.administrator", query="", **changes):
    return api.post(whose, f"calendars/{query}", OWN | changes)


def own() -> list[int]:
    return list(CalendarVersion.objects.exclude(jurisdiction=None).order_by("pk").values_list("number", flat=True))


@pytest.mark.parametrize("whose", ["city.administrator", "city.supervisor"])
def test_a_place_takes_its_own_days(api, whose):
    answer = take(api, whose)
    told = answer.json()["calendar"]
    version = CalendarVersion.objects.get(jurisdiction=api.office.city.place)
    assert (answer.status_code, answer.json()["dry_run"], told["uid"]) == (201, False, str(version.uid))
    assert told["days"] == OWN["rows"]
    assert (told["year"], told["number"], told["national"], told["newest"], told["source"]) == (
        2027, 1, False, True, "清单",
    )  # fmt: skip
    assert api.get("city.office0", f"calendars/{version.uid}/").json() == told


def test_the_words_of_a_notice_are_read(api):
    text = "三月三：4月19日（周一）放假1天。"
    told = api.post("city.administrator", "calendars/", {"year": 2027, "published": True, "text": text}).json()
    assert [(row["day"], row["kind"], row["name"]) for row in told["calendar"]["days"]] == [
        ("2027-04-19", "off", "三月三")
    ]
    assert told["calendar"]["source"] == "放假通知原文"


def test_the_number_of_the_notice_is_taken_from_its_words_where_none_is_given(api):
    given = {"year": 2026, "published": True, "text": NOTICE_2026}
    told = api.post("city.administrator", "calendars/?dry_run=true", given).json()["calendar"]
    assert told["notice"] == "国办发明电〔2025〕7号"
    assert {(row["day"], row["kind"] == "work") for row in told["days"]} == days(read_notice(NOTICE_2026, 2026))
    given |= {"number": "市办发〔2025〕3号"}
    told = api.post("city.administrator", "calendars/?dry_run=true", given).json()["calendar"]
    assert told["notice"] == "市办发〔2025〕3号"


def test_tried_first_the_days_are_shown_and_nothing_is_kept(api):
    tried = take(api, query="?dry_run=true")
    assert (tried.status_code, own()) == (200, [])
    made = take(api).json()
    expected = tried.json()["calendar"] | {"uid": made["calendar"]["uid"]}
    assert (made["calendar"], own()) == (expected, [1])


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_all_that_is_wrong_is_told_at_once(api, query):
    text = "三月三：4月19日（周二）放假1天。4月20日（周二）、9月31日上班。"
    given = {"year": 2027, "published": True, "text": text}
    answer = api.post("city.administrator", f"calendars/{query}", given)
    assert (answer.status_code, answer["Content-Type"], own()) == (422, "application/problem+json", [])
    told = answer.json()["errors"]["text"]
    assert set(told) >= {
        "2027年4月19日是周一，通知写作周二。",
        "2027年4月20日是周二，本来就上班，不应列为调休上班。",
        "没有9月31日这一天。",
    }


@pytest.mark.parametrize(("changes", "field"), [
    ({"text": "三月三：4月19日放假。"}, "text"),  # both
    ({"rows": [*OWN["rows"], {"day": "2027-04-19", "kind": "work", "name": "上班"}]}, "rows"),
    ({"rows": [{"day": "2027-10-01", "kind": "work", "name": "上班"}]}, "rows"),
    ({"rows": [{"day": "2027-09-31", "kind": "off", "name": "休"}]}, "rows"),
    ({"rows": [{"day": "2027-04-19", "kind": "maybe", "name": "休"}]}, "rows"),
    ({"rows": [{"day": "9999-12-31", "kind": "off", "name": "休"}]}, "rows"),
    ({"rows": []}, "rows"),
    ({"rows": OWN["rows"] * 401}, "rows"),
    ({"year": 1999}, "year"),
    ({"published": None}, "published"),
    ({"number": "号" * 61}, "number"),
])  # fmt: skip
def test_what_cannot_be_is_refused(api, changes, field):
    answer = take(api, **changes)
    assert (answer.status_code, list(answer.json()["errors"]), own()) == (422, [field], [])


def test_an_edition_that_says_nothing_new_or_less_is_refused(api):
    take(api)
    same = take(api, query="?dry_run=true")
    assert (same.status_code, same.json()["detail"]) == (422, "与现行第1版完全相同，无需载入。")
    less = take(api, published=False)
    assert (less.status_code, list(less.json()["errors"]), own()) == (422, ["published"], [1])


@pytest.mark.parametrize("whose", ["city.committee", "city.reader", "city.office0"])
def test_others_take_none(api, whose):
    answer = take(api, whose)
    assert (answer.status_code, answer.json()["code"], own()) == (403, "not_yours", [])


def test_another_place_sees_the_national_ones_alone(api):
    uid = take(api).json()["calendar"]["uid"]
    assert api.get("county.administrator", f"calendars/{uid}/").status_code == 404
    rows = api.get("county.administrator", "calendars/?year=2027").json()["results"]
    assert [row["national"] for row in rows] == [True]
    assert {row["national"] for row in api.get("city.drafter0", "calendars/?year=2027").json()["results"]} == {
        True,
        False,
    }


def test_the_newest_edition_is_marked_and_older_ones_stay(api):
    take(api)
    take(api, rows=[{"day": "2027-04-20", "kind": "off", "name": "三月三"}])

    def numbers(query: str) -> list[tuple[int, bool]]:
        found = api.get("city.office0", f"calendars/?year=2027&national=false&{query}").json()["results"]
        return [(row["number"], row["newest"]) for row in found]

    assert (numbers(""), numbers("newest=true"), numbers("newest=false")) == (
        [(2, True), (1, False)], [(2, True)], [(1, False)],
    )  # fmt: skip
    assert numbers("published=false") == []
    assert all(row["newest"] for row in api.get("city.office0", "calendars/?national=true").json()["results"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_queries(api, django_assert_num_queries, count):
    for year in range(2027, 2027 + count):
        take(api, year=year, rows=[{"day": f"{year}-04-19", "kind": "off", "name": "三月三"}])
    api.get("city.office0", "calendars/")
    with django_assert_num_queries(2):
        rows = api.get("city.office0", "calendars/?national=false").json()["results"]
    assert len(rows) == count


@pytest.mark.parametrize(("query", "args"), [
    ("start=2026-09-28&working_days=10", ("2026-09-28", "--working-days", "10")),
    ("start=2026-07-01&months=3", ("2026-07-01", "--months", "3")),
    ("start=2026-11-02&months=3", ("2026-11-02", "--months", "3")),
])  # fmt: skip
def test_a_day_is_reckoned_as_by_the_command(api, capsys, query, args):
    call_command("due", *args, "--json")
    answer = api.get("city.reader", f"calendars/due/?{query}")
    assert (answer.status_code, answer.json()) == (200, json.loads(capsys.readouterr().out))


def test_a_day_is_reckoned_by_the_places_own_days(api):
    take(api)
    question = "calendars/due/?start=2027-04-16&working_days=1"
    assert api.get("city.office0", question).json()["due"] == "2027-04-20"
    assert api.get("county.office0", question).json()["due"] == "2027-04-19"


@pytest.mark.parametrize(("query", "fields"), [
    ("start=2026-03-02", None),
    ("start=2026-03-02&months=1&working_days=1", None),
    ("months=1", ["start"]),
    ("start=2026-02-30&months=1", ["start"]),
    ("start=2026-03-02&months=0", ["months"]),
    ("start=2026-03-02&working_days=1201", ["working_days"]),
    ("start=2026-03-02&working_days=x", ["working_days"]),
    ("start=9999-12-01&months=3", ["start"]),
])  # fmt: skip
def test_what_cannot_be_reckoned_is_refused(api, query, fields):
    answer = api.get("city.reader", f"calendars/due/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert fields is None or list(answer.json()["errors"]) == fields
