"""Series and numbers over HTTP: an OA opens a series, reserves, registers what was used, and reads what is missing."""

from __future__ import annotations

import uuid

import pytest

from tests.workflow.test_series import do, opened
from workflow import series
from workflow.models import NumberSeries

PURPOSE = {"purpose": "关于值班安排的通知"}


def post(api, path, data=None, whose="city.office0"):
    return api.call("post", whose, path, data or {})


def test_a_series_lives_by_its_verbs(api):
    unit = api.office.city.units[0]
    asked = {"department": str(unit.uid), "code": "丽卫函", "papers": ["reply"], "first": 37}
    made = post(api, "series/", asked)
    assert (made.status_code, made.json()["years"]) == (201, [{"year": 2026, "first": 37, "last": 36}])
    path = f"series/{made.json()['uid']}"
    number = post(api, f"{path}/reserve/", PURPOSE)
    assert (number.status_code, number.json()["text"]) == (201, "丽卫函〔2026〕37号")
    claimed = post(api, f"{path}/claim/", PURPOSE | {"year": 2026, "n": 38, "until": 39}, "city.supervisor")
    assert [row["n"] for row in claimed.json()] == [38, 39]
    assert post(api, f"{path}/start_year/", {"year": 2027, "first": 3}).json()["years"][1]["first"] == 3
    gaps = api.get("city.office0", f"{path}/gaps/").json()
    assert [(row["text"], row["kind"], row["why"]) for row in gaps] == [
        ("丽卫函〔2026〕37号", "reserved", "关于值班安排的通知")
    ]
    assert post(api, f"numbers/{gaps[0]['number']}/void/", {"reason": "取消。"}).json()["status"] == "void"
    assert post(api, f"numbers/{gaps[0]['number']}/use/").status_code == 409
    assert post(api, f"{path}/close/", {"reason": "改由OA编号。"}).json()["owned"] is False
    rows = api.get("city.office0", "numbers/?status=issued&year=2026").json()["results"]
    assert sorted(row["n"] for row in rows) == [38, 39]


def test_refusals_are_told_in_words(api):
    unit = api.office.city.units[0]
    asked = {"department": str(unit.uid), "code": "丽 卫函", "papers": ["reply"]}
    assert "机关代字为2至16个字" in post(api, "series/", asked).json()["detail"]
    assert post(api, "series/", asked | {"code": "丽卫函"}, "city.office1").status_code == 403
    row = opened(api.office)
    assert post(api, f"series/{row.uid}/reserve/", PURPOSE, "city.office1").status_code == 404
    assert post(api, f"series/{row.uid}/reserve/", PURPOSE, "city.reader").status_code == 403
    assert post(api, f"series/{row.uid}/reserve/", {"purpose": ""}).status_code == 422
    assert post(api, f"numbers/{uuid.uuid4()}/use/").status_code == 404


def test_a_reply_is_numbered_without_typing(api):
    opened(api.office)
    reply = api.office.signed()
    path = f"replies/{reply.uid}"
    kept = post(api, f"{path}/reserve_number/")
    assert (kept.status_code, kept.json()["reserved_number"]) == (200, "丽卫函〔2026〕1号")
    assert post(api, f"{path}/number/", {"doc_number": "丽卫函〔2026〕7号"}).status_code == 422
    assert post(api, f"{path}/void_number/", {"reason": "印错。"}).json()["reserved_number"] is None
    assert post(api, f"{path}/number/").json()["doc_number"] == "丽卫函〔2026〕2号"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(api, django_assert_num_queries, count):
    for index in range(count):
        row = opened(api.office, code=f"丽卫{'一二三'[index]}函", papers=["reply"], unit=index, who=f"office{index}")
        do(api.office, series.reserve, row, who=f"office{index}", **PURPOSE)
    assert NumberSeries.objects.count() == count
    api.get("city.supervisor", "series/")
    with django_assert_num_queries(4):
        assert len(api.get("city.supervisor", "series/").json()["results"]) == count
    with django_assert_num_queries(2):
        assert len(api.get("city.supervisor", "numbers/").json()["results"]) == count
