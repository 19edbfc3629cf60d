"""开设届次 at the desk, step by step."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from proposals.models import Member, Proposal, Session
from tests.desk.pages import words_of
from tests.sheets import xlsx


def send(desk, step, *, who="committee", **changes):
    data = {"jurisdiction": desk.city.place.pk, "level": "city", "body": "市政协", "term": 7, "meeting": 3}
    days = {"opened_on": "2026-01-14", "closed_on": "2026-01-17"}
    return desk.post(getattr(desk.city, who), "session_open", **data | days | {"step": step} | changes)


def sessions(desk) -> int:
    return Session.objects.filter(jurisdiction=desk.city.place).count()


def test_the_next_meeting_is_proposed(desk):
    form = desk.get(desk.city.committee, "session_open").context["form"]
    assert (form.initial["body"], form.initial["term"], form.initial["meeting"]) == ("市政协", 7, 3)


def test_the_preview_shows_what_will_be_carried_and_makes_nothing(desk):
    desk.office.assigned(number="1")
    text = words_of(send(desk, "open"))
    assert ("市政协七届三次会议" in text, "关于加强社区养老服务的提案" in text) == (True, True)
    assert "沿用" not in text
    assert sessions(desk) == 1


def test_back_keeps_what_was_typed(desk):
    response = send(desk, "session", opened_on="2026-01-15")
    assert (response.context["number"], "2026-01-15" in response.content.decode()) == (1, True)


def test_within_a_term_the_members_stay(desk):
    member = Member.objects.create(jurisdiction=desk.city.place, level="city", body="市政协", term=7, name="赵明")
    desk.office.assigned(number="1")
    assert "沿用本届已有名册" in words_of(send(desk, "members"))
    response = send(desk, "confirm", members="keep")
    assert "市政协七届三次会议已开设" in words_of(response)
    assert (Proposal.objects.get().carried_into.meeting, list(Member.objects.all())) == (3, [member])
    listed = desk.get(desk.city.supervisor, "search", carried="yes")
    assert [row["proposal"].number for row in listed.context["rows"]] == ["1"]
    assert "往届未结" in words_of(listed)
    assert "结转至市政协七届三次会议" in words_of(desk.get(desk.city.supervisor, "case", Proposal.objects.get().uid))


def test_a_new_term_brings_its_list_and_its_refused_lines_are_told(desk):
    file = SimpleUploadedFile("名册.xlsx", xlsx(("姓名", "界别"), ("钱进", "教育界"), ("", "农业界")))
    response = send(desk, "confirm", term=8, meeting=1, members="upload", file=file)
    assert ("没有姓名。" in words_of(response), Member.objects.get().term) == (True, 8)


def test_a_new_term_copies_the_last_or_waits(desk):
    Member.objects.create(jurisdiction=desk.city.place, level="city", body="市政协", term=7, name="赵明")
    assert "复制市政协七届名册" in words_of(send(desk, "members", term=8, meeting=1))
    send(desk, "confirm", term=8, meeting=1, members="copy")
    send(desk, "confirm", term=9, meeting=1, members="later")
    assert sorted(Member.objects.values_list("term", flat=True)) == [7, 8]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"members": "upload"}, "请选择名册文件"),
        ({"members": "moon"}, "选择一个有效的选项"),
        (
            {"members": "upload", "file": SimpleUploadedFile("x.csv", "界别,电话\n教育界,1\n".encode())},
            "没有“姓名”一栏",
        ),
    ],
)
def test_without_a_usable_list_nothing_is_opened(desk, changes, said):
    response = send(desk, "confirm", term=8, meeting=1, **changes)
    assert (said in words_of(response), response.context["number"], sessions(desk)) == (True, 3, 1)


@pytest.mark.parametrize("step", ["open", "members", "confirm"])
def test_a_second_press_is_refused_at_every_step(desk, step):
    send(desk, "confirm", members="later")
    response = send(desk, step, members="later")
    assert ("市政协七届三次会议已经开设，不必重复开设。" in words_of(response), sessions(desk)) == (True, 2)


@pytest.mark.parametrize("who", ["supervisor", "reader", "office0"])
def test_others_do_not_open_sessions(desk, who):
    assert desk.get(getattr(desk.city, who), "session_open").status_code == 403
    assert send(desk, "confirm", who=who, members="later").status_code == 403


def test_no_session_for_another_place(desk):
    response = desk.post(
        desk.county.committee,
        "session_open",
        step="confirm",
        members="later",
        jurisdiction=desk.city.place.pk,
        level="city",
        body="市政协",
        term=7,
        meeting=3,
    )
    assert (response.context["number"], sessions(desk)) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_at_one_and_at_three(desk, django_assert_num_queries, count):
    for number in range(count):
        desk.office.assigned(number=str(number))
    browser = desk.of(desk.city.committee)
    data = {"jurisdiction": desk.city.place.pk, "level": "city", "body": "市政协", "term": 7, "meeting": 3}
    with django_assert_num_queries(10):
        browser.post("/admin/desk/sessions/open/", data | {"step": "open"})
