"""Programs and 格式校核: what is found, why it is let stand, and the letter as a file."""

from __future__ import annotations

import hashlib

import pytest

from replies.actions.archiving import archive_files
from replies.models import Reply, Waiver

BODY = "您提出的《关于加强社区养老服务的提案》（第35号）收悉，现答复如下：\n已建成服务站12个,床位XX张。"


@pytest.fixture
def reply(api) -> Reply:
    reply = api.office.drafted()
    Reply.objects.filter(pk=reply.pk).update(body=BODY)
    return reply


def found(api, reply, who="city.drafter0") -> dict:
    return {each["rule"]: each for each in api.get(who, f"replies/{reply.uid}/lint/").json()}


def waive(api, reply, who="city.drafter0", **data):
    return api.post(who, f"replies/{reply.uid}/waive_problem/", data)


def test_each_problem_says_where_it_stands_and_what_would_do(api, reply):
    problems = found(api, reply)
    gap, comma = problems["PLACEHOLDER"], problems["CHARS"]
    assert (gap["name"], gap["severity"], gap["stops"], gap["fix"], gap["waived"]) == (
        "未填内容", "block", True, None, None
    )  # fmt: skip
    assert (gap["part"], gap["block"], gap["quote"]) == ("body", 1, "XX")
    assert BODY.splitlines()[1][gap["start"] : gap["end"]] == "XX"
    assert (comma["severity"], comma["fix"]["replacement"]) == ("warning", "，")


def test_a_letter_of_another_unit_does_not_exist(api, reply):
    for path in ("lint", "files", "render"):
        assert api.get("city.office1", f"replies/{reply.uid}/{path}/").status_code == 404
    assert waive(api, reply, "city.office1", key="0", reason="说明").status_code == 404


def test_a_program_explains_a_problem(api, reply):
    answer = waive(api, reply, key=found(api, reply)["PLACEHOLDER"]["key"], reason="XX为代号。")
    assert answer.status_code == 200
    gap = next(each for each in answer.json() if each["rule"] == "PLACEHOLDER")
    assert (gap["stops"], gap["waived"]["reason"], gap["waived"]["happened_on"]) == (False, "XX为代号。", "2026-03-02")


@pytest.mark.parametrize(("who", "given", "refusal"), [
    ("city.signer0", {}, (403, "not_yours")),
    ("city.drafter0", {"key": "0" * 64}, (422, "invalid")),
    ("city.drafter0", {"reason": ""}, (422, "invalid")),
    ("city.drafter0", {"key": None}, (422, "invalid")),
])  # fmt: skip
def test_a_refusal_is_a_problem_document(api, reply, who, given, refusal):
    data = {"key": found(api, reply)["PLACEHOLDER"]["key"], "reason": "XX为代号。"} | given
    answer = waive(api, reply, who, **data)
    assert (answer.status_code, answer.json()["code"]) == refusal
    assert answer["Content-Type"] == "application/problem+json"
    assert not Waiver.objects.exists()


def test_a_stale_program_is_told(api, reply):
    path = f"replies/{reply.uid}/waive_problem/"
    data = {"key": found(api, reply)["PLACEHOLDER"]["key"], "reason": "XX为代号。"}
    assert api.post("city.drafter0", path, data, **{"If-Match": '"99"'}).status_code == 409
    assert not Waiver.objects.exists()


def test_what_was_explained_can_be_taken_back(api, reply):
    waive(api, reply, key=found(api, reply)["PLACEHOLDER"]["key"], reason="XX为代号。")
    path, waiver = f"replies/{reply.uid}/withdraw_waiver/", {"waiver": str(Waiver.objects.get().uid)}
    assert api.post("city.signer0", path, waiver).status_code == 403
    assert api.post("city.drafter0", path, {"waiver": str(reply.uid)}).status_code == 404
    assert api.post("city.drafter0", path, waiver).status_code == 200
    assert found(api, reply)["PLACEHOLDER"]["stops"]


def test_the_clearance_is_refused_until_then(api):
    reply = api.office.at_signing()
    Reply.objects.filter(pk=reply.pk).update(body=BODY)
    path, outcome = f"replies/{reply.uid}/enter_clearance/", {"clearance": "oa", "signer": "孙立"}
    answer = api.post("city.office0", path, outcome)
    assert (answer.status_code, answer.json()["code"]) == (409, "move_refused")
    assert answer.json()["detail"] == "格式校核未通过：“床位XX张”处尚未填写。请改正，或写情况说明。"
    assert "enter_clearance" not in api.get("city.office0", f"replies/{reply.uid}/").json()["allowed_moves"]
    waive(api, reply, "city.office0", key=found(api, reply, "city.office0")["PLACEHOLDER"]["key"], reason="代号。")
    assert api.post("city.office0", path, outcome).status_code == 200


@pytest.mark.parametrize(("fmt", "head"), [("pdf", b"%PDF"), ("docx", b"PK"), ("ofd", b"PK")])
def test_a_letter_is_printed_in_each_format(api, reply, fmt, head):
    answer = api.get("city.drafter0", f"replies/{reply.uid}/render/?format={fmt}")
    assert (answer.status_code, answer.content[: len(head)]) == (200, head)
    assert f".{fmt}" in answer["Content-Disposition"]


@pytest.mark.parametrize("query", ["", "?format=exe", "?format=json"])
def test_an_unknown_format_is_refused_in_words(api, reply, query):
    answer = api.get("city.drafter0", f"replies/{reply.uid}/render/{query}")
    assert (answer.status_code, answer.json()["errors"].keys()) == (422, {"format"})


def test_the_archived_files_are_listed_with_their_hashes_and_downloaded(api):
    reply = api.office.numbered()
    path = f"replies/{reply.uid}/files/"
    assert api.get("city.office0", path).json() == []
    archive_files(reply, at=api.office.at)
    listed = api.get("city.office0", path).json()
    assert [each["format"] for each in listed] == ["docx", "ofd", "pdf"]
    for each in listed:
        answer = api.get("city.office0", each["url"].split("/api/v1/")[1])
        assert hashlib.sha256(answer.content).hexdigest() == each["sha256"]
        assert len(answer.content) == each["size"]
    assert api.get("city.office1", listed[0]["url"].split("/api/v1/")[1]).status_code == 404
    assert api.get("city.office0", f"{path}{reply.uid}/").status_code == 404
