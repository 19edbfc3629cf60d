"""重点提案: a leader is named, then a plan and a report."""

import pytest

from proposals.actions import designating
from workflow.errors import Invalid, NotYours, TransitionRefused


def designate(office, proposal, **fields):
    return designating.designate(proposal, **fields, **office.when(office.city.committee))


def test_from_naming_the_leader_to_the_report(office):
    proposal = office.in_hand()[0].proposal
    designate(office, proposal, led_by="王副市长", supervised_by="李副主席", committee="社会法制委", mode="调研")
    designating.plan_key(proposal, plan="三月调研，六月座谈。", **office.when(office.city.office0))
    handling = designating.report_key(proposal, report="已落实。", **office.when(office.city.committee))
    assert proposal.is_key
    assert (handling.led_by, handling.planned_on, handling.report) == ("王副市长", office.day, "已落实。")


def test_a_leader_is_named_once(office):
    proposal = office.filed()
    with pytest.raises(Invalid, match="领办领导或督办领导"):
        designate(office, proposal)
    assert not proposal.is_key
    designate(office, proposal, led_by="王副市长")
    with pytest.raises(TransitionRefused, match="已列为重点提案"):
        designate(office, proposal, led_by="赵副市长")


def test_one_marked_at_registration_gets_its_leader_later(office):
    (assignment,) = office.in_hand()
    proposal = assignment.proposal
    with pytest.raises(TransitionRefused, match="不是重点提案"):
        designating.plan_key(proposal, plan="三月调研。", **office.when(office.city.office0))
    type(proposal).objects.filter(pk=proposal.pk).update(is_key=True)
    proposal.refresh_from_db()
    with pytest.raises(Invalid, match="请先登记"):
        designating.plan_key(proposal, plan="三月调研。", **office.when(office.city.office0))
    designate(office, proposal, supervised_by="李副主席")
    designating.plan_key(proposal, plan="三月调研。", **office.when(office.city.office0))


def test_a_unit_designates_nothing(office):
    with pytest.raises(NotYours):
        designating.designate(office.in_hand()[0].proposal, led_by="王副市长", **office.when(office.city.office0))
