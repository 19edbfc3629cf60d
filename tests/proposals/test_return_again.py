"""A second return needs the leader, the third hop is settled at one table, and a change of unit may win no time."""

import pytest

from proposals.actions import assigning, handling, noting, returning, undoing
from proposals.models import Assignment
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Appointment, Clock, HandingOffice


def ask_back(office, assignment, unit: int, **fields):
    user = getattr(office.city, f"office{unit}")
    returning.request_return(assignment, reason="不属本局职责。", **fields, **office.when(user))


def pass_to(office, assignment, unit: int):
    when = office.when(office.city.supervisor)
    return returning.approve_return(assignment, department=office.city.units[unit], **when)


def second(office):
    (first,) = office.assigned()
    ask_back(office, first, 0)
    return pass_to(office, first, 1)


def test_the_second_return_needs_the_leader(office):
    again = second(office)
    with pytest.raises(Invalid, match="再次申退须由单位主要领导同意"):
        ask_back(office, again, 1)
    assert again.status == "waiting"
    ask_back(office, again, 1, leader="陈立")
    assert again.status == "returning"


def test_a_refused_return_counts_as_one(office):
    (assignment,) = office.assigned()
    ask_back(office, assignment, 0)
    returning.refuse_return(assignment, reason="属本局职责。", **office.when(office.city.supervisor))
    assert (assignment.status, assignment.accepted_on) == ("in_hand", office.day)
    with pytest.raises(Invalid, match="再次申退"):
        ask_back(office, assignment, 0)


def test_where_the_rules_do_not_ask_the_leader_is_not_needed(office):
    office.city.rule.content["switches"]["leader_consents_to_second_return"] = False
    office.city.rule.save()
    again = second(office)
    ask_back(office, again, 1)
    assert again.status == "returning"


def test_the_third_hop_convenes(office):
    again = second(office)
    ask_back(office, again, 1, leader="陈立")
    third = pass_to(office, again, 2)
    assert third.hop == 2
    ask_back(office, third, 2, leader="周宁")
    with pytest.raises(TransitionRefused, match="第3次申退，请先召集有关单位协调"):
        pass_to(office, third, 0)
    with pytest.raises(TransitionRefused, match="请先召集"):
        returning.refuse_return(third, reason="不宜再退。", **office.when(office.city.supervisor))
    returning.convene(third, outcome="由卫生局承办。", people="三局分管领导", **office.when(office.city.supervisor))
    last = pass_to(office, third, 0)
    assert (last.department, last.hop, third.status) == (office.city.units[0], 3, "returned")
    assert third.notes.get().kind == "convened"


def test_not_to_the_same_unit(office):
    (assignment,) = office.assigned()
    with pytest.raises(Invalid, match="不能改由本单位自己承办"):
        ask_back(office, assignment, 0, suggested=office.city.units[0])
    ask_back(office, assignment, 0)
    with pytest.raises(Invalid, match="不能改由本单位自己承办"):
        pass_to(office, assignment, 0)
    assert assignment.status == "returning"


def test_a_late_return_is_flagged_where_the_rules_allow_it(office):
    (assignment,) = office.assigned()
    office.day = assignment.return_by.replace(day=assignment.return_by.day + 1)
    with pytest.raises(TransitionRefused, match="申退期限已于2026年3月9日届满"):
        ask_back(office, assignment, 0)
    office.city.rule.content["switches"]["late_return"] = "flag"
    office.city.rule.save()
    assignment.refresh_from_db()
    ask_back(office, assignment, 0)
    assert assignment.last_move.payload["late"] == "逾期"


@pytest.mark.parametrize(("restarts", "due"), [(True, "2026-06-08"), (False, "2026-06-02")])
def test_a_change_of_unit_wins_time_only_where_the_rules_say_so(office, restarts, due):
    office.city.rule.content["switches"]["return_restarts"] = restarts
    office.city.rule.save()
    (first,) = office.assigned()
    ask_back(office, first, 0)
    office.day = office.day.replace(day=6)
    new = pass_to(office, first, 1)
    reply, receipt = (Clock.objects.open().get(subject_uid=new.uid, kind=kind) for kind in ("reply", "receipt"))
    assert (reply.due.isoformat(), receipt.start) == (due, office.day)


def test_each_office_hands_over_to_its_own_units(office):
    party, government = (HandingOffice.objects.create(jurisdiction=office.city.place, name=name) for name in "党政")
    for unit, own in zip(office.city.units, (party, government, government), strict=True):
        unit.handing_office = own
        unit.save()
    Appointment.objects.filter(user=office.city.supervisor).update(hands_over_for=government)
    proposal = office.filed()
    share, when = assigning.Share, office.when(office.city.supervisor)
    with pytest.raises(Invalid, match="由其他交办机关交办"):
        assigning.assign(proposal, shares=[share(office.city.units[0], "sole")], **when)
    assigning.assign(proposal, shares=[share(office.city.units[1], "sole")], **when)
    assert proposal.status == "in_hand"


def test_a_limited_supervisor_has_no_say_over_others_units(office):
    (assignment,) = office.in_hand()
    own = HandingOffice.objects.create(jurisdiction=office.city.place, name="政府办")
    Appointment.objects.filter(user=office.city.supervisor).update(hands_over_for=own)
    with pytest.raises(NotYours):
        noting.urge(assignment, text="请加快。", **office.when(office.city.supervisor))
    assignment.department.handing_office = own
    assignment.department.save()
    noting.urge(Assignment.objects.get(), text="请加快。", **office.when(office.city.supervisor))


def test_what_was_convened_settles_the_return_that_it_was_about_and_no_later_one(office):
    """All on one day: the meeting belongs to the first return, not to the second."""
    office.city.rule.content["switches"]["convene_at_hop"] = 2
    office.city.rule.save()
    again, supervisor = second(office), office.when(office.city.supervisor)
    ask_back(office, again, 1, leader="陈立")
    returning.convene(again, outcome="由民政局承办。", people="三局分管领导", **supervisor)
    returning.refuse_return(again, reason="属民政职责。", **supervisor)
    ask_back(office, again, 1, leader="陈立")
    with pytest.raises(TransitionRefused, match="第3次申退，请先召集有关单位协调"):
        returning.refuse_return(again, reason="已议定。", **supervisor)
    returning.convene(again, outcome="改由财政局。", people="三局分管领导", **supervisor)
    assert pass_to(office, again, 2).department == office.city.units[2]


def test_a_refusal_taken_back_leaves_the_meeting_as_it_was(office):
    again, supervisor = second(office), office.when(office.city.supervisor)
    ask_back(office, again, 1, leader="陈立")
    returning.convene(again, outcome="由民政局承办。", people="三局分管领导", **supervisor)
    returning.refuse_return(again, reason="属民政职责。", **supervisor)
    undoing.undo(again, "undo_refuse_return", **supervisor)
    again = Assignment.objects.for_move().get(pk=again.pk)
    assert (again.status, again.convened_on) == ("returning", office.day)


def test_who_has_answered_does_not_ask_to_be_relieved(office):
    office.city.rule.content["switches"]["late_return"] = "flag"
    office.city.rule.save()
    assignment = Assignment.objects.for_move().get(pk=office.sent().assignment_id)
    handling.reopen(assignment, reason="委员不满意。", **office.when(office.city.supervisor))
    with pytest.raises(TransitionRefused, match="重新办理期间不能申退"):
        ask_back(office, assignment, 0)
    assert assignment.status == "in_hand"
