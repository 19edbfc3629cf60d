import datetime as dt

import pytest

from proposals.actions import assigning, filing, handling, returning, undoing
from proposals.actions.assigning import Share
from proposals.flows import PROPOSAL_FLOW
from proposals.models import Assignment, Contact, Proposal
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Clock, Department


def kinds(assignment) -> set[str]:
    return set(Clock.objects.open().filter(subject_uid=assignment.uid).values_list("kind", flat=True))


def test_hand_over_starts_the_clocks_that_the_rules_set(office):
    lead, assist = office.assigned("lead", "assist")
    assert (kinds(lead), kinds(assist)) == ({"receipt", "contact", "reply"}, {"receipt", "opinion"})
    assert (lead.assigned_on, lead.return_by) == (office.day, dt.date(2026, 3, 9))


@pytest.mark.parametrize("roles", [(), ("lead",), ("assist",), ("separate",), ("sole", "assist"), ("lead", "lead")])
def test_another_shape_is_refused(office, roles):
    proposal = office.filed()
    shares = [Share(unit, role) for unit, role in zip(office.city.units, roles, strict=False)]
    with pytest.raises(Invalid):
        assigning.assign(proposal, shares=shares, **office.when(office.city.supervisor))
    assert not Assignment.objects.exists()


def test_a_section_or_a_foreign_unit_gets_no_share(office):
    proposal = office.filed()
    unit = office.city.units[0]
    section = Department.objects.create(jurisdiction=office.city.place, parent=unit, name="老龄科")
    for department in (section, office.county.units[0]):
        with pytest.raises(Invalid):
            assigning.assign(proposal, shares=[Share(department, "sole")], **office.when(office.city.supervisor))


def test_accept_stops_the_receipt_clock(office):
    assignment = office.in_hand()[0]
    assert (assignment.status, kinds(assignment)) == ("in_hand", {"contact", "reply"})


def test_another_unit_does_not_accept(office):
    assignment = office.assigned()[0]
    with pytest.raises(NotYours):
        assigning.accept(assignment, **office.when(office.city.office1))


def test_hand_to_a_person_and_a_section_of_the_unit(office):
    assignment = office.in_hand()[0]
    section = Department.objects.create(jurisdiction=office.city.place, parent=office.city.units[0], name="老龄科")
    when = office.when(office.city.office0)
    assigning.hand_to(assignment, officer=office.city.drafter0, section=section, **when)
    assignment.refresh_from_db()
    assert (assignment.officer, assignment.section, assignment.status) == (office.city.drafter0, section, "in_hand")


@pytest.mark.parametrize("wrong", ["nobody", "officer", "section"])
def test_hand_to_nobody_or_outside_the_unit_is_refused(office, wrong):
    assignment = office.in_hand()[0]
    section = Department.objects.create(jurisdiction=office.city.place, parent=office.city.units[1], name="养老科")
    to = {"nobody": {}, "officer": {"officer": office.city.drafter1}, "section": {"section": section}}[wrong]
    with pytest.raises(Invalid):
        assigning.hand_to(assignment, **to, **office.when(office.city.office0))


def ask_back(office, assignment, day: int, reason="不属本单位职责", **more):
    office.day = dt.date(2026, 3, day)
    returning.request_return(assignment, reason=reason, **more, **office.when(office.city.office0))


def test_a_return_is_asked_for_up_to_the_last_day(office):
    assignment = office.assigned()[0]
    ask_back(office, assignment, 9, suggested=office.city.units[1])
    assert (assignment.status, assignment.suggested) == ("returning", office.city.units[1])


def test_the_day_after_is_too_late(office):
    assignment = office.assigned()[0]
    with pytest.raises(TransitionRefused, match="申退期限已于2026年3月9日届满"):
        ask_back(office, assignment, 10)
    assert Assignment.objects.get().status == "waiting"


def test_a_late_entry_for_a_day_inside_the_window_passes(office):
    assignment = office.assigned()[0]
    office.day = dt.date(2026, 3, 12)
    when = office.when(office.city.office0) | {"on": dt.date(2026, 3, 9)}
    returning.request_return(assignment, reason="不属本单位职责", **when)
    assert assignment.status == "returning"


