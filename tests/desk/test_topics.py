"""专题 at the desk: a list, its cases, and putting them in from a list or from the case."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from proposals.actions import topics
from proposals.models import Topic
from tests.desk.pages import words_of


@pytest.fixture
def topic(desk):
    return topics.begin(jurisdiction=desk.city.place, name="医养结合", by=desk.office.by(desk.city.supervisor))


def post(desk, user, page, *args, **data):
    return desk.of(user).post(reverse(f"desk:{page}", args=args), data)


def gather(desk, user, topic, *proposals, **more):
    return desk.post(user, "topic_gather", topic=topic.uid, proposal=[each.uid for each in proposals], **more)


def in_it(desk, user, topic) -> set[str]:
    return {row["proposal"].number for row in desk.get(user, "topic", topic.uid).context["rows"]}


@pytest.mark.parametrize("who", ["supervisor", "committee"])
def test_a_topic_is_begun_and_named_anew(desk, who):
    user = getattr(desk.city, who)
    new = {"jurisdiction": desk.city.place.pk, "name": "医养结合", "note": "跨年度"}
    response = post(desk, user, "topics", **new)
    topic = Topic.objects.get()
    assert response["Location"] == reverse("desk:topic", args=[topic.uid])
    assert "已有专题“医养结合”。" in words_of(post(desk, user, "topics", **new))
    assert post(desk, user, "topic", topic.uid, name="康养结合", note="").status_code == 302
    assert Topic.objects.get().name == "康养结合"


def test_others_read_topics_and_begin_none(desk, topic):
    for who in ("office0", "reader", "administrator"):
        user = getattr(desk.city, who)
        assert "医养结合" in words_of(desk.get(user, "topics"))
        assert "新建专题" not in words_of(desk.get(user, "topics"))
        assert post(desk, user, "topics", name="别的").status_code == 403
        post(desk, user, "topic", topic.uid, name="别的")
    assert Topic.objects.get().name == "医养结合"
    assert desk.get(desk.county.supervisor, "topic", topic.uid).status_code == 404


def test_a_topic_is_begun_at_home_alone(desk):
    post(desk, desk.county.supervisor, "topics", jurisdiction=desk.city.place.pk, name="医养结合")
    assert not Topic.objects.exists()


def test_chosen_rows_of_the_list_go_into_a_topic(desk, topic):
    first, second = desk.office.filed("1"), desk.office.filed("2")
    desk.office.filed("3")
    page = words_of(desk.get(desk.city.supervisor, "search"))
    assert "所选提案加入专题" in page
    response = gather(desk, desk.city.supervisor, topic, first, second, next="/admin/desk/proposals/?number=1")
    assert response["Location"] == "/admin/desk/proposals/?number=1"
    assert in_it(desk, desk.city.supervisor, topic) == {"1", "2"}
    listed = desk.get(desk.city.supervisor, "search", topic=topic.pk).context["rows"]
    assert {row["proposal"].number for row in listed} == {"1", "2"}


def test_chosen_rows_are_taken_out(desk, topic):
    proposal = desk.office.filed()
    gather(desk, desk.city.supervisor, topic, proposal)
    desk.post(desk.city.committee, "topic_drop", topic.uid, proposal=proposal.uid)
    assert in_it(desk, desk.city.supervisor, topic) == set()


def test_from_the_page_of_a_case(desk, topic):
    proposal = desk.office.in_hand()[0].proposal
    assert "加入专题" in words_of(desk.get(desk.city.supervisor, "case", proposal.uid))
    gather(desk, desk.city.supervisor, topic, proposal)
    for user in (desk.city.supervisor, desk.city.office0):
        text = words_of(desk.get(user, "case", proposal.uid))
        assert ("医养结合" in text, "选择专题" in text) == (True, False)


def test_others_put_nothing_in_and_no_elsewhere_is_gone_to(desk, topic):
    proposal = desk.office.filed()
    assert gather(desk, desk.city.office0, topic, proposal).status_code == 404
    assert gather(desk, desk.county.supervisor, topic, proposal).status_code == 404
    assert not topic.proposals.exists()
    away = gather(desk, desk.city.supervisor, topic, proposal, next="https://example.org/")
    assert away["Location"] == reverse("desk:topic", args=[topic.uid])


def test_a_made_up_choice_changes_nothing_and_says_so(desk, topic):
    data = {"topic": topic.uid, "proposal": ["x", str(uuid.UUID(int=0))], "next": "/admin/desk/topics/"}
    response = desk.of(desk.city.supervisor).post(reverse("desk:topic_gather"), data, follow=True)
    assert "请先选择提案。" in words_of(response)
    assert desk.post(desk.city.supervisor, "topic_gather", topic="x").status_code == 404


def test_a_unit_counts_and_sees_its_own_cases_alone(desk, topic):
    mine, other = desk.office.in_hand(number="1")[0].proposal, desk.office.filed("2")
    gather(desk, desk.city.supervisor, topic, mine, other)
    assert [count for _, count in desk.get(desk.city.office0, "topics").context["topics"]] == [1]
    assert [count for _, count in desk.get(desk.city.reader, "topics").context["topics"]] == [2]
    assert in_it(desk, desk.city.office0, topic) == {"1"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_at_one_and_at_three(desk, topic, django_assert_num_queries, count):
    for number in range(count):
        topics.begin(jurisdiction=desk.city.place, name=str(number), by=desk.office.by(desk.city.supervisor))
        gather(desk, desk.city.supervisor, topic, desk.office.in_hand(number=str(number))[0].proposal)
    browser = desk.of(desk.city.supervisor)
    with django_assert_num_queries(6):
        browser.get("/admin/desk/topics/")
    with django_assert_num_queries(11):
        browser.get(f"/admin/desk/topics/{topic.uid}/")
