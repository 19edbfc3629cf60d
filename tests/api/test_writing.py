"""Work on a draft by programs: its versions, what changed between them, remarks on passages, and who writes."""

from __future__ import annotations

import datetime as dt

import pytest

from replies.actions import editing, remarking
from replies.models import Remark, Reply
from tests.api.test_refusals import refused
from tests.personas import moment

BODY = "您提出的提案收悉，现答复如下：\n一、已经做的工作\n已建成服务站15个。"


@pytest.fixture
def reply(api) -> Reply:
    return api.office.drafted()


def revise(api, reply, body=BODY, whose="city.drafter0") -> None:
    answer = api.patch(whose, f"replies/{reply.uid}/", {"version": reply.version, "body": body})
    assert answer.status_code == 200, answer.json()
    reply.refresh_from_db()


def test_versions_say_who_made_them_and_how(api, reply):
    revise(api, reply)
    rows = api.get("city.office0", f"replies/{reply.uid}/versions/").json()["results"]
    assert [(row["number"], row["source"], row["author"], row["file"]) for row in rows] == [
        (3, "api", "密钥 city.drafter0", None), (2, "editor", "丽承办人", None), (1, "begun", "丽承办人", None),
    ]  # fmt: skip
    whole = api.get("city.office0", f"replies/{reply.uid}/versions/3/").json()
    assert whole == rows[0] | {"title": reply.title, "addressees": reply.addressees, "body": BODY}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_versions_costs_three_queries(api, reply, django_assert_num_queries, count):
    for number in range(count - 1):
        revise(api, reply, f"{BODY}第{number}次修改。")
    path = f"replies/{reply.uid}/versions/"
    api.get("city.office0", path)
    with django_assert_num_queries(3):
        assert len(api.get("city.office0", path).json()["results"]) == count + 1


def test_a_version_that_is_not_there(api, reply):
    for number in ("9", "0", "999999", "9999999", "x"):
        assert api.get("city.office0", f"replies/{reply.uid}/versions/{number}/").status_code == 404


def differences(api, reply, query="", whose="city.office0"):
    return api.get(whose, f"replies/{reply.uid}/differences/{query}")


def test_two_versions_are_compared_by_paragraph_and_character(api, reply):
    revise(api, reply)
    told = differences(api, reply).json()
    assert (told["before"], told["after"]) == (2, 3)
    assert told["body"][-1] == {"before": 2, "after": 2, "parts": [
        {"change": "same", "text": "已建成服务站1"}, {"change": "gone", "text": "2"}, {"change": "new", "text": "5"},
        {"change": "same", "text": "个。"},
    ]}  # fmt: skip
    assert differences(api, reply, "?before=2&after=3").json() == told
    first = differences(api, reply, "?before=1").json()
    assert (first["before"], first["after"]) == (1, 3)
    assert differences(api, reply, "?after=2").json()["before"] == 1


@pytest.mark.parametrize(("query", "field"), [
    ("?after=1", "before"), ("?before=7", "before"), ("?after=9", "after"), ("?after=0", "after"),
    ("?before=x", "before"), ("?after=99999999999999999999", "after"),
])  # fmt: skip
def test_what_cannot_be_compared_is_refused(api, reply, query, field):
    answer = differences(api, reply, query)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert list(answer.json()["errors"]) == [field]


def remark(api, reply, passage="服务站12个", whose="city.section_head0", **headers):
    start = reply.body.index(passage)
    given = {"start": start, "end": start + len(passage), "words": "请核实数字。"}
    return api.post(whose, f"replies/{reply.uid}/remark/", given, **headers)


def test_a_program_remarks_on_a_passage_and_the_remark_follows_it(api, reply):
    [made] = remark(api, reply).json()
    assert (made["quote"], made["words"], made["author"], made["number"]) == (
        "服务站12个", "请核实数字。", "密钥 city.section_head0", 2,
    )  # fmt: skip
    revise(api, reply, f"新的第一段。\n{reply.body}")
    [found] = api.get("city.drafter0", f"replies/{reply.uid}/remarks/").json()
    assert reply.body[found["start"] : found["end"]] == "服务站12个"
    revise(api, reply, BODY)
    [gone] = api.get("city.drafter0", f"replies/{reply.uid}/remarks/").json()
    assert (gone["uid"], gone["start"], gone["end"]) == (made["uid"], None, None)


def settle(api, reply, uid, whose="city.drafter0", **headers):
    return api.post(whose, f"replies/{reply.uid}/settle_remark/", {"remark": str(uid)}, **headers)


@pytest.mark.parametrize("whose", ["city.drafter0", "city.supervisor"])
def test_it_is_settled_once_by_whoever_writes_or_made_it(api, reply, whose):
    [made] = remark(api, reply, whose="city.supervisor").json()
    answer = settle(api, reply, made["uid"], whose)
    assert (answer.status_code, answer.json()) == (200, [])
    kept = Remark.objects.get()
    assert (kept.settled_key.name, kept.settled_by, kept.author) == (whose, None, None)
    refused(api, whose, f"replies/{reply.uid}/settle_remark/", {"remark": made["uid"]}, "409 moved_on")


def test_people_and_programs_settle_what_the_other_said(api, reply):
    office = api.office
    [made] = remark(api, reply).json()
    remarking.settle(Remark.objects.get(uid=made["uid"]), by=office.by(office.city.drafter0), at=office.at)
    spoken = remarking.remark(
        reply, start=0, end=3, words="谁？", by=office.by(office.city.section_head0), at=office.at
    )
    assert settle(api, reply, spoken.uid).json() == []


