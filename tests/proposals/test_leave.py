"""Deputies during leave, further roles, and what a leaver hands over."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from proposals.actions import assigning, returning, staffing
from proposals.models import Assignment
from tests.workflow.races import at_once, refusals
from workflow.audit import broken_rows
from workflow.enums import Role
from workflow.errors import Invalid, NotYours
from workflow.models import Appointment, AuditEvent, Department

DAY = dt.timedelta(days=1)


def deputise(office, principal="signer0", deputy="section_head0", *, who="office0", **changes):
    city = office.city
    period = {"since": office.day, "until": office.day + 6 * DAY} | changes
    people = getattr(city, principal), getattr(city, deputy)
    return staffing.deputise(*people, unit=city.units[0], **period, **office.when(getattr(city, who)))


def leave(office, leaver="drafter0", to=None, *, who="office0"):
    city = office.city
    heir = getattr(city, to) if to else None
    return staffing.leave(getattr(city, leaver), unit=city.units[0], to=heir, **office.when(getattr(city, who)))


def roles_of(office, user, on) -> set[str]:
    return {post.role for post in user.posts(on)}


def in_hand_of(office, number="35"):
    assignment = office.in_hand(number=number)[0]
    assigning.hand_to(assignment, officer=office.city.drafter0, **office.when(office.city.office0))
    return assignment


def test_a_deputy_holds_the_posts_of_the_principal_meanwhile(office):
    rows = deputise(office)
    deputy = office.city.section_head0
    assert [(each.user, each.role, each.department, each.deputises_for) for each in rows] == [
        (deputy, "signer", office.city.units[0], office.city.signer0)
    ]
    first, last = office.day, office.day + 6 * DAY
    assert [roles_of(office, deputy, day) for day in (first - DAY, first, last, last + DAY)] == [
        {"section_head"},
        {"section_head", "signer"},
        {"section_head", "signer"},
        {"section_head"},
    ]


def test_the_units_trail_tells_who_set_whom_in_whose_place(office):
    deputise(office)
    event = AuditEvent.objects.get(move="deputise")
    assert (event.case_uid, event.actor, event.role) == (office.city.units[0].uid, "丽单位办公室", "office")
    assert event.payload == {
        "principal": "丽签发人",
        "deputy": "丽科室负责人",
        "since": "2026-03-02",
        "until": "2026-03-08",
    }
    assert list(broken_rows()) == []


def test_a_post_in_a_section_is_deputised_in_that_section(office):
    city = office.city
    section = Department.objects.create(jurisdiction=city.place, parent=city.units[0], name="老龄科")
    Appointment.objects.filter(user=city.section_head0).update(department=section)
    assert [each.department for each in deputise(office, "section_head0", "drafter0")] == [section]


@pytest.mark.parametrize("who", ["office0", "administrator"])
def test_the_unit_office_and_the_administrator_set_deputies(office, who):
    assert len(deputise(office, who=who)) == 1


@pytest.mark.parametrize("who", ["drafter0", "signer0", "office1", "supervisor", "committee"])
def test_nobody_else_does(office, who):
    with pytest.raises(NotYours):
        deputise(office, who=who)
    assert not Appointment.objects.exclude(deputises_for=None).exists()


def test_an_administrator_of_another_place_does_not(office):
    city = office.city
    with pytest.raises(NotYours):
        staffing.deputise(
            city.signer0,
            city.section_head0,
            unit=city.units[0],
            since=office.day,
            until=None,
            **office.when(office.county.administrator),
        )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deputy": "signer0"}, "deputy"),
        ({"deputy": "drafter1"}, "deputy"),
        ({"principal": "signer1"}, "principal"),
        ({"until": dt.date(2026, 3, 1)}, "until"),
    ],
)
def test_no_deputy_of_oneself_of_another_unit_or_of_a_turned_time(office, change, field):
    with pytest.raises(Invalid) as refusal:
        deputise(office, **change)
    assert (refusal.value.field, AuditEvent.objects.count()) == (field, 0)


def test_two_deputies_at_one_time_are_refused_and_one_after_the_other_are_not(office):
    deputise(office)
    with pytest.raises(Invalid, match="已由丽科室负责人代理"):
        deputise(office, deputy="drafter0", since=office.day + 6 * DAY, until=office.day + 9 * DAY)
    deputise(office, deputy="drafter0", since=office.day + 7 * DAY, until=None)


def test_who_is_away_deputises_for_nobody(office):
    deputise(office, "section_head0", "drafter0")
    with pytest.raises(Invalid, match="由他人代理"):
        deputise(office, "signer0", "section_head0")


def test_a_deputys_deputy_does_not_inherit_what_was_lent(office):
    deputise(office, "signer0", "section_head0", until=office.day + DAY)
    rows = deputise(office, "section_head0", "drafter0", since=office.day + 3 * DAY)
    assert [each.role for each in rows] == ["section_head"]


def test_an_office_does_not_make_itself_the_signer_but_an_administrator_may(office):
    with pytest.raises(NotYours, match="不能给自己设置“签发人”"):
        deputise(office, deputy="office0")
    assert len(deputise(office, deputy="office0", who="administrator")) == 1


def end_leave(office, *, who="office0"):
    city = office.city
    return staffing.end_leave(city.signer0, unit=city.units[0], **office.when(getattr(city, who)))


def test_leave_ends_on_the_day_of_return(office):
    deputise(office)
    office.day += 3 * DAY
    assert end_leave(office) == 1
    assert roles_of(office, office.city.section_head0, office.day) == {"section_head"}
    assert Appointment.objects.get(deputises_for=office.city.signer0).until == office.day - DAY


def test_leave_that_ends_on_the_day_it_began_never_was(office):
    deputise(office)
    assert end_leave(office) == 1
    assert not Appointment.objects.exclude(deputises_for=None).exists()
    assert list(AuditEvent.objects.order_by("seq").values_list("move", flat=True)) == ["deputise", "end_leave"]


def test_leave_that_nobody_took_does_not_end(office):
    with pytest.raises(Invalid, match="没有代理人"):
        end_leave(office)
    deputise(office)
    with pytest.raises(NotYours):
        end_leave(office, who="drafter0")


def test_a_leaver_hands_over_every_case_in_one_go(office):
    cases = [in_hand_of(office, number) for number in "12"]
    other = office.in_hand(number="3")[0]
    office.day += 2 * DAY
    report = leave(office, to="section_head0")
    assert ({case.pk for case in report.cases}, report.posts) == ({case.pk for case in cases}, 1)
    assert [each.officer for each in Assignment.objects.order_by("id")] == [office.city.section_head0] * 2 + [None]
    assert AuditEvent.objects.filter(case_uid=other.case_uid, move="hand_over_work").count() == 0
    assert office.city.drafter0.posts(office.day) == ()
    assert roles_of(office, office.city.drafter0, office.day - DAY) == {"drafter"}


def test_each_case_tells_from_whom_to_whom(office):
    case = in_hand_of(office)
    leave(office, to="section_head0")
    event = AuditEvent.objects.of_case(case.case_uid).get(move="hand_over_work")
    assert (event.payload, event.role) == ({"leaver": "丽承办人", "officer": "丽科室负责人"}, "office")


def test_without_an_heir_the_cases_wait_for_the_unit(office):
    case = in_hand_of(office)
    leave(office)
    case.refresh_from_db()
    assert (case.officer, case.status) == (None, "in_hand")


@pytest.mark.parametrize("state", ["returning", "answered"])
def test_what_may_still_come_back_is_handed_over_too(office, state):
    if state == "returning":
        case = in_hand_of(office)
        returning.request_return(case, reason="不属本局", **office.when(office.city.office0))
    else:
        reply = office.sent()
        case = reply.assignment
        Assignment.objects.filter(pk=case.pk).update(officer=office.city.drafter0)
    report = leave(office, to="section_head0")
    case.refresh_from_db()
    assert (len(report.cases), case.status, case.officer) == (1, state, office.city.section_head0)


def test_who_deputised_and_who_was_deputised_end_with_the_leaver(office):
    deputise(office, "signer0", "drafter0")
    deputise(office, "drafter0", "section_head0", since=office.day + 10 * DAY, until=None)
    office.day += DAY
    leave(office)
    assert not Appointment.objects.exclude(deputises_for=None).lasting(office.day).exists()


@pytest.mark.parametrize(("to", "field"), [("drafter0", "to"), ("drafter1", "to")])
def test_nothing_is_handed_to_the_leaver_or_to_another_unit(office, to, field):
    case = in_hand_of(office)
    with pytest.raises(Invalid) as refusal:
        leave(office, to=to)
    case.refresh_from_db()
    assert (refusal.value.field, case.officer) == (field, office.city.drafter0)
    assert office.city.drafter0.posts(office.day) != ()


@pytest.mark.parametrize("who", ["drafter0", "office1", "supervisor"])
def test_nobody_else_lets_people_go(office, who):
    with pytest.raises(NotYours):
        leave(office, who=who)


def test_who_has_nothing_here_leaves_nothing(office):
    with pytest.raises(Invalid, match="没有职责"):
        leave(office, "drafter1")


def test_nobody_leaves_tomorrow(office):
    when = office.when(office.city.office0) | {"on": office.day + DAY}
    with pytest.raises(Invalid, match="不能晚于今天"):
        staffing.leave(office.city.drafter0, unit=office.city.units[0], to=None, **when)


def appoint(office, colleague="drafter0", role=Role.SECTION_HEAD, *, who="office0"):
    city = office.city
    unit = city.units[0]
    return staffing.appoint(getattr(city, colleague), role, department=unit, **office.when(getattr(city, who)))


def test_a_colleague_gets_one_more_role(office):
    appoint(office)
    assert roles_of(office, office.city.drafter0, office.day) == {"drafter", "section_head"}
    assert roles_of(office, office.city.drafter0, office.day - DAY) == {"drafter"}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"role": Role.SUPERVISOR}, Invalid),
        ({"role": Role.DRAFTER}, Invalid),
        ({"colleague": "drafter1"}, Invalid),
        ({"who": "section_head0"}, NotYours),
        ({"who": "supervisor"}, NotYours),
        ({"colleague": "office0", "role": Role.SIGNER}, NotYours),
    ],
)
def test_no_role_of_the_place_none_twice_none_for_strangers_none_for_oneself(office, change, refusal):
    with pytest.raises(refusal):
        appoint(office, **change)
    assert not AuditEvent.objects.exists()


def test_two_who_set_a_deputy_at_once_set_one(open_office):
    calls = [functools.partial(deputise, open_office, deputy=name) for name in ("section_head0", "drafter0")]
    came = at_once(*calls)
    assert refusals(came) == [Invalid]
    assert Appointment.objects.filter(deputises_for=open_office.city.signer0).count() == 1


def relieve(office, post, *, who="office0"):
    staffing.relieve(post, unit=office.city.units[0], **office.when(getattr(office.city, who)))


def test_one_of_several_roles_is_taken_back(office):
    post = appoint(office)
    office.day += DAY
    relieve(office, post)
    assert roles_of(office, office.city.drafter0, office.day) == {"drafter"}
    assert roles_of(office, office.city.drafter0, office.day - DAY) == {"drafter", "section_head"}
    with pytest.raises(Invalid, match="已没有这项职责"):
        relieve(office, post)


def test_the_last_role_ends_with_a_handover_only(office):
    (post,) = office.city.drafter0.appointments.all()
    with pytest.raises(Invalid, match="请办理离岗移交"):
        relieve(office, post)
    post = appoint(office)
    with pytest.raises(NotYours):
        relieve(office, post, who="drafter0")
    with pytest.raises(Invalid):
        relieve(office, office.city.drafter1.appointments.get())


def test_with_a_role_end_its_deputies(office):
    post = appoint(office)
    rows = deputise(office, "drafter0", "signer0")
    assert {each.role for each in rows} == {"drafter", "section_head"}
    office.day += DAY
    relieve(office, post)
    assert roles_of(office, office.city.signer0, office.day) == {"signer", "drafter"}
    assert roles_of(office, office.city.signer0, office.day - DAY) == {"signer", "drafter", "section_head"}


@pytest.mark.parametrize("who", ["office0", "administrator"])
@pytest.mark.parametrize("to", [None, "drafter0"])
def test_the_last_of_the_office_leaves_only_when_somebody_else_is_the_office(office, who, to):
    with pytest.raises(Invalid, match="丽单位办公室是本单位最后一名“单位办公室”，请先为接替人员增加") as refused:
        leave(office, "office0", to, who=who)
    assert refused.value.field == "leaver"
    assert roles_of(office, office.city.office0, office.day) == {"office"}
    appoint(office, "section_head0", Role.OFFICE)
    leave(office, "office0", to, who=who)
    assert office.city.office0.posts(office.day) == ()


def test_a_deputy_of_the_office_is_not_its_successor(office):
    deputise(office, "office0", "drafter0")
    with pytest.raises(Invalid, match="最后一名“单位办公室”"):
        leave(office, "office0", "drafter0")


def test_the_last_of_the_office_keeps_that_role_among_others(office):
    appoint(office, "office0", Role.DRAFTER, who="administrator")
    post = office.city.office0.appointments.get(role="office")
    with pytest.raises(Invalid, match="最后一名“单位办公室”"):
        relieve(office, post)
    appoint(office, "drafter0", Role.OFFICE)
    relieve(office, post)
    assert roles_of(office, office.city.office0, office.day) == {"drafter"}
