"""办理规则 over HTTP: read by all of a place, begun, changed, tried and published by its administrator's key."""

from __future__ import annotations

import pytest

from workflow.models import Clock, RuleVersion
from workflow.presets import presets
from workflow.switches import SWITCHES

WRONG = {"limits": {"reply": [7, "month"]}, "switches": {"extension_most": [8, "month"]}}
SHORT = {"limits": {"reply": [2, "month"]}, "switches": {}}


def begin(api, whose="city.administrator", query="", **changes):
    given = {"source": "usual", "valid_from": "2026-03-02"} | changes
    return api.post(whose, f"rules/{query}", given)


@pytest.fixture
def draft(api) -> str:
    """The address of an edition that is not published."""
    return f"rules/{begin(api).json()['rule']['uid']}/"


def state() -> list:
    return list(RuleVersion.objects.order_by("pk").values_list("number", "content", "valid_from", "published_at"))


def test_an_edition_is_read_in_words_and_as_the_rules_keep_it(api):
    uid = api.office.city.rule.uid
    rule = api.get("city.office0", f"rules/{uid}/").json()
    assert (rule["kind"], rule["number"], rule["in_force"], rule["content"]) == (
        api.office.kind.code, 1, True, api.office.city.rule.content,
    )  # fmt: skip
    assert {"kind": "reply", "when": {}, "words": "自交办起3个月"} in rule["limits"]
    assert [each["name"] for each in rule["switches"]] == list(SWITCHES)
    told = {each["name"]: each for each in rule["switches"]}
    assert (told["late_entry"]["value"], told["late_entry"]["usual"]) == (None, False)
    assert (told["cap"]["label"], told["cap"]["value"], told["cap"]["usual"]) == ("办理最长期限", [6, "month"], True)


@pytest.mark.parametrize("preset", presets().values(), ids=lambda preset: preset.code)
def test_every_preset_is_read_in_words(api, preset):
    rule = begin(api, source=preset.code).json()["rule"]
    assert rule["content"] == preset.content
    assert all(each["words"] for each in rule["limits"])


def test_limits_that_tell_cases_apart_are_read_case_by_case(api):
    content = {"limits": {"reply": [{"by": "06-30", "when": {"is_key": True}}, {"limit": [3, "month"]}],
                          "draft": {"limit": [5, "working_day"], "before": "reply"},
                          "contact": {"limit": [10, "day"], "from": "received"}}}  # fmt: skip
    rule = RuleVersion.objects.create(
        jurisdiction=api.office.city.place, kind=api.office.kind, number=2, valid_from="2026-03-01", content=content
    )
    assert api.get("city.administrator", f"rules/{rule.uid}/").json()["limits"] == [
        {"kind": "contact", "when": {}, "words": "自签收起10日"},
        {"kind": "draft", "when": {}, "words": "答复到期前5工作日"},
        {"kind": "reply", "when": {"is_key": True}, "words": "6月30日前"},
        {"kind": "reply", "when": {}, "words": "自交办起3个月"},
    ]


@pytest.mark.parametrize("source", ["in_force", "huangshi"])
def test_a_new_edition_is_begun_from_what_is_in_force_or_a_preset(api, source):
    answer = begin(api, source=source)
    rule = answer.json()["rule"]
    expected = api.office.city.rule.content if source == "in_force" else presets()["huangshi"].content
    assert (answer.status_code, rule["number"], rule["published_at"], rule["in_force"], rule["content"]) == (
        201, 2, None, False, expected,
    )  # fmt: skip


def test_presets_are_listed(api):
    rows = api.get("city.administrator", "rules/presets/").json()
    assert [row["code"] for row in rows] == list(presets())
    assert all(row["name"] and row["says"] and row["content"]["limits"] for row in rows)


def test_tried_first_nothing_is_begun_or_published(api):
    before = state()
    tried = begin(api, query="?dry_run=true")
    assert (tried.status_code, tried.json()["rule"]["number"], state()) == (200, 2, before)
    address = f"rules/{begin(api).json()['rule']['uid']}/publish/"
    before = state()
    tried = api.post("city.administrator", f"{address}?dry_run=true")
    assert (tried.status_code, state()) == (200, before)
    assert tried.json() | {"dry_run": False} == api.post("city.administrator", address).json()


