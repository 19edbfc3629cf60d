"""并案: handled together, undone before hand-over."""

import pytest

from proposals.actions import assigning, merging, planning
from proposals.actions.assigning import Share
from proposals.models import Proposal
from workflow.errors import Invalid, TransitionRefused


@pytest.fixture
def pair(office):
    return office.filed("35"), office.filed("36", title="关于发展医养结合的提案")


def merge(office, proposal, into, reason="内容相同。"):
    merging.merge(proposal, into=into, reason=reason, **office.when(office.city.committee))


def test_a_proposal_goes_into_another_and_comes_out_again(office, pair):
    main, other = pair
    merge(office, other, main)
    assert (other.status, other.merged_into, main.status) == ("merged", main, "filed")
    merging.unmerge(other, **office.when(office.city.committee))
    assert (other.status, other.merged_into) == ("filed", None)


def test_after_hand_over_it_stays_merged(office, pair):
    main, other = pair
    merge(office, other, main)
    assigning.assign(main, shares=[Share(office.city.units[0], "sole")], **office.when(office.city.supervisor))
    other = Proposal.objects.get(pk=other.pk)
    with pytest.raises(TransitionRefused, match="并入的提案已交办"):
        merging.unmerge(other, **office.when(office.city.committee))


def test_the_units_of_the_main_case_see_what_was_merged_into_it(office, pair):
    main, other = pair
    seen = Proposal.objects.visible_to
    by = office.by(office.city.office0)
    merge(office, other, main)
    assert list(seen(by)) == []
    assigning.assign(main, shares=[Share(office.city.units[0], "sole")], **office.when(office.city.supervisor))
    assert set(seen(by)) == {main, other}
    assert list(seen(office.by(office.city.office1))) == []


def test_not_into_itself(office, pair):
    with pytest.raises(Invalid, match="不能并入自身"):
        merge(office, pair[0], pair[0])


def test_no_cycle_and_no_chain(office, pair):
    main, other = pair
    merge(office, other, main)
    third = office.filed("37")
    with pytest.raises(Invalid, match="已并入其他提案，请选择主提案"):
        merge(office, third, other)
    for into in (other, third):
        with pytest.raises(TransitionRefused, match="已有提案并入本件"):
            merge(office, main, into)


def test_not_into_what_is_handed_over_or_elsewhere(office, pair):
    (assignment,) = office.assigned(number="38")
    with pytest.raises(Invalid, match="尚未交办"):
        merge(office, pair[0], assignment.proposal)
    with pytest.raises(Invalid, match="本地区"):
        merge(office, pair[0], office.filed("35", place=office.county))
    with pytest.raises(Invalid, match="并案理由"):
        merge(office, pair[0], pair[1], reason=" ")
    assert pair[0].status == "filed"


def test_not_while_a_unit_waits_for_an_answer_to_its_opinion(office, pair):
    main, other = pair
    shares = [Share(office.city.units[0], "sole")]
    planning.plan(other, shares=shares, until=office.day, **office.when(office.city.supervisor))
    facts = {"department": office.city.units[0], "wish": "not_ours", "reason": "不属职责。"}
    opinion = planning.comment(other, **facts, **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="尚有预交办意见未处理"):
        merge(office, other, main)
    planning.settle(other, opinion=opinion, granted=False, **office.when(office.city.supervisor))
    merge(office, other, main)
    assert other.status == "merged"
