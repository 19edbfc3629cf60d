"""公文版式 over HTTP: read by all of a place, begun, changed, looked at and published by its administrator's key."""

from __future__ import annotations

import pytest

from letters import profiles
from letters.files import text_of
from letters.profiles import Profile
from replies.papers import profile_of
from workflow.models import Jurisdiction, LetterProfile


def begin(api, whose="city.administrator", query="", **changes):
    given = {"source": "in_force", "valid_from": "2026-03-02"} | changes
    return api.post(whose, f"layouts/{query}", given)


def address(answer) -> str:
    assert answer.status_code == 201, answer.json()
    return f"layouts/{answer.json()['layout']['uid']}/"


@pytest.fixture
def draft(api) -> str:
    """The address of an edition that is not published."""
    return address(begin(api))


@pytest.fixture
def unit(api) -> str:
    return str(api.office.city.units[0].uid)


def publish(api, path, whose="city.administrator"):
    return api.post(whose, f"{path}publish/")


def change(api, path, whose="city.administrator", **content):
    return api.patch(whose, path, {"content": content})


def state() -> list:
    return list(LetterProfile.objects.order_by("pk").values_list("number", "content", "valid_from", "published_at"))


@pytest.mark.parametrize("name", profiles.names())
def test_a_new_edition_is_begun_from_a_preset(api, name):
    layout = begin(api, source=name).json()["layout"]
    assert (layout["number"], layout["published_at"], layout["in_force"]) == (1, None, False)
    assert layout["whole"] == profiles.load(name).as_dict()
    assert layout["content"] == {
        key: value for key, value in layout["whole"].items() if value != Profile().as_dict()[key]
    }


def test_a_unit_begins_from_what_is_in_force_and_inherits_the_rest(api, unit):
    place = address(begin(api))
    change(api, place, duplex=False)
    publish(api, place)
    layout = begin(api, department=unit).json()["layout"]
    assert (layout["department"], layout["department_name"], layout["number"]) == (unit, "丽阳市卫生局", 1)
    assert (layout["content"], layout["whole"]["duplex"]) == ({}, False)


def test_presets_are_listed(api):
    rows = api.get("city.administrator", "layouts/presets/").json()
    assert [row["code"] for row in rows] == list(profiles.names())
    assert all(row["name"] and row["says"] for row in rows)


def test_tried_first_nothing_is_begun_or_published(api):
    tried = begin(api, query="?dry_run=true")
    assert (tried.status_code, tried.json()["layout"]["number"], state()) == (200, 1, [])
    path = f"{address(begin(api))}publish/"
    before = state()
    tried = api.post("city.administrator", f"{path}?dry_run=true")
    assert (tried.status_code, tried.json()["layout"]["in_force"], state()) == (200, True, before)
    assert tried.json() | {"dry_run": False} == api.post("city.administrator", path).json()


def test_what_is_given_is_changed_the_rest_stays_and_null_lets_go(api, draft):
    answer = change(api, draft, duplex=False, mark_suffix="用笺")
    assert (answer.status_code, answer.json()["content"]) == (200, {"duplex": False, "mark_suffix": "用笺"})
    assert change(api, draft, mark_suffix=None).json()["content"] == {"duplex": False}
    answer = api.patch("city.administrator", draft, {"valid_from": "2026-06-01"})
    assert (answer.json()["content"], answer.json()["valid_from"]) == ({"duplex": False}, "2026-06-01")


def test_a_later_first_day_inherits_what_counts_then(api, unit):
    later = address(begin(api, valid_from="2026-06-01"))
    change(api, later, sealed=False)
    publish(api, later)
    own = address(begin(api, department=unit))
    assert api.get("city.administrator", own).json()["whole"]["sealed"] is True
    moved = api.patch("city.administrator", own, {"valid_from": "2026-06-01"}).json()
    assert (moved["content"], moved["whole"]["sealed"]) == ({}, False)


def test_a_published_edition_counts_and_never_changes(api, draft):
    change(api, draft, layout="letter")
    answer = publish(api, draft)
    assert (answer.status_code, answer.json()["layout"]["in_force"]) == (200, True)
    assert profile_of(api.office.drafted(), on=api.office.day) == Profile(layout="letter")
    before = state()
    for refused in (
        change(api, draft, duplex=False),
        publish(api, draft),
        api.post("city.administrator", f"{draft}publish/?dry_run=true"),
    ):
        assert (refused.status_code, refused.json()["detail"]) == (422, "已发布的公文版式不再修改，请另建新版。")
    assert state() == before


def test_a_first_day_before_that_of_the_published_edition_is_refused(api, draft):
    publish(api, draft)
    early = address(begin(api, valid_from="2026-03-01"))
    before = state()
    answer = publish(api, early)
    assert (answer.status_code, list(answer.json()["errors"]), state()) == (422, ["valid_from"], before)


@pytest.mark.parametrize(("content", "field"), [
    ({"title_form": "对{place}的答复"}, "title_form"),
    ({"title_form": "对{body:>999999999}的答复"}, "title_form"),
    ({"title_form": "对{body.__class__}的答复"}, "title_form"),
    ({"title_form": " "}, "title_form"),
    ({"duplex": "no"}, "duplex"), ({"layout": "web"}, "layout"), ({"colour": "red"}, "colour"),
    ({"salutation_most": -1}, "salutation_most"), ({"salutation_most": 10**30}, "salutation_most"),
    ({"mark_suffix": "长" * 601}, "mark_suffix"), ({"reported": ["甲"] * 200}, "reported"),
    ({"contact_lines": [{"label": "电话", "facts": ["fax"]}]}, "contact_lines"),
    ({"contact_lines": [{"label": "", "facts": []}] * 200}, "contact_lines"),
    ({"mark_suffix": "甲\x00"}, "content"), ({"mark_suffix": "甲" * 20_000}, "content"),
    ([], "content"), ("x", "content"), (7, "content"), (None, "content"),
])  # fmt: skip
@pytest.mark.parametrize("call", ["change", "sample"])
def test_what_cannot_be_printed_is_refused_with_its_field(api, draft, call, content, field):
    before = state()
    if call == "change":
        answer = api.patch("city.administrator", draft, {"content": content})
    else:
        answer = api.post("city.administrator", f"{draft}sample/", {"content": content})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), answer.content[:300]
    assert (list(answer.json()["errors"]), state()) == ([field], before)