def test_a_draft_is_changed(api, draft):
    answer = api.patch("city.administrator", draft, {"content": SHORT})
    assert (answer.status_code, answer.json()["content"], answer.json()["valid_from"]) == (200, SHORT, "2026-03-02")
    answer = api.patch("city.administrator", draft, {"valid_from": "2026-06-01"})
    assert (answer.json()["content"], answer.json()["valid_from"]) == (SHORT, "2026-06-01")


def test_a_published_edition_counts_and_never_changes(api, draft):
    api.patch("city.administrator", draft, {"content": SHORT})
    answer = api.post("city.administrator", f"{draft}publish/")
    assert (answer.status_code, answer.json()["rule"]["in_force"]) == (200, True)
    api.office.in_hand()
    assert Clock.objects.get(kind="reply").due.isoformat() == "2026-05-06"
    before = state()
    for refused in (
        api.patch("city.administrator", draft, {"valid_from": "2026-06-01"}),
        api.post("city.administrator", f"{draft}publish/"),
        api.post("city.administrator", f"{draft}publish/?dry_run=true"),
    ):
        assert (refused.status_code, refused.json()["detail"]) == (422, "已发布的办理规则不再修改，请另建新版。")
    assert state() == before


def test_rules_that_remind_nobody_are_published_only_when_that_is_confirmed(api, draft):
    silent = SHORT | {"switches": {**SHORT.get("switches", {}), "ladder": []}}
    api.patch("city.administrator", draft, {"content": silent})
    before = state()
    refused = api.post("city.administrator", f"{draft}publish/")
    assert (refused.status_code, list(refused.json()["errors"]), state()) == (422, ["confirmed"], before)

    assert api.post("city.administrator", f"{draft}publish/", {"confirmed": True}).status_code == 200


def test_a_first_day_before_that_of_the_published_edition_is_refused(api):
    address = f"rules/{begin(api, valid_from='2019-12-31').json()['rule']['uid']}/publish/"
    before = state()
    answer = api.post("city.administrator", address)
    assert (answer.status_code, list(answer.json()["errors"]), state()) == (422, ["valid_from"], before)


def test_rules_are_tried_and_nothing_is_kept(api, draft):
    assignment = api.office.in_hand(number="1")[0]
    before = state()
    tried = api.post("city.administrator", f"{draft}try/", {"content": SHORT})
    assert (tried.status_code, state()) == (200, before)
    assert tried.json() == {"tried": 1, "changed": 1, "later": 0, "earlier": 1, "biggest": [{
        "assignment": str(assignment.uid), "proposal": str(assignment.proposal.uid), "number": "1",
        "title": assignment.proposal.title, "department": assignment.department.name, "kind": "reply",
        "before": "2026-06-02", "after": "2026-05-06",
    }]}  # fmt: skip
    assert api.post("city.administrator", f"{draft}try/").json()["tried"] == 1
    gone = api.post("city.administrator", f"{draft}try/", {"content": {"limits": {}}}).json()
    assert (gone["changed"], gone["biggest"][0]["after"], state()) == (1, None, before)


@pytest.mark.parametrize("count", [1, 3])
def test_a_trial_asks_the_same_of_one_and_of_three(api, draft, django_assert_num_queries, count):
    for number in range(count):
        api.office.in_hand(number=str(number + 1))
    api.post("city.administrator", f"{draft}try/", {"content": SHORT})
    with django_assert_num_queries(5):
        assert len(api.post("city.administrator", f"{draft}try/", {"content": SHORT}).json()["biggest"]) == count