@pytest.mark.parametrize("whose", ["city.committee", "city.reader"])
def test_others_say_and_settle_nothing(api, reply, whose):
    given = {"start": 0, "end": 3, "words": "谁？"}
    refused(api, whose, f"replies/{reply.uid}/remark/", given, "403 not_yours")
    [made] = remark(api, reply).json()
    refused(api, whose, f"replies/{reply.uid}/settle_remark/", {"remark": made["uid"]}, "403 not_yours")
    assert api.get(whose, f"replies/{reply.uid}/remarks/").json() == [made]


@pytest.mark.parametrize(("given", "field"), [
    ({"start": 0, "end": 0}, "start"), ({"start": 5000, "end": 5010}, "start"), ({"start": -3}, "start"),
    ({"start": None}, "start"), ({"end": 10**30, "start": 10**30}, "start"), ({"words": " "}, "words"),
    ({"words": "长" * 2001}, "words"), ({"words": "a\x00b"}, "words"),
])  # fmt: skip
def test_a_remark_without_passage_or_words_is_refused(api, reply, given, field):
    whole = {"start": 0, "end": 4, "words": "话"} | given
    problem = refused(api, "city.section_head0", f"replies/{reply.uid}/remark/", whole, "422 invalid")
    assert list(problem["errors"]) == [field]


def test_places_of_another_text_are_not_remarked_on(api, reply):
    stale = {"If-Match": f'"{reply.version}"'}
    assert remark(api, reply, **stale).status_code == 200
    revise(api, reply)
    given = {"start": 0, "end": 3, "words": "谁？"}
    refused(api, "city.section_head0", f"replies/{reply.uid}/remark/", given, "409 moved_on", **stale)
    uid = {"remark": str(Remark.objects.get().uid)}
    refused(api, "city.drafter0", f"replies/{reply.uid}/settle_remark/", uid, "409 moved_on", **stale)


def test_a_remark_on_another_letter_is_not_there(api, reply):
    other = api.office.drafted(number="36")
    [made] = remark(api, other).json()
    refused(api, "city.drafter0", f"replies/{reply.uid}/settle_remark/", {"remark": made["uid"]}, "404 not_found")


def test_after_signing_nothing_is_remarked(api):
    reply = api.office.signed()
    given = {"start": 0, "end": 3, "words": "谁？"}
    refused(api, "city.signer0", f"replies/{reply.uid}/remark/", given, "409 move_refused")


@pytest.mark.parametrize("count", [1, 3])
def test_many_remarks_cost_as_much_as_one(api, reply, django_assert_num_queries, count):
    for _ in range(count):
        remark(api, reply)
    with django_assert_num_queries(3):
        assert len(api.get("city.section_head0", f"replies/{reply.uid}/remarks/").json()) == count


def writing(api, reply, whose="city.drafter0"):
    return api.get(whose, f"replies/{reply.uid}/editing/").json()


def test_a_program_sees_who_writes_and_when_the_draft_is_free(api, reply):
    office = api.office
    assert writing(api, reply) == {"may_write": True, "writing": None}
    editing.begin(reply, by=office.by(office.city.office0), at=moment(office.day, 11) - dt.timedelta(minutes=1))
    assert writing(api, reply)["writing"] == {
        "name": "丽单位办公室", "since": "2026-03-02T10:59:00+08:00", "seen_at": "2026-03-02T10:59:00+08:00",
        "free_at": "2026-03-02T11:02:00+08:00",
    }  # fmt: skip
    given = {"version": reply.version, "body": BODY}
    problem = refused(api, "city.drafter0", f"replies/{reply.uid}/", given, "409 somebody_writes", method="patch")
    assert problem["detail"] == "丽单位办公室正在修改本稿，请待保存，或在3分钟没有动静后再提交。"


def test_after_a_silence_a_program_writes(api, reply):
    office = api.office
    editing.begin(reply, by=office.by(office.city.office0), at=moment(office.day, 11) - editing.SILENCE)
    assert writing(api, reply)["writing"] is None
    revise(api, reply)


@pytest.mark.parametrize("whose", ["city.supervisor", "city.signer0"])
def test_who_may_not_write_is_told_that_alone(api, reply, whose):
    editing.begin(reply, by=api.office.by(api.office.city.drafter0), at=moment(api.office.day, 11))
    assert writing(api, reply, whose) == {"may_write": False, "writing": None}


def test_a_program_does_not_take_over(api, reply):
    refused(api, "city.drafter0", f"replies/{reply.uid}/take_over/", {}, "404 not_found")


@pytest.mark.parametrize("whose", ["city.drafter1", "county.drafter0"])
@pytest.mark.parametrize("path", ["versions", "versions/1", "differences", "remarks", "editing"])
def test_a_letter_of_others_does_not_exist(api, reply, whose, path):
    assert api.get("city.drafter0", f"replies/{reply.uid}/{path}/?after=2").status_code == 200
    assert api.get(whose, f"replies/{reply.uid}/{path}/?after=2").status_code == 404


@pytest.mark.parametrize("path", ["versions", "versions/1", "differences", "remarks", "editing"])
def test_of_a_sent_letter_others_see_the_letter_and_not_how_it_came_about(api, path):
    reply = api.office.sent("lead", "assist")
    assert api.get("city.office1", f"replies/{reply.uid}/").status_code == 200
    assert api.get("city.office1", f"replies/{reply.uid}/{path}/").status_code == 404
    assert api.get("city.office0", f"replies/{reply.uid}/{path}/").status_code == 200


@pytest.mark.parametrize("path", ["remark", "settle_remark", "upload"])
def test_others_write_nothing_on_it(api, reply, path):
    refused(api, "county.drafter0", f"replies/{reply.uid}/{path}/", {}, "404 not_found")
