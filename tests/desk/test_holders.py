"""当前办理: whose turn it is, in every state there is."""

import itertools

import pytest

from desk.figures.holders import holder_of_proposal, holders, role_of_part
from proposals.actions import assigning, returning
from proposals.enums import AssignmentStatus, ProposalStatus
from proposals.flows import ASSIGNMENT_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment
from replies.actions import drafting, reviewing
from replies.flows import REPLY_FLOW
from tests.desk.pages import words_of
from workflow.enums import Role
from workflow.models import Appointment

UNDER_WAY = [None, *sorted(REPLY_FLOW.states - REPLY_FLOW.ends - REPLY_FLOW.reserved)]


@pytest.mark.parametrize(("status", "step"), list(itertools.product(AssignmentStatus, UNDER_WAY)))
def test_every_open_part_is_somebodys(status, step):
    assert (role_of_part(status, step) is None) == (status in ASSIGNMENT_FLOW.ends)


@pytest.mark.parametrize("status", ProposalStatus)
def test_every_proposal_is_somebodys_until_it_ends(status):
    assert (status in PROPOSAL_FLOW.held_by) == (status not in PROPOSAL_FLOW.ends)


def turn(office, assignment) -> str:
    assignment = Assignment.objects.select_related("department", "officer", "jurisdiction").get(pk=assignment.pk)
    steps = dict(assignment.replies.under_way().values_list("assignment", "status"))
    return str(holders([assignment], steps, office.day)[assignment.pk])


def test_the_turn_goes_round(office):
    (assignment,) = office.assigned()
    assert turn(office, assignment) == "丽阳市卫生局 单位办公室（丽单位办公室）"
    assigning.accept(assignment, **office.when(office.city.office0))
    assert turn(office, assignment) == "丽阳市卫生局 承办人（丽承办人）"
    returning.request_return(assignment, reason="不属职责。", **office.when(office.city.office0))
    assert turn(office, assignment) == "丽阳市 督查（丽督查）"
    reply = office.at_signing(number="36")
    assert turn(office, reply.assignment) == "丽阳市卫生局 签发人（丽签发人）"


def test_a_named_officer_and_a_deputy(office):
    (assignment,) = office.in_hand()
    office.city.drafter0.name = "王一"
    office.city.drafter0.save()
    second = office._person("second", "drafter", office.city.place, office.city.units[0])
    assigning.hand_to(assignment, officer=second, **office.when(office.city.office0))
    assert turn(office, assignment) == "丽阳市卫生局 承办人（丽承办人）"
    Appointment.objects.create(
        user=second, jurisdiction=office.city.place, department=office.city.units[0], role=Role.OFFICE,
        deputises_for=office.city.office0,
    )  # fmt: skip
    (other,) = office.assigned(number="36")
    assert turn(office, other) == "丽阳市卫生局 单位办公室（丽单位办公室、丽承办人）"


def test_the_case_page_says_whose_turn_it_is(desk):
    proposal = desk.office.filed()
    assert str(holder_of_proposal(proposal, desk.office.day)) == "丽阳市 督查（丽督查）"
    assert "丽阳市 督查（丽督查）" in words_of(desk.get(desk.city.reader, "case", proposal.uid))
    (assignment,) = desk.office.assigned(number="36")
    assert holder_of_proposal(assignment.proposal, desk.office.day) is None
    text = words_of(desk.get(desk.city.reader, "case", assignment.proposal.uid))
    assert "丽阳市卫生局 单位办公室（丽单位办公室）" in text


def test_all_parts_cost_one_query(office, django_assert_num_queries):
    parts = office.assigned("lead", "assist", "assist")
    for count in (1, 3):
        rows = list(Assignment.objects.select_related("department", "officer", "jurisdiction")[:count])
        with django_assert_num_queries(1):
            assert len(holders(rows, {}, office.day)) == count
    assert len(parts) == 3


def test_a_draft_that_goes_round_is_with_the_units_asked(office):
    office.city.rule.content["switches"]["countersign"] = "always"
    office.city.rule.save()
    reply = office.drafted("lead", "assist")
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    assert turn(office, reply.assignment) == "丽阳市民政局 会签单位"