@pytest.mark.parametrize("call", ["change", "try"])
def test_rules_that_contradict_themselves_are_refused_with_all_that_is_wrong(api, draft, call):
    before = state()
    if call == "change":
        answer = api.patch("city.administrator", draft, {"content": WRONG})
    else:
        answer = api.post("city.administrator", f"{draft}try/", {"content": WRONG})
    assert (answer.status_code, answer["Content-Type"], state()) == (422, "application/problem+json", before)
    assert answer.json()["errors"]["content"] == [
        "一次延期最长8个月，超过办理最长期限6个月。",
        "答复期限7个月，超过办理最长期限6个月。",
    ]


@pytest.mark.parametrize("content", [
    None, [], "x", 1, {"limits": []}, {"limits": {"reply": [0, "month"]}}, {"limits": {"reply": {"by": "02-29"}}},
    {"switches": {"colour": "red"}}, {"switches": {"cap": {"x": []}}}, {"limits": {"moon": [1, "day"]}},
    {"switches": {"local_grounds": ["甲\x00"]}}, {"switches": {"local_grounds": ["甲" * 20_000]}},
])  # fmt: skip
def test_what_is_no_rule_is_refused(api, draft, content):
    before = state()
    answer = api.patch("city.administrator", draft, {"content": content})
    assert (answer.status_code, list(answer.json()["errors"]), state()) == (422, ["content"], before)


@pytest.mark.parametrize(("changes", "field"), [
    ({"source": "atlantis"}, "source"), ({"source": None}, "source"), ({"valid_from": "2026-02-30"}, "valid_from"),
])  # fmt: skip
def test_what_an_edition_cannot_begin_with(api, changes, field):
    before = state()
    answer = begin(api, **changes)
    assert (answer.status_code, list(answer.json()["errors"]), state()) == (422, [field], before)


@pytest.mark.parametrize("whose", ["city.supervisor", "city.committee", "city.office0"])
def test_others_make_no_rules_and_see_no_drafts(api, draft, whose):
    before = state()
    assert (begin(api, whose).status_code, api.get(whose, draft).status_code) == (403, 404)
    for path in (draft, f"{draft}publish/", f"{draft}try/"):
        assert api.call("patch" if path == draft else "post", whose, path, {}).status_code == 404
    published = f"rules/{api.office.city.rule.uid}/"
    assert api.post(whose, f"{published}try/").json()["code"] == "not_yours"
    assert api.patch(whose, published, {"valid_from": "2026-06-01"}).json()["code"] == "not_yours"
    assert api.post(whose, f"{published}publish/").json()["code"] == "not_yours"
    assert state() == before


@pytest.mark.parametrize("whose", ["county.administrator", "county.office0"])
def test_another_place_sees_its_own_alone(api, draft, whose):
    rows = api.get(whose, "rules/").json()["results"]
    assert [row["uid"] for row in rows] == [str(api.office.county.rule.uid)]
    for path in (draft, f"rules/{api.office.city.rule.uid}/", f"{draft}publish/", f"{draft}try/"):
        assert api.call("post" if path.endswith(("try/", "publish/")) else "get", whose, path).status_code == 404
    assert begin(api, "county.administrator").json()["rule"]["number"] == 2


def test_lists_are_narrowed(api, draft):
    def numbers(query: str) -> list[int]:
        return [row["number"] for row in api.get("city.administrator", f"rules/?{query}").json()["results"]]

    assert numbers("") == [2, 1]
    assert (numbers("published=true"), numbers("published=false")) == ([1], [2])
    assert (numbers("in_force=true"), numbers("in_force=false")) == ([1], [2])


def test_where_nothing_is_in_force_nothing_is_marked(api, draft):
    RuleVersion.objects.filter(pk=api.office.city.rule.pk).update(published_at=None)
    rows = api.get("city.administrator", "rules/").json()["results"]
    assert [row["in_force"] for row in rows] == [False, False]
    assert begin(api, source="in_force").json()["rule"]["content"] == presets()["usual"].content


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_queries(api, django_assert_num_queries, count):
    for _ in range(1, count):
        begin(api)
    api.get("city.administrator", "rules/")
    with django_assert_num_queries(2):
        assert len(api.get("city.administrator", "rules/").json()["results"]) == count
