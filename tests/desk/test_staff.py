"""人员与代理: what an office and an administrator see and do there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from proposals.actions import assigning, staffing
from proposals.models import Assignment
from tests.desk.pages import words_of
from workflow.models import Appointment, AuditEvent


def people(response) -> dict[str, list[str]]:
    return {each.user.name: [post.role for post in each.own + each.lent] for each in response.context["people"]}


def page(desk, user, **query):
    return desk.get(user, "staff_of", desk.city.units[0].uid, **query)


def act(desk, name, person, *, who="office0", **data):
    return desk.post(getattr(desk.city, who), f"staff_{name}", desk.city.units[0].uid, person.uid, **data)


def test_an_office_is_at_once_with_its_own_unit_and_an_administrator_chooses(desk):
    response = desk.get(desk.city.office0, "staff")
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("desk:staff_of", args=[desk.city.units[0].uid]),
    )
    listed = desk.get(desk.city.administrator, "staff").context["units"]
    assert sorted((unit.name, count) for unit, count in listed) == sorted((unit.name, 4) for unit in desk.city.units)


@pytest.mark.parametrize("who", ["drafter0", "signer0", "supervisor", "committee"])
def test_others_do_not_come_in(desk, who):
    assert desk.get(getattr(desk.city, who), "staff").status_code == 403
    assert page(desk, getattr(desk.city, who)).status_code == 404


def test_another_units_people_are_not_found(desk):
    assert page(desk, desk.city.office1).status_code == 404
    assert page(desk, desk.county.administrator).status_code == 404
    assert act(desk, "deputy", desk.city.signer1).status_code == 404


def test_a_deputy_is_set_shown_and_ended(desk):
    city, day = desk.city, desk.office.day
    given = {"deputy": city.section_head0.pk, "since": day, "until": day + dt.timedelta(days=4)}
    assert act(desk, "deputy", city.signer0, **given).status_code == 302
    response = page(desk, city.office0)
    assert people(response)["丽科室负责人"] == ["section_head", "signer"]
    text = words_of(response)
    assert ("代丽签发人" in text, "2026-03-02 至 2026-03-06" in text, "设置代理" in text) == (True, True, True)
    assert act(desk, "end", city.signer0).status_code == 302
    assert people(page(desk, city.office0))["丽科室负责人"] == ["section_head"]


def test_the_page_says_why_a_deputy_was_refused_and_keeps_what_was_typed(desk):
    city, day = desk.city, desk.office.day
    given = {"deputy": city.section_head0.pk, "since": day, "until": day - dt.timedelta(days=1)}
    response = act(desk, "deputy", city.signer0, **given)
    assert (response.status_code, "代理止日不能早于起日。" in words_of(response)) == (200, True)
    assert "2026-03-01" in response.content.decode()
    assert not Appointment.objects.exclude(deputises_for=None).exists()


def test_what_has_no_deputy_does_not_end(desk):
    response = desk.of(desk.city.office0).post(
        reverse("desk:staff_end", args=[desk.city.units[0].uid, desk.city.signer0.uid]), follow=True
    )
    assert "丽签发人目前没有代理人。" in words_of(response)
    assert desk.get(desk.city.office0, "staff_end", desk.city.units[0].uid, desk.city.signer0.uid).status_code == 405


def in_hand_of(desk, number="35"):
    assignment = desk.office.in_hand(number=number)[0]
    assigning.hand_to(assignment, officer=desk.city.drafter0, **desk.office.when(desk.city.office0))


def test_a_leaver_is_previewed_with_the_cases_and_the_empty_seats(desk):
    in_hand_of(desk)
    text = words_of(desk.get(desk.city.office0, "staff_leave", desk.city.units[0].uid, desk.city.drafter0.uid))
    assert ("共 1 件" in text, "关于加强社区养老服务的提案" in text, "本单位将没有：承办人。" in text) == (True,) * 3


def test_a_leaver_hands_over_in_one_go(desk):
    in_hand_of(desk, "1")
    in_hand_of(desk, "2")
    heir = desk.city.section_head0
    assert act(desk, "leave", desk.city.drafter0, to=heir.pk).status_code == 302
    assert [each.officer for each in Assignment.objects.all()] == [heir, heir]
    response = page(desk, desk.city.office0)
    assert "丽承办人" not in people(response)
    assert "丽承办人" in words_of(response)  # in the history


def test_a_leaver_without_an_heir(desk):
    in_hand_of(desk)
    assert act(desk, "leave", desk.city.drafter0).status_code == 302
    assert Assignment.objects.get().officer is None


def test_a_colleague_gets_one_more_role(desk):
    given = {"role": "section_head", "department": desk.city.units[0].pk}
    assert act(desk, "role", desk.city.drafter0, **given).status_code == 302
    assert people(page(desk, desk.city.office0))["丽承办人"] == ["drafter", "section_head"]
    again = act(desk, "role", desk.city.drafter0, **given)
    assert "已有“科室负责人”职责" in words_of(again)
    outside = act(desk, "role", desk.city.drafter0, role="supervisor", department=desk.city.units[0].pk)
    assert (outside.status_code, Appointment.objects.filter(role="supervisor").count()) == (200, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_case_and_for_three(desk, django_assert_num_queries, count):
    city, unit = desk.city, desk.city.units[0]
    for number in range(count):
        in_hand_of(desk, str(number + 1))
    principals = (city.signer0, city.section_head0, city.drafter0)[:count]
    for principal in principals:
        staffing.deputise(
            principal,
            city.office0,
            unit=unit,
            since=desk.office.day,
            until=None,
            **desk.office.when(city.administrator),
        )
    browser = desk.of(city.office0)
    address = reverse("desk:staff_of", args=[unit.uid])
    with django_assert_num_queries(9):
        browser.get(address)


def test_a_deputy_finds_the_principals_cases_in_the_work_list_and_acts_in_their_name(desk):
    in_hand_of(desk)
    city = desk.city
    before = desk.get(city.section_head0, "work").context["rows"]
    given = {"deputy": city.section_head0.pk, "since": desk.office.day, "until": ""}
    act(desk, "deputy", city.drafter0, **given)
    after = desk.get(city.section_head0, "work").context["rows"]
    assert ([row.proposal.number for row in before], [row.proposal.number for row in after]) == ([], ["35"])
    talk = {"way": "phone", "people": "赵明委员", "outcome": "表示理解。"}
    desk.move(city.section_head0, "assignment", Assignment.objects.get(), "note_contact", **talk)
    assert AuditEvent.objects.get(move="note_contact").actor == "丽科室负责人（代丽承办人）"


def test_a_deputy_of_the_office_keeps_its_people_in_its_name(desk):
    city = desk.city
    act(desk, "deputy", city.office0, deputy=city.drafter0.pk, since=desk.office.day, until="", who="administrator")
    assert act(desk, "role", city.section_head0, who="drafter0", role="drafter", department=city.units[0].pk)
    assert AuditEvent.objects.get(move="appoint").actor == "丽承办人（代丽单位办公室）"


def test_one_of_several_roles_is_taken_back_at_the_desk(desk):
    city, unit = desk.city, desk.city.units[0]
    act(desk, "role", city.drafter0, role="section_head", department=unit.pk)
    desk.office.day += dt.timedelta(days=1)
    assert "取消" in words_of(page(desk, city.office0))
    post = city.drafter0.appointments.get(role="section_head")
    assert act(desk, "relieve", city.drafter0, post=post.uid).status_code == 302
    assert people(page(desk, city.office0))["丽承办人"] == ["drafter"]
    assert act(desk, "relieve", city.drafter0, post="x").status_code == 404
    last = city.drafter0.appointments.get(role="drafter")
    response = desk.of(city.office0).post(
        reverse("desk:staff_relieve", args=[unit.uid, city.drafter0.uid]), {"post": last.uid}, follow=True
    )
    assert "请办理离岗移交。" in words_of(response)
