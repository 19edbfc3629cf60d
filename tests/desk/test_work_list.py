"""我的待办: whose it is now, in what order, at what cost."""

from __future__ import annotations

import datetime as dt

import pytest

from proposals.actions import assigning, pausing, returning
from tests.desk.pages import words_of
from tests.replies.test_clearance import switch


def listed(response) -> list[str]:
    return [row.proposal.number or row.proposal.title for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        ("assigned", "office0"),
        ("in_hand", "drafter0"),
        ("drafted", "drafter0"),
        ("at_signing", "signer0"),
        ("signed", "office0"),
        ("numbered", "office0"),
        ("sent", "committee"),
        ("filed", "supervisor"),
        ("submitted", "committee"),
    ],
)
def test_a_case_waits_for_the_one_who_holds_it_and_for_nobody_else(desk, state, holder):
    getattr(desk.office, state)()
    people = ("drafter0", "section_head0", "office0", "signer0", "supervisor", "committee", "reader", "office1")
    waiting = {name: len(listed(desk.get(getattr(desk.city, name), "work"))) for name in people}
    assert waiting == {name: int(name == holder) for name in people}


@pytest.mark.parametrize(
    ("counted", "told"), [("handed_in", "已送出，待登记送交"), ("received", "已送出，待登记委员收到")]
)
def test_a_letter_waits_for_its_arrival_on_the_list_and_on_the_case_page(desk, counted, told):
    switch(reply_counts_on=counted)
    reply = desk.office.sent()

    def pages():
        return [words_of(desk.get(desk.city.office0, *args)) for args in (("work",), ("case", reply.proposal.uid))]

    work, case = pages()
    assert ("待登记" in work.splitlines(), told in case, "已答复" in case) == (True, True, True)
    answered = desk.get(desk.city.supervisor, "work", tab="answered")
    assert [row.state.text for row in answered.context["rows"]] == ["待登记"]
    move = "hand_in" if counted == "handed_in" else "note_receipt"
    assert desk.move(desk.city.office0, "reply", reply, move).status_code == 302
    assert ["待登记" in page for page in pages()] == [False, False]
    answered = desk.get(desk.city.supervisor, "work", tab="answered")
    assert [row.state.text for row in answered.context["rows"]] == ["已答复"]


def test_a_named_officer_spares_the_others(desk):
    (assignment,) = desk.office.in_hand()
    other = desk.office._person("liyang9", "drafter", desk.city.place, desk.city.units[0])
    assigning.hand_to(assignment, officer=desk.city.drafter0, **desk.office.when(desk.city.office0))
    assert listed(desk.get(desk.city.drafter0, "work")) == ["35"]
    assert listed(desk.get(other, "work")) == []
    assert listed(desk.get(other, "work", tab="in_hand")) == ["35"]


def test_the_next_unmet_milestone_comes_first(desk):
    desk.office.assigned(number="1")
    desk.office.day += dt.timedelta(days=10)
    desk.office.assigned(number="2")
    (accepted,) = desk.office.in_hand(number="3")
    response = desk.get(desk.city.office0, "work", tab="waiting")
    assert listed(response) == ["1", "2"]
    assert [row.due.text for row in response.context["rows"]] == ["已超期 7 天", "即将到期 · 余 5 天"]
    (row,) = desk.get(desk.city.drafter0, "work").context["rows"]
    assert (row.subject, row.milestone, row.due.tone) == (accepted, "首次沟通", "fine")


@pytest.mark.parametrize(("days", "tone"), [(None, "fine"), (20, "fine"), (21, "soon")])
def test_from_which_day_on_it_is_near_says_the_place(desk, days, tone):
    desk.county.rule.content["switches"]["warn_within"] = 1
    desk.city.rule.content["switches"] |= {"warn_within": days} if days else {}
    for place in (desk.city, desk.county):
        place.rule.save()
    desk.office.in_hand()
    (row,) = desk.get(desk.city.drafter0, "work").context["rows"]
    assert (row.due.text.endswith("余 21 天"), row.due.tone) == (True, tone)
    found = desk.get(desk.city.supervisor, "search", due="soon").context["rows"]
    assert len(found) == (tone == "soon")
    assert desk.get(desk.city.supervisor, "overview").context["due_soon"] == len(found)


