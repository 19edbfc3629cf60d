"""重点提案: a leader is named, then a plan and a report."""

import pytest

from proposals.actions import designating
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent


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


def correct(office, proposal, who="committee", **fields):
    proposal = type(proposal).objects.get(pk=proposal.pk)
    when = office.when(getattr(office.city, who))
    return designating.correct_key(proposal, **{"reason": "登记时误填。"} | fields, **when)


@pytest.mark.parametrize("who", ["committee", "supervisor"])
def test_a_wrong_leader_is_put_right_and_one_too_many_taken_out(office, who):
    proposal = office.in_hand()[0].proposal
    designate(office, proposal, led_by="王副市长", supervised_by="李副主席", mode="调研")
    handling = correct(office, proposal, who, led_by="赵副市长", supervised_by="")
    assert (handling.led_by, handling.supervised_by, handling.mode) == ("赵副市长", "", "调研")
    event = AuditEvent.objects.get(move="correct_key")
    assert event.payload["changes"] == ["领办领导：王副市长 → 赵副市长", "督办领导：李副主席 → 无"]
    assert (event.reason, event.role) == ("登记时误填。", who)


def test_one_leader_stays_and_something_changes_for_a_reason(office):
    proposal = office.in_hand()[0].proposal
    designate(office, proposal, led_by="王副市长")
    for fields, said in (
        ({"led_by": " "}, "请填写领办领导或督办领导"),
        ({"led_by": "王副市长"}, "没有需要更正的内容"),
        ({"led_by": "赵副市长", "reason": " "}, "请填写更正理由"),
    ):
        with pytest.raises(Invalid, match=said):
            correct(office, proposal, **fields)
    assert proposal.key_handling.led_by == "王副市长"


def test_no_leader_is_corrected_before_one_is_named_and_none_by_a_unit(office):
    proposal = office.in_hand()[0].proposal
    type(proposal).objects.filter(pk=proposal.pk).update(is_key=True)
    with pytest.raises(TransitionRefused, match="尚未登记领办、督办领导"):
        correct(office, proposal, led_by="王副市长")
    designate(office, proposal, led_by="王副市长")
    with pytest.raises(NotYours):
        correct(office, proposal, "office0", led_by="赵副市长")