def test_a_return_needs_a_reason(office):
    assignment = office.assigned()[0]
    with pytest.raises(Invalid):
        ask_back(office, assignment, 3, reason="")


def test_an_approved_return_gives_the_case_to_another_unit(office):
    assignment = office.assigned()[0]
    ask_back(office, assignment, 4)
    when = office.when(office.city.supervisor)
    new = returning.approve_return(assignment, department=office.city.units[2], **when)
    assert (assignment.status, kinds(assignment)) == ("returned", set())
    assert (new.department, new.role, new.replaces, new.status) == (office.city.units[2], "sole", assignment, "waiting")
    assert (new.assigned_on, kinds(new)) == (office.day, {"receipt", "contact", "reply"})


def test_a_return_is_not_given_to_a_unit_that_has_the_case(office):
    lead = office.assigned("lead", "assist")[0]
    ask_back(office, lead, 4)
    with pytest.raises(Invalid):
        returning.approve_return(lead, department=office.city.units[1], **office.when(office.city.supervisor))
    lead.refresh_from_db()
    assert lead.status == "returning"


def test_a_refused_return_counts_as_received(office):
    assignment = office.assigned()[0]
    ask_back(office, assignment, 4)
    with pytest.raises(NotYours):
        returning.refuse_return(assignment, reason="职责明确", **office.when(office.city.office0))
    returning.refuse_return(assignment, reason="职责明确", **office.when(office.city.supervisor))
    assert (assignment.status, kinds(assignment)) == ("in_hand", {"contact", "reply"})


def test_one_contact_serves_several_cases(office):
    cases = [office.in_hand(number=number)[0] for number in "12"]
    contact = {"way": "forum", "people": "赵明委员等", "outcome": "逐件沟通"}
    handling.note_contact(cases, **contact, **office.when(office.city.drafter0))
    assert set(Contact.objects.get().assignments.all()) == set(cases)
    assert [kinds(case) for case in cases] == [{"reply"}, {"reply"}]


@pytest.mark.parametrize("change", [{"way": "dream"}, {"people": " "}, {"outcome": ""}])
def test_a_contact_says_how_with_whom_and_what(office, change):
    case = office.in_hand()[0]
    contact = {"way": "phone", "people": "赵明委员", "outcome": "已沟通"} | change
    with pytest.raises(Invalid):
        handling.note_contact([case], **contact, **office.when(office.city.drafter0))
    assert not Contact.objects.exists()


def test_waive_a_silent_assist_but_no_lead(office):
    lead, assist = office.in_hand("lead", "assist")
    when = office.when(office.city.supervisor)
    handling.waive(assist, reason="职责已划出", **when)
    assert (assist.status, kinds(assist)) == ("waived", set())
    with pytest.raises(TransitionRefused):
        handling.waive(lead, reason="职责已划出", **when)


def interim(office) -> Proposal:
    proposal = office.submitted()
    filing.revise(proposal, version=proposal.version, nature="interim", by=office.by(office.city.committee),
                  at=office.at)  # fmt: skip
    filing.file(proposal, number="35", **office.when(office.city.committee))
    return proposal


def test_the_committee_hands_over_what_comes_between_the_plenaries(office):
    proposal, shares = interim(office), [Share(office.city.units[0], "sole")]
    (assignment,) = assigning.assign(proposal, shares=shares, **office.when(office.city.committee))
    assert (proposal.status, assignment.status, proposal.last_move.role) == ("in_hand", "waiting", "committee")
    undoing.undo(proposal, "undo_assign", **office.when(office.city.committee))
    assignment.refresh_from_db()
    assert (proposal.status, assignment.status) == ("filed", "returned")
    assigning.assign(proposal, shares=shares, **office.when(office.city.supervisor))
    assert proposal.status == "in_hand"


def test_what_the_plenary_made_is_the_supervisors_to_hand_over(office):
    proposal, shares = office.filed(), [Share(office.city.units[0], "sole")]
    committee = office.by(office.city.committee)
    assert "assign" not in PROPOSAL_FLOW.open_to(committee, proposal, on=office.day)
    with pytest.raises(TransitionRefused, match="会议提案由督查交办。"):
        assigning.assign(proposal, shares=shares, **office.when(office.city.committee))
    assert not Assignment.objects.exists()