@pytest.mark.parametrize(("changes", "field"), [
    ({"source": "atlantis"}, "source"), ({"source": "../profiles/nanyang"}, "source"), ({"source": None}, "source"),
    ({"valid_from": "2026-02-30"}, "valid_from"), ({"valid_from": None}, "valid_from"),
    ({"department": "x"}, "department"), ({"department": "00000000-0000-0000-0000-000000000000"}, "department"),
])  # fmt: skip
def test_what_an_edition_cannot_begin_with(api, changes, field):
    answer = begin(api, **changes)
    assert (answer.status_code, list(answer.json()["errors"]), state()) == (422, [field], [])


def test_a_unit_of_another_place_is_not_found(api):
    answer = begin(api, department=str(api.office.county.units[0].uid))
    assert (answer.status_code, list(answer.json()["errors"]), state()) == (422, ["department"], [])


def sample(api, path, whose="city.administrator", **content):
    return api.post(whose, f"{path}sample/", {"content": content} if content else {}, Accept="application/pdf")


def test_a_sample_letter_is_printed_and_nothing_is_kept(api, unit):
    draft = address(begin(api, department=unit))
    before = state()
    one, other = sample(api, draft), sample(api, draft, mark_suffix="用笺", grade_form="类别：{grade}")
    assert [(each.status_code, each["Content-Type"]) for each in (one, other)] == [(200, "application/pdf")] * 2
    first, second = (text_of(each.content, "a.pdf") for each in (one, other))
    assert ("丽阳市卫生局" in first, "办理结果：A" in first, "类别：A" in first) == (True, True, False)
    assert ("用笺" in second, "类别：A" in second, state()) == (True, True, before)


def test_words_that_no_paper_holds_are_told_by_the_sample(api, draft):
    answer = sample(api, draft, publicity="first_line", publicity_form="长" * 300)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["content"])
    assert "有文字超出纸面" in answer.json()["detail"]


@pytest.mark.parametrize("whose", ["city.supervisor", "city.committee", "city.office0"])
def test_others_make_none_and_see_no_drafts(api, draft, whose):
    path = address(begin(api))
    publish(api, path)
    before = state()
    assert (begin(api, whose).status_code, api.get(whose, draft).status_code) == (403, 404)
    for refused in (change(api, draft, whose, duplex=False), publish(api, draft, whose), sample(api, draft, whose)):
        assert refused.status_code == 404
    for refused in (change(api, path, whose, duplex=False), publish(api, path, whose), sample(api, path, whose)):
        assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
    assert api.get(whose, path).status_code == 200
    assert state() == before


@pytest.mark.parametrize("whose", ["county.administrator", "county.office0"])
def test_another_place_sees_its_own_alone(api, draft, whose):
    published = address(begin(api))
    publish(api, published)
    own = address(begin(api, "county.administrator"))
    publish(api, own, "county.administrator")
    assert [f"layouts/{row['uid']}/" for row in api.get(whose, "layouts/").json()["results"]] == [own]
    for path in (draft, published):
        for refused in (api.get(whose, path), change(api, path, whose), publish(api, path, whose)):
            assert refused.status_code == 404


def test_a_county_inherits_from_its_city(api, draft):
    Jurisdiction.objects.filter(pk=api.office.county.place.pk).update(parent=api.office.city.place)
    change(api, draft, sealed=False)
    publish(api, draft)
    layout = begin(api, "county.administrator").json()["layout"]
    assert (layout["content"], layout["whole"]["sealed"]) == ({}, False)


def test_lists_are_narrowed_and_the_edition_in_force_is_marked(api, unit):
    first = address(begin(api))
    publish(api, first)
    publish(api, address(begin(api)))
    own = address(begin(api, department=unit))
    publish(api, own)
    publish(api, address(begin(api, valid_from="2026-09-01")))
    begin(api, department=str(api.office.city.units[1].uid))

    def found(query: str, whose="city.administrator") -> list[tuple]:
        rows = api.get(whose, f"layouts/?{query}").json()["results"]
        return [(row["department_name"], row["number"]) for row in rows]

    assert found("") == [("丽阳市民政局", 1), ("", 3), ("丽阳市卫生局", 1), ("", 2), ("", 1)]
    assert found("in_force=true") == [("丽阳市卫生局", 1), ("", 2)]
    assert found(f"department={unit}") == [("丽阳市卫生局", 1)]
    assert found("whole_place=true") == [("", 3), ("", 2), ("", 1)]
    assert found("published=false") == [("丽阳市民政局", 1)]
    assert found("published=false", "city.office0") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_queries(api, django_assert_num_queries, count):
    for unit in api.office.city.units[:count]:
        begin(api, department=str(unit.uid))
    api.get("city.administrator", "layouts/")
    with django_assert_num_queries(2):
        assert len(api.get("city.administrator", "layouts/").json()["results"]) == count
