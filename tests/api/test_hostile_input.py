"""Whatever a program sends, the answer is a refusal in good form and never an error of ours."""

import json

import pytest
from django.test import Client

HUGE = 10**30
NAMES = ["\x00", "a\x00b", "\ud800", "💥" * 50, "'; DROP TABLE x; --", "<script>", "％％％"]


def answer_to(api, whose, method, path, raw: str | bytes):
    return getattr(Client(raise_request_exception=False), method)(
        f"/api/v1/{path}",
        data=raw,
        content_type="application/json",
        headers={"Authorization": f"Bearer {api.key(whose)}"},
    )


@pytest.mark.parametrize("raw", [
    "", "{", "[]", "null", "1", '"x"', "[" * 3000, '{"a":' * 3000, b"\xff\xfe", '{"on": NaN}', '{"on": 1e999}',
    '{"note": "\\ud800"}', '{"note": "\\u0000"}', '{"note": {"a": []}}', '{"note": ["x"]}',
    json.dumps({"note": "长" * 3000}), json.dumps({"on": HUGE}),
    json.dumps({"on": [1]}), json.dumps({"on": {"x": 1}}), json.dumps({"on": True}),
])  # fmt: skip
def test_a_move_with_a_broken_body(api, raw):
    proposal = api.office.proposal()
    answer = answer_to(api, "city.committee", "post", f"proposals/{proposal.uid}/submit/", raw)
    assert answer.status_code in {200, 400, 422}, answer.content[:300]
    assert answer.status_code == 200 or answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("value", [*NAMES, HUGE, -1, 1e300, True, None, [], {}, ["x"], {"uid": "x"}])
def test_odd_values_in_every_field_of_a_registration(api, value):
    good = {"session": str(api.office.city.session.uid), "title": "题", "proposers": [{"name": "赵明"}]}
    for name in (
        "session",
        "title",
        "body",
        "nature",
        "category",
        "is_key",
        "consents_to_publication",
        "proposers",
        "asks",
        "on",
    ):
        answer = answer_to(api, "city.committee", "post", "proposals/", json.dumps(good | {name: value}))
        assert answer.status_code in {201, 400, 422}, (name, answer.content[:300])


@pytest.mark.parametrize("value", [*NAMES, HUGE, -1, 1e300, True, None, [], {}, ["x"]])
def test_odd_values_in_every_field_of_a_draft(api, value):
    reply = api.office.drafted()
    for name in ("title", "addressees", "body", "grade", "grade_note", "publicity", "contact_person", "contact_phone",
                 "contact_unit", "postcode", "version", "copies"):  # fmt: skip
        reply.refresh_from_db()
        data = {"version": reply.version} | {name: value}
        answer = answer_to(api, "city.drafter0", "patch", f"replies/{reply.uid}/", json.dumps(data))
        assert answer.status_code in {200, 400, 409, 422}, (name, answer.content[:300])


@pytest.mark.parametrize("value", [*NAMES, HUGE, None, [], {}, "00000000-0000-0000-0000-000000000000"])
def test_odd_values_in_moves(api, value):
    office = api.office
    submitted, filed, assignment = office.submitted(), office.filed("7"), office.in_hand(number="8")[0]
    reply = office.signed(number="9")
    calls = (
        ("city.committee", f"proposals/{submitted.uid}/file/", {"number": value}),
        ("city.committee", f"proposals/{submitted.uid}/refuse/", {"ground": value}),
        ("city.supervisor", f"proposals/{filed.uid}/assign/", {"shares": value}),
        ("city.supervisor", f"proposals/{filed.uid}/assign/", {"shares": [value]}),
        ("city.supervisor", f"proposals/{filed.uid}/assign/", {"shares": [{"department": value, "role": value}]}),
        ("city.office0", f"assignments/{assignment.uid}/hand_to/", {"officer": value}),
        ("city.office0", f"assignments/{assignment.uid}/hand_to/", {"section": value}),
        (
            "city.drafter0",
            f"assignments/{assignment.uid}/note_contact/",
            {"way": value, "people": value, "outcome": value},
        ),
        ("city.drafter0", "replies/", {"assignment": value}),
        ("city.drafter0", "replies/", {"assignment": str(assignment.uid), "kind": value}),
        ("city.office0", f"replies/{reply.uid}/number/", {"doc_number": value}),
        ("city.committee", f"replies/{reply.uid}/record_feedback/", {"proposer": value, "attitude": value}),
    )
    for whose, path, data in calls:
        answer = answer_to(api, whose, "post", path, json.dumps(data))
        # A number may be any short text; everything else here is refused.
        assert answer.status_code in {200, 400, 409, 422}, (path, data, answer.content[:300])


@pytest.mark.parametrize("value", [*NAMES, HUGE, -1, 1e300, None, [], {}, ["x"], [{}]])
def test_odd_values_in_calendars_and_rules(api, value):
    day = {"day": "2027-04-19", "kind": "off", "name": "三月三"}
    own = {"year": 2027, "published": True, "rows": [day]}
    edition = {"source": "usual", "valid_from": "2026-06-01"}
    calls = (
        *(("calendars/", own | {name: value}) for name in ("year", "published", "rows")),
        *(("calendars/", own | {"rows": [day | {name: value}]}) for name in ("day", "kind")),
        ("calendars/", {"year": 2027, "published": True, "text": value}),
        *(("rules/", edition | {name: value}) for name in edition),
        (f"rules/{api.office.city.rule.uid}/try/", {"content": value}),
    )
    for path, data in calls:
        answer = answer_to(api, "city.administrator", "post", path, json.dumps(data))
        # Without limits and switches everything is as usual.
        usual = path.endswith("try/") and value == {}
        assert answer.status_code in ({200} if usual else {400, 422}), (path, data, answer.content[:300])
    for name in ("number", "rows"):
        given = own | ({"rows": [day | {"name": value}]} if name == "rows" else {"number": value})
        answer = answer_to(api, "city.administrator", "post", "calendars/?dry_run=true", json.dumps(given))
        assert answer.status_code in {200, 400, 422}, (name, value, answer.content[:300])


