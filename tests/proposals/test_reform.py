"""机构改革: the successor has what was in hand, and what was done keeps the name of its day."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from proposals.actions import assigning, reform, returning, staffing
from proposals.models import Assignment
from replies.actions import drafting, feedback
from tests.workflow.races import at_once, refusals
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours
from workflow.models import Appointment, AuditEvent, Clock, Department, DepartmentAlias

DAY = dt.timedelta(days=1)


@pytest.fixture
def health(office):
    """市卫生健康委员会, which takes over from the first unit."""
    return new_unit(office)


def new_unit(office, name="丽阳市卫生健康委员会", **fields):
    return Department.objects.create(jurisdiction=office.city.place, name=name, short_name="卫健委", **fields)


def succeed(office, successor, *, who="administrator", old=None, place=None, **changes):
    old = old or office.city.units[0]
    day = {"from_day": office.day} | changes
    return reform.succeed(old, successor=successor, **day, **office.when(getattr(place or office.city, who)))


@pytest.mark.parametrize("who", ["administrator", "supervisor"])
def test_cases_in_hand_go_over_with_their_deadlines(office, health, who):
    waiting, in_hand = office.assigned(number="1")[0], office.in_hand(number="2")[0]
    report = succeed(office, health, who=who)
    assert {case.pk for case in report.cases} == {waiting.pk, in_hand.pk}
    assert set(Assignment.objects.values_list("department__name", "status")) == {
        ("丽阳市卫生健康委员会", "waiting"),
        ("丽阳市卫生健康委员会", "in_hand"),
    }
    assert set(Clock.objects.open().values_list("holder__name", flat=True)) == {"丽阳市卫生健康委员会"}
    due_before = Clock.objects.filter(subject_uid=waiting.uid).count()
    assert due_before == 3


def test_what_is_asked_back_goes_over_and_is_decided_there(office, health):
    (assignment,) = office.assigned()
    returning.request_return(assignment, reason="不属本局", **office.when(office.city.office0))
    succeed(office, health)
    assignment.refresh_from_db()
    assert (assignment.department, assignment.status) == (health, "returning")
    new = returning.approve_return(assignment, department=office.city.units[1], **office.when(office.city.supervisor))
    assert new.department == office.city.units[1]


def test_the_old_unit_ends_the_day_before_and_names_its_successor(office, health):
    succeed(office, health)
    old = Department.objects.get(pk=office.city.units[0].pk)
    assert (old.until, old.successor, old.name) == (office.day - DAY, health, "丽阳市卫生局")
    with pytest.raises(Invalid, match="已停用"):
        assigning.assign(office.filed(), shares=[assigning.Share(old, "sole")], **office.when(office.city.supervisor))


def test_each_case_tells_from_which_unit_to_which(office, health):
    (assignment,) = office.assigned()
    succeed(office, health)
    event = AuditEvent.objects.of_case(assignment.case_uid).get(move="transfer")
    assert event.payload == {"old_unit": "丽阳市卫生局", "department": "丽阳市卫生健康委员会"}
    assert AuditEvent.objects.get(move="succeed").case_uid == office.city.units[0].uid
    assert list(broken_rows()) == []


def test_what_was_answered_stays_with_the_unit_of_its_day(office, health):
    reply = office.sent()
    frozen = dict(reply.frozen)
    succeed(office, health)
    reply.refresh_from_db()
    assert (reply.assignment.department.name, reply.frozen) == ("丽阳市卫生局", frozen)
    assert "丽阳市卫生局" in str(frozen)


def test_a_draft_goes_over_and_is_written_on_by_the_successor(office, health):
    reply = office.drafted()
    succeed(office, health, with_people=True)
    reply = type(reply).objects.get(pk=reply.pk)
    assert reply.assignment.department == health
    drafting.submit(reply, **office.when(office.city.drafter0))
    assert reply.status == "section"


def test_people_come_along_where_it_is_wished(office, health):
    city = office.city
    assignment = office.in_hand()[0]
    assigning.hand_to(assignment, officer=city.drafter0, **office.when(city.office0))
    staffing.deputise(
        city.signer0,
        city.section_head0,
        unit=city.units[0],
        since=office.day + DAY,
        until=office.day + 5 * DAY,
        **office.when(city.office0),
    )
    report = succeed(office, health, with_people=True)
    assert report.appointments == 5
    assert {(post.role, post.unit_id) for post in city.drafter0.posts(office.day)} == {("drafter", health.pk)}
    assert {post.unit_id for post in city.drafter0.posts(office.day - DAY)} == {city.units[0].pk}
    moved = Appointment.objects.get(deputises_for=city.signer0)
    assert (moved.department, moved.since, moved.until) == (health, office.day + DAY, office.day + 5 * DAY)
    assignment.refresh_from_db()
    assert assignment.officer == city.drafter0


def test_else_the_people_stay_and_the_cases_wait_for_an_officer(office, health):
    assignment = office.in_hand()[0]
    assigning.hand_to(assignment, officer=office.city.drafter0, **office.when(office.city.office0))
    report = succeed(office, health)
    assignment.refresh_from_db()
    assert (report.appointments, assignment.officer) == (0, None)
    assert {post.unit_id for post in office.city.drafter0.posts(office.day)} == {office.city.units[0].pk}


def test_lists_that_call_the_old_name_find_the_successor(office, health):
    assert succeed(office, health).aliases == ["丽阳市卫生局", "卫生局"]
    found = Department.objects.units().filter(jurisdiction=office.city.place).called("卫生局").valid(office.day)
    assert list(found) == [health]


def test_a_name_that_somebody_else_bears_is_left_to_them(office, health):
    other = Department.objects.create(jurisdiction=office.city.place, name="丽阳市卫生监督所", short_name="卫生局")
    DepartmentAlias.objects.create(jurisdiction=office.city.place, department=other, name="丽阳市卫生局")
    assert succeed(office, health).aliases == []


@pytest.mark.parametrize("who", ["committee", "reader", "office0"])
def test_others_reform_nothing(office, health, who):
    with pytest.raises(NotYours):
        succeed(office, health, who=who)
    assert Department.objects.get(pk=office.city.units[0].pk).until is None


def test_another_places_administrator_reforms_nothing_here(office, health):
    with pytest.raises(NotYours):
        succeed(office, health, place=office.county)


def test_no_successor_elsewhere_no_section_not_itself(office, health):
    section = Department.objects.create(jurisdiction=office.city.place, parent=health, name="老龄科")
    for wrong in (office.county.units[0], section, office.city.units[0]):
        with pytest.raises(Invalid) as refusal:
            succeed(office, wrong)
        assert refusal.value.field == "successor"


def test_no_second_succession_and_no_way_back(office, health):
    succeed(office, health)
    with pytest.raises(Invalid, match="丽阳市卫生局已划转"):
        succeed(office, office.city.units[1])
    with pytest.raises(Invalid, match="不能互相承继"):
        succeed(office, office.city.units[0], old=health)


@pytest.mark.parametrize(
    ("unit", "changes", "field"),
    [
        ({"until": dt.date(2026, 1, 1)}, {}, "successor"),
        ({"since": dt.date(2026, 3, 3)}, {}, "from_day"),
        ({}, {"from_day": dt.date(2026, 3, 3)}, "from_day"),
    ],
)
def test_no_successor_that_is_ended_or_not_yet_there_and_no_day_to_come(office, unit, changes, field):
    with pytest.raises(Invalid) as refusal:
        succeed(office, new_unit(office, **unit), **changes)
    assert refusal.value.field == field


def test_not_before_the_old_unit_began(office, health):
    Department.objects.filter(pk=office.city.units[0].pk).update(since=office.day)
    with pytest.raises(Invalid) as refusal:
        succeed(office, health)
    assert refusal.value.field == "from_day"


def test_a_successor_that_has_one_of_the_cases_is_told_which(office):
    lead, assist = office.in_hand("lead", "assist", number="35")
    office.in_hand(number="36")
    with pytest.raises(Invalid, match=r"：第35号。$"):
        succeed(office, office.city.units[1])
    lead.refresh_from_db()
    assert (lead.department, assist.department) == (office.city.units[0], office.city.units[1])
    assert not AuditEvent.objects.filter(move="transfer").exists()


def test_two_reforms_of_one_unit_at_once_are_one(open_office):
    office = open_office
    office.assigned()
    one, two = new_unit(office), new_unit(office, "丽阳市健康局")
    came = at_once(functools.partial(succeed, office, one), functools.partial(succeed, office, two))
    assert refusals(came) == [Invalid]
    assert AuditEvent.objects.filter(move="transfer").count() == 1


def came_back(office, health):
    """A case that the old unit answered, and that was ordered to be handled again after the reform."""
    reply = office.sent()
    succeed(office, health, with_people=True)
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    when = office.when(office.city.committee)
    feedback.record_feedback(reply, proposer=reply.proposal.proposers.get(), **marks, **when)
    feedback.order_second_handling(reply, reason="请补充。", **when)
    return reply.assignment


def follow(office, *, who="supervisor"):
    old = Department.objects.get(pk=office.city.units[0].pk)
    return reform.follow(old, **office.when(getattr(office.city, who)))


def test_what_comes_back_after_the_reform_goes_to_the_successor(office, health):
    assignment = came_back(office, health)
    assert list(reform.left_behind([office.city.place.pk])) == [office.city.units[0]]
    assert follow(office) == [assignment]
    assignment.refresh_from_db()
    assert (assignment.department, assignment.status) == (health, "in_hand")
    assert Clock.objects.open().get(subject_uid=assignment.uid).holder == health
    assert list(reform.left_behind([office.city.place.pk])) == []
    with pytest.raises(Invalid, match="没有遗留的件"):
        follow(office)


def test_it_goes_to_the_last_of_several_successors(office, health):
    assignment = came_back(office, health)
    last = new_unit(office, "丽阳市健康局")
    succeed(office, last, old=Department.objects.get(pk=health.pk))
    follow(office)
    assignment.refresh_from_db()
    assert assignment.department == last


def test_others_move_nothing_and_a_living_unit_has_no_heir(office, health):
    with pytest.raises(Invalid, match="尚未划转"):
        follow(office)
    came_back(office, health)
    for who in ("committee", "office0"):
        with pytest.raises(NotYours):
            follow(office, who=who)


def test_no_day_before_the_old_unit_was_given_its_last_case(office, health):
    office.assigned()
    with pytest.raises(Invalid, match="原单位2026年3月2日仍接受交办"):
        succeed(office, health, from_day=office.day - dt.timedelta(days=1))
    succeed(office, health)
