"""POST proposals/import/: a program sends a list and reads what became of each row."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from proposals.models import ImportBatch, Proposal
from tests.sheets import xlsx
from workflow.models import StoredFile

GOOD = {"number": "1", "title": "关于甲事的提案", "proposers": [{"name": "赵明"}], "filed_on": "2026-02-06"}


def send(api, rows, whose="city.committee", **options):
    query = {"session": str(api.office.city.session.uid)} | options
    address = "proposals/import/?" + "&".join(f"{name}={value}" for name, value in query.items())
    return api.post(whose, address, rows)


def upload(api, data: bytes, whose="city.committee", **form):
    form = {"session": str(api.office.city.session.uid), "file": SimpleUploadedFile("清单.xlsx", data)} | form
    headers = {"Authorization": f"Bearer {api.key(whose)}"}
    return Client(raise_request_exception=False).post("/api/v1/proposals/import/", form, headers=headers)


def fates(answer) -> list[tuple[int, str, str]]:
    return [(row["row"], row["outcome"], row["reason"]) for row in answer.json()["rows"]]


def test_each_row_has_its_outcome_and_the_good_ones_are_there(api):
    unit = api.office.city.units[0]
    rows = [GOOD | {"shares": [{"department": str(unit.uid), "role": "sole"}]}, {"number": "2", "title": ""}]
    answer = send(api, rows)
    report = answer.json()
    assert (answer.status_code, report["taken"], report["refused"], report["dry_run"]) == (200, 1, 1, False)
    assert fates(answer) == [(1, "taken", ""), (2, "refused", "没有案由。没有提案人。")]
    made = Proposal.objects.get()
    assert (report["rows"][0]["proposal"], made.status, str(made.filed_on)) == (str(made.uid), "filed", "2026-02-06")
    assert report["rows"][0]["shares"] == [{"department": str(unit.uid), "name": unit.name, "role": "sole"}]
    assert str(ImportBatch.objects.get().uid) == report["batch"]


def test_the_same_again_changes_nothing(api):
    send(api, [GOOD])
    again = send(api, [GOOD])
    assert fates(again) == [(1, "unchanged", "已有第1号，未作改动。")]
    assert (again.json()["unchanged"], Proposal.objects.count()) == (1, 1)


def test_a_dry_run_keeps_nothing(api):
    answer = send(api, [GOOD], dry_run="true")
    assert (answer.json()["dry_run"], answer.json()["batch"], answer.json()["taken"]) == (True, None, 1)
    assert (Proposal.objects.exists(), ImportBatch.objects.exists(), StoredFile.objects.exists()) == (False,) * 3


def test_a_file_with_its_options_in_the_form(api):
    data = xlsx(("案号", "案由", "提案人"), ("7", "题", "赵明"))
    assert upload(api, data, file_them="false").json()["taken"] == 1
    assert Proposal.objects.get().status == "submitted"


def test_an_unknown_unit_refuses_the_row_unless_it_may_wait(api):
    row = GOOD | {"lead": "市园林局"}
    assert fates(send(api, [row])) == [(1, "refused", "不认识的办理单位：市园林局。")]
    waiting = send(api, [row], skip_unknown_units="true")
    assert (waiting.json()["taken"], waiting.json()["rows"][0]["remarks"]) == (1, ["办理单位以后再定：市园林局。"])


def test_an_alike_title_is_told(api):
    there = api.office.filed("35", title="关于甲事的建议")
    row = send(api, [GOOD], dry_run="true").json()["rows"][0]
    assert row["alike"] == [{"proposal": str(there.uid), "line": there.line}]


@pytest.mark.parametrize(("whose", "status"), [
    ("city.committee", 200), ("city.supervisor", 403), ("city.reader", 403), ("county.committee", 422),
    ("city.office0", 403),
])  # fmt: skip
def test_lists_are_the_committees(api, whose, status):
    answer = send(api, [GOOD], whose)
    assert (answer.status_code, Proposal.objects.exists()) == (status, status == 200)
    assert status == 200 or not (ImportBatch.objects.exists() or StoredFile.objects.exists())


@pytest.mark.parametrize("rows", [[], {}, {"rows": []}, [1], [[]], "x", None, [{}], [{"title": {"a": []}}]])
def test_what_is_no_list_is_refused_in_good_form(api, rows):
    address = f"/api/v1/proposals/import/?session={api.office.city.session.uid}"
    headers = {"Authorization": f"Bearer {api.key('city.committee')}"}
    answer = Client().post(address, json.dumps(rows), content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "💥" * 50, "=1+1", 10**30, -1, True, None, [], {}, ["x"], [{}]])
def test_odd_values_in_any_field_refuse_one_row_and_break_nothing(api, value):
    names = ("number", "title", "proposers", "session", "body", "asks", "category", "nature", "is_key", "filed_on",
             "consents_to_publication", "shares", "lead", "assist", "phone", "sector")  # fmt: skip
    answer = send(api, [GOOD | {"number": str(n), "title": f"第{n}题", name: value} for n, name in enumerate(names)])
    assert (answer.status_code, len(answer.json()["rows"])) == (200, len(names))


@pytest.mark.parametrize("options", [{"session": "x"}, {"session": "00000000-0000-0000-0000-000000000000"},
                                     {"dry_run": "maybe"}])  # fmt: skip
def test_wrong_options_are_refused(api, options):
    assert send(api, [GOOD], **options).status_code == 422
    assert not Proposal.objects.exists()


def test_a_broken_file_is_refused(api):
    answer = upload(api, b"%PDF-1.7")
    assert (answer.status_code, answer.json()["errors"]["file"]) == (
        422,
        ["清单.xlsx：这是PDF文件，不是表格；请用原来的表格文件导入。"],
    )
