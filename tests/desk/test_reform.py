"""机构划转 at the desk: the preview, the reform, and what the old name still stands on."""

from __future__ import annotations

import pytest

from proposals.models import Assignment
from tests.desk.pages import words_of
from workflow.models import Appointment, Department


@pytest.fixture
def health(desk):
    return Department.objects.create(jurisdiction=desk.city.place, name="丽阳市卫生健康委员会", short_name="卫健委")


def send(desk, step, successor, *, who="administrator", **changes):
    data = {"old": desk.city.units[0].pk, "successor": successor.pk, "from_day": desk.office.day.isoformat()}
    return desk.post(getattr(desk.city, who), "reform", **data | {"step": step} | changes)


def test_the_preview_shows_what_goes_over_and_moves_nothing(desk, health):
    desk.office.in_hand(number="1")
    desk.office.sent(number="2")
    text = words_of(send(desk, "preview", health, with_people="on"))
    assert all(word in text for word in ("丽阳市卫生局 → 丽阳市卫生健康委员会", "4 人转入承继单位", "确认划转"))
    assert not Assignment.objects.filter(department=health).exists()


@pytest.mark.parametrize("who", ["administrator", "supervisor"])
def test_all_goes_over_at_once(desk, health, who):
    desk.office.in_hand()
    text = words_of(send(desk, "confirm", health, who=who, with_people="on"))
    assert "丽阳市卫生局、卫生局" in text
    assert Assignment.objects.get().department == health
    assert Appointment.objects.filter(department=health).count() == 4


def test_pages_of_answered_cases_keep_the_name_of_their_day(desk, health):
    proposal = desk.office.sent().proposal
    send(desk, "confirm", health)
    text = words_of(desk.get(desk.city.supervisor, "case", proposal.uid))
    assert ("丽阳市卫生局" in text, "丽阳市卫生健康委员会" in text) == (True, False)


def test_a_case_that_both_have_is_named_and_nothing_can_be_confirmed(desk):
    desk.office.in_hand("lead", "assist", number="35")
    response = send(desk, "preview", desk.city.units[1])
    assert ("第35号" in words_of(response), "确认划转" in words_of(response)) == (True, False)
    assert "承继单位已承办下列提案，请先调整：第35号。" in words_of(send(desk, "confirm", desk.city.units[1]))


def test_a_plan_in_which_both_stand_is_named_beside_the_cases_before_anything_is_confirmed(desk):
    heir = desk.city.units[1]
    plan = desk.office.planned()
    response = send(desk, "preview", heir)
    assert "同在下列提案的预交办中，须先调整后才能划转" in words_of(response)
    assert ("第35号" in words_of(response), "确认划转" in words_of(response)) == (True, False)
    desk.office.in_hand("lead", "assist", number="36")
    text = words_of(send(desk, "preview", heir))
    assert ("承继单位已承办下列提案" in text, "预交办中，须先调整" in text, "第36号" in text) == (True, True, True)
    refused = words_of(send(desk, "confirm", heir))
    assert (
        "承继单位已承办下列提案，请先调整：第36号。承继单位与原单位同在下列提案的预交办中，请先调整：第35号。"
        in refused
    )
    plan.planned.filter(department=heir).delete()
    assert "预交办中，须先调整" not in words_of(send(desk, "preview", heir))


def test_a_unit_does_not_succeed_itself_and_none_of_another_place(desk):
    assert "不能划转给本单位。" in words_of(send(desk, "preview", desk.city.units[0]))
    assert "确认划转" not in words_of(send(desk, "preview", desk.county.units[0]))


def test_a_second_press_is_refused(desk, health):
    send(desk, "confirm", health)
    assert "确认划转" not in words_of(send(desk, "confirm", health))
    assert Department.objects.filter(successor=health).count() == 1


@pytest.mark.parametrize("who", ["committee", "reader", "office0"])
def test_others_do_not_come_in(desk, health, who):
    assert desk.get(getattr(desk.city, who), "reform").status_code == 403
    assert send(desk, "confirm", health, who=who).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_at_one_and_at_three(desk, health, django_assert_num_queries, count):
    for number in range(count):
        desk.office.in_hand(number=str(number))
    browser = desk.of(desk.city.supervisor)
    data = {"old": desk.city.units[0].pk, "successor": health.pk, "from_day": "2026-03-02", "step": "preview"}
    with django_assert_num_queries(18):
        browser.post("/admin/desk/reform/", data)


def test_what_came_back_to_the_old_unit_is_one_press_away_from_the_new(desk, health):
    desk.office.in_hand()
    send(desk, "confirm", health)
    Assignment.objects.update(department=desk.city.units[0])  # as 重新办理 leaves it
    page = desk.get(desk.city.supervisor, "reform")
    assert "已划转单位的遗留件" in words_of(page)
    desk.post(desk.city.supervisor, "reform", follow=desk.city.units[0].uid)
    assert Assignment.objects.get().department == health
    assert "遗留件" not in words_of(desk.get(desk.city.supervisor, "reform"))
    assert desk.post(desk.city.supervisor, "reform", follow="x").status_code == 302
    assert desk.get(desk.county.supervisor, "reform").context["left"].count() == 0
