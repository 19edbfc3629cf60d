"""Copies over HTTP: found by state, acknowledged by the system that got them, returned and sent again."""

from __future__ import annotations

import pytest
from django.test import Client

from replies.models import CopyRecipient
from tests.replies.test_dispatching import copy_of


def post(api, copy, verb, whose="city.office0", **data):
    return api.call("post", whose, f"copies/{copy.uid}/{verb}/", data)


def test_a_receiving_system_acknowledges_what_it_got(api):
    reply = api.office.sent("lead", "assist")
    api.office.sent(number="36", doc_number="丽卫函〔2026〕13号")
    unit = api.office.city.units[1]
    rows = api.get("city.office1", f"copies/?department={unit.uid}&status=sent").json()["results"]
    assert [(row["name"], row["status"], row["department"]) for row in rows] == [("民政局", "sent", str(unit.uid))]
    copy = copy_of(reply, "民政局")
    told = post(api, copy, "acknowledge", "city.office1")
    assert (told.status_code, told.json()["status"], told.json()["received_on"]) == (200, "received", "2026-03-02")
    assert post(api, copy, "acknowledge", "city.office1").status_code == 409


def test_what_comes_back_is_sent_again_by_another_way(api):
    copy = copy_of(api.office.sent())
    assert post(api, copy, "return").status_code == 422
    told = post(api, copy, "return", reason="系统拒收。").json()
    assert (told["status"], told["return_reason"], "resend" in told["allowed_moves"]) == (
        "returned",
        "系统拒收。",
        True,
    )
    told = post(api, copy, "resend", channel="paper").json()
    assert (told["status"], told["resent"], told["channel"]) == ("sent", 1, "paper")


@pytest.mark.parametrize(("whose", "status"), [("city.reader", 403), ("city.office1", 404), ("county.supervisor", 404)])
def test_others_register_nothing(api, whose, status):
    copy = copy_of(api.office.sent())
    assert post(api, copy, "acknowledge", whose).status_code == status
    assert CopyRecipient.objects.get(pk=copy.pk).status == "sent"


def test_a_letter_tells_its_prints_and_may_go_before_its_copies(api):
    reply = api.office.numbered()
    given = {"copies_later": True, "form_enclosed": True}
    told = api.call("post", "city.office0", f"replies/{reply.uid}/send/", given).json()
    assert told["form_enclosed"] is True
    assert told["prints"] == {"addressees": 1, "copies": 2, "file": 2, "total": 5}
    assert {copy["status"] for copy in told["copies"]} == {""}
    rows = [{"uid": copy["uid"]} for copy in told["copies"]]
    sent = api.call("post", "city.office0", "copies/bulk/", {"move": "dispatch", "rows": rows})
    assert {row["done"] for row in sent.json()["results"]} == {True}


def test_a_whole_line_is_taken_apart(api):
    reply = api.office.drafted()
    line = "市政协提案委（3份），卧龙区委、政府（各1份）。"
    body = {"version": reply.version, "copies": [{"name": line}]}
    told = api.call("patch", "city.drafter0", f"replies/{reply.uid}/", body).json()
    assert [(copy["name"], copy["copies"]) for copy in told["copies"]] == [
        ("市政协提案委", 3), ("卧龙区委", 1), ("卧龙区政府", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_one_query(api, django_assert_num_queries, count):
    for n in range(count):
        api.office.sent(number=f"{n}", doc_number=f"丽卫函〔2026〕{n + 1}号")
    api.get("city.supervisor", "copies/")
    with django_assert_num_queries(2):
        assert len(api.get("city.supervisor", "copies/").json()["results"]) == 2 * count


@pytest.mark.parametrize("form", ["json", "multipart"])
def test_a_correction_that_is_silent_about_the_form_leaves_it(api, form):
    reply = api.office.numbered()
    api.post("city.office0", f"replies/{reply.uid}/send/", {"form_enclosed": True})
    given = {"doc_number": "丽卫函〔2026〕21号", "reason": "登记时误填。"}
    body = {"data": given} | ({"content_type": "application/json"} if form == "json" else {})
    headers = {"Authorization": f"Bearer {api.key('city.supervisor')}"}
    told = Client().post(f"/api/v1/replies/{reply.uid}/correct/", **body, headers=headers).json()
    assert (told["doc_number"], told["form_enclosed"]) == (given["doc_number"], True)