def test_what_stands_still_is_neither_near_nor_late(desk):
    paused, running = desk.office.in_hand(number="1")[0], desk.office.in_hand(number="2")[0]
    pausing.pause_clock(paused, reason="等待政策。", **desk.office.when(desk.city.supervisor))
    desk.office.day += dt.timedelta(days=120)
    response = desk.get(desk.city.drafter0, "work")
    told = [(row.subject, row.due.text, row.due.tone) for row in response.context["rows"]]
    assert told == [(running, "已超期 99 天", "late"), (paused, "中止计算，自2026年3月2日", "quiet")]
    assert "中止计算，自2026年3月2日" in words_of(desk.get(desk.city.drafter0, "case", paused.proposal.uid))
    found = desk.get(desk.city.supervisor, "search").context["rows"]
    assert {row["proposal"].number: row["due"].tone for row in found} == {"1": "quiet", "2": "late"}
    late = desk.get(desk.city.supervisor, "search", due="overdue").context["rows"]
    assert [row["proposal"].number for row in late] == ["2"]


def test_a_day_in_an_unpublished_year_is_marked(desk):
    desk.office.day = dt.date(2099, 12, 30)
    desk.office.assigned()
    assert "暂估" in words_of(desk.get(desk.city.office0, "work"))


def test_tabs_follow_the_step(desk):
    desk.office.drafted("lead", "assist", number="1")
    desk.office.in_hand("lead", "assist", number="2")
    (third,) = desk.office.assigned(number="3")
    returning.request_return(third, reason="不属本局职责。", **desk.office.when(desk.city.office0))
    desk.office.at_signing(number="4")
    desk.office.numbered(number="5")
    desk.office.sent(number="6", doc_number="丽卫函〔2026〕13号")
    tabs = {
        tab: listed(desk.get(desk.city.office0, "work", tab=tab))
        for tab in ("waiting", "in_hand", "returning", "reviewing", "signing", "sending", "answered")
    }
    assert tabs == {
        "waiting": [],
        "in_hand": ["2", "1", "4", "5"],
        "returning": ["3"],
        "reviewing": [],
        "signing": ["4"],
        "sending": ["5"],
        "answered": ["6"],
    }
    assert listed(desk.get(desk.city.office1, "work", tab="assists")) == ["2"]


def test_supervisors_have_tabs_for_what_is_before_hand_over(desk):
    desk.office.submitted(title="甲")
    desk.office.filed("2")
    assert listed(desk.get(desk.city.supervisor, "work", tab="examining")) == ["甲"]
    assert listed(desk.get(desk.city.supervisor, "work", tab="filed")) == ["2"]
    assert "待交办" not in words_of(desk.get(desk.city.office0, "work"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_pays_six_queries_for_any_number_of_rows(desk, django_assert_num_queries, count):
    for number in range(count):
        desk.office.assigned(number=str(number + 1))
    browser = desk.of(desk.city.office0)
    with django_assert_num_queries(6):
        assert len(listed(browser.get("/admin/desk/todo/"))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_supervisor_pays_one_more_for_what_has_no_clock(desk, django_assert_num_queries, count):
    for number in range(count):
        desk.office.filed(number=str(number + 1))
        (assignment,) = desk.office.assigned(number=str(number + 11))
        returning.request_return(assignment, reason="不属本局职责。", **desk.office.when(desk.city.office0))
    browser = desk.of(desk.city.supervisor)
    with django_assert_num_queries(7):
        assert len(listed(browser.get("/admin/desk/todo/"))) == 2 * count


def test_long_lists_turn_pages_without_counting(desk):
    for number in range(51):
        desk.office.assigned(number=str(number + 1))
    first, second = (desk.get(desk.city.office0, "work", page=page) for page in (1, 2))
    assert (len(listed(first)), listed(second)) == (50, ["51"])
    assert ("下一页" in words_of(first), "下一页" in words_of(second)) == (True, False)
    assert listed(desk.get(desk.city.office0, "work", page="x"))[0] == "1"