def test_a_number_beyond_every_column_is_refused(api):
    reply = api.office.signed()
    for number in ("99999999999", "9" * 40):
        data = {"on": "2026-03-02", "doc_number": f"丽卫函〔2026〕{number}号"}
        assert api.post("city.office0", f"replies/{reply.uid}/number/", data).status_code == 422


@pytest.mark.parametrize("number", [
    "\u200b丽卫函〔2026〕12号", "丽卫函\u202e〔2026〕12号", "丽卫函〔2026〕0012号", "丽卫函〔0000〕12号",
    "丽卫 函〔2026〕12号", "丽卫函[2026]12号", "丽卫函〔２０２６〕１２号",
])  # fmt: skip
def test_a_number_that_is_not_as_it_looks_is_refused(api, number):
    reply = api.office.signed()
    answer = api.post("city.office0", f"replies/{reply.uid}/number/", {"on": "2026-03-02", "doc_number": number})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["doc_number"])


@pytest.mark.parametrize("note", ["\u200b", "\u202e\u200f", "\ufeff \u00ad"])
def test_a_reason_that_nobody_sees_is_none(api, note):
    reply = api.office.numbered()
    answer = api.post("city.office0", f"replies/{reply.uid}/reissue/", {"on": "2026-03-02", "reason": note})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"reason": ["请填写重新制发的理由。"]})


def test_a_control_character_is_called_one(api):
    reply = api.office.numbered()
    answer = api.post("city.office0", f"replies/{reply.uid}/reissue/", {"reason": "a\x00b"})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"reason": ["不能含有不可见的控制字符。"]})


def test_what_cannot_be_tried_is_not_made_instead(api):
    reply = api.office.numbered()
    row = {"rows": [{"uid": str(reply.uid)}], "move": "send"}
    for call, path, given in (
        (api.post, f"replies/{reply.uid}/send/", {"on": "2026-03-02"}),
        (api.post, "replies/bulk/", row),
        (api.post, "replies/", {"assignment": str(reply.assignment.uid)}),
        (api.patch, f"replies/{reply.uid}/", {"version": reply.version, "title": "新"}),
    ):
        answer = call("city.office0", f"{path}?dry_run=true", given)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["dry_run"])
    reply.refresh_from_db()
    assert reply.status == "numbered"


def test_copies_beyond_reason_are_refused(api):
    reply = api.office.drafted()
    for copies in (
        [{"name": "甲", "copies": HUGE}],
        [{"name": "甲", "copies": 0}],
        [{"name": "甲"}, {"name": "甲"}],
        [{}],
    ):
        data = {"version": reply.version, "copies": copies}
        assert api.patch("city.drafter0", f"replies/{reply.uid}/", data).status_code == 422


@pytest.mark.parametrize("uid", ["x", "0", "%00", "00000000-0000-0000-0000-000000000000", "1" * 300])
@pytest.mark.parametrize("resource", [
    "proposals", "assignments", "replies", "copies", "departments", "sessions", "calendars", "shifts", "rules",
    "layouts",
])  # fmt: skip
def test_an_address_that_names_nothing(api, resource, uid):
    assert api.get("city.supervisor", f"{resource}/{uid}/").status_code == 404


@pytest.mark.parametrize("tag", ["*", "x", '"0", "1"', 'W/"0"', '""', "\xff"])
def test_an_odd_tag_moves_nothing(api, tag):
    reply = api.office.drafted()
    answer = api.post("city.drafter0", f"replies/{reply.uid}/submit/", {"on": "2026-03-02"}, **{"If-Match": tag})
    assert answer.status_code == 409


def test_another_content_type_is_refused(api):
    answer = Client().post(
        "/api/v1/proposals/", "<x/>", content_type="text/xml",
        headers={"Authorization": f"Bearer {api.key('city.committee')}"},
    )  # fmt: skip
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.parametrize(("move", "given"), [
    ("correct_proposers", {"reason": "误填。", "proposers": [{"name": f"委员{n}"} for n in range(201)]}),
    ("correct_proposers", {"reason": "误填。", "proposers": [{"name": "赵" * 81}]}),
    ("correct_proposers", {"reason": "甲" * 100_001, "proposers": [{"name": "赵明"}]}),
    ("report_key", {"report": "甲" * 100_001}),
    ("assign", {"shares": [{"role": "separate"}] * 201}),
])  # fmt: skip
def test_lists_and_texts_have_an_end(api, move, given):
    proposal = api.office.filed()
    answer = answer_to(api, "city.supervisor", "post", f"proposals/{proposal.uid}/{move}/", json.dumps(given))
    assert (answer.status_code, answer.json()["title"]) == (422, "内容有误"), answer.content[:300]


def test_as_many_proposers_as_a_list_bears(api):
    proposal, proposers = api.office.filed(), [{"name": f"委员{n}"} for n in range(200)]
    given = json.dumps({"reason": "误填。", "proposers": proposers, "on": "2026-03-02"})
    answer = answer_to(api, "city.supervisor", "post", f"proposals/{proposal.uid}/correct_proposers/", given)
    assert (answer.status_code, proposal.proposers.count()) == (200, 200), answer.content[:300]
