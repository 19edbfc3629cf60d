"""预交办: the plan goes round, opinions change it or do not, and none of it counts as a return."""

import datetime as dt

import pytest

from proposals.actions import assigning, planning
from proposals.models import Assignment, PlanOpinion, Proposal
from workflow.errors import CaseMovedOn, Invalid, NotYours, TransitionRefused


@pytest.fixture
def planned(office):
    return office.planned()


def plan_of(proposal) -> list[tuple[str, str]]:
    return [(share.department.short_name, share.role) for share in planning.planned_shares(proposal)]


def say(office, proposal, unit: int, wish: str, **fields):
    user = getattr(office.city, f"office{unit}")
    facts = {"department": office.city.units[unit], "wish": wish, "reason": "按三定规定。"} | fields
    return planning.comment(proposal, **facts, **office.when(user))


def settle(office, proposal, opinion, *, granted=True):
    planning.settle(proposal, opinion=opinion, granted=granted, **office.when(office.city.supervisor))


def test_every_unit_of_the_place_sees_the_plan_that_goes_round(office, planned):
    assert list(Proposal.objects.visible_to(office.by(office.city.office2))) == [planned]
    assert list(Proposal.objects.visible_to(office.by(office.county.office0))) == []
    assigning.assign(planned, shares=planning.planned_shares(planned), **office.when(office.city.supervisor))
    assert list(Proposal.objects.visible_to(office.by(office.city.office2))) == []


@pytest.mark.parametrize(
    ("opinion", "after"),
    [
        ((0, "not_ours", 2), [("财政局", "lead"), ("民政局", "assist")]),
        ((1, "not_ours", None), [("卫生局", "sole")]),
        ((1, "lead", None), [("民政局", "lead"), ("卫生局", "assist")]),
        ((2, "join", None), [("卫生局", "lead"), ("民政局", "assist"), ("财政局", "assist")]),
    ],
)
def test_a_granted_opinion_changes_the_plan(office, planned, opinion, after):
    unit, wish, suggested = opinion
    unit_suggested = office.city.units[suggested] if suggested is not None else None
    settle(office, planned, say(office, planned, unit, wish, suggested=unit_suggested))
    assert plan_of(planned) == after
    assert Assignment.objects.count() == 0


def test_a_refused_opinion_leaves_the_plan(office, planned):
    before = plan_of(planned)
    settle(office, planned, say(office, planned, 0, "not_ours", suggested=office.city.units[2]), granted=False)
    assert plan_of(planned) == before


def test_no_hand_over_while_opinions_wait(office, planned):
    opinion = say(office, planned, 1, "not_ours")
    shares = planning.planned_shares(planned)
    with pytest.raises(TransitionRefused, match="尚有预交办意见未处理：丽阳市民政局"):
        assigning.assign(planned, shares=shares, **office.when(office.city.supervisor))
    settle(office, planned, opinion, granted=False)
    assigning.assign(planned, shares=shares, **office.when(office.city.supervisor))
    assert planned.status == "in_hand"


def test_an_opinion_comes_in_time_and_of_ones_own_unit(office, planned):
    with pytest.raises(Invalid, match="本单位的意见"):
        say(office, planned, 0, "not_ours", department=office.city.units[1])
    with pytest.raises(NotYours):
        planning.comment(planned, department=office.city.units[0], wish="not_ours", reason="不属职责。",
                         **office.when(office.city.drafter0))  # fmt: skip
    office.day += dt.timedelta(days=6)
    with pytest.raises(TransitionRefused, match="已于2026年3月7日截止"):
        say(office, planned, 0, "not_ours")
    assert not PlanOpinion.objects.exists()


def test_one_open_opinion_a_unit_settled_once(office, planned):
    opinion = say(office, planned, 1, "not_ours")
    with pytest.raises(CaseMovedOn):
        say(office, planned, 1, "lead")
    settle(office, planned, opinion)
    with pytest.raises(CaseMovedOn):
        settle(office, planned, opinion)


def test_where_the_lead_goes_somebody_must_be_named(office, planned):
    opinion = say(office, planned, 0, "not_ours")
    with pytest.raises(Invalid, match="交办方式应为"):
        settle(office, planned, opinion)
    opinion.refresh_from_db()
    assert (opinion.decision, plan_of(planned)) == ("asked", [("卫生局", "lead"), ("民政局", "assist")])


def test_another_places_unit_or_a_section_is_not_suggested(office, planned):
    section = office.city.units[2].sections.create(jurisdiction=office.city.place, name="社保科")
    for stranger in (office.county.units[0], section):
        with pytest.raises(Invalid, match="不是本地区的承办单位") as refused:
            say(office, planned, 0, "not_ours", suggested=stranger)
        assert refused.value.field == "suggested"
    assert not PlanOpinion.objects.exists()
    assert say(office, planned, 0, "not_ours", suggested=office.city.units[2]).suggested == office.city.units[2]
