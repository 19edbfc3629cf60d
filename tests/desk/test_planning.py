"""预交办 by page: units see what goes round and speak, the supervisor settles by the handful."""

import datetime as dt

import pytest
from django.urls import reverse

from proposals.actions import assigning, planning
from proposals.actions.assigning import Share
from proposals.models import Assignment, PlanOpinion, Proposal
from tests.desk.conftest import rows
from tests.desk.pages import words_of
from workflow.audit import length_of
from workflow.models import DepartmentGroup


def going_round(desk, number="35", **roles):
    office = desk.office
    proposal = office.filed(number)
    parts = roles or {"lead": 0, "assist": 1}
    shares = [Share(office.city.units[unit], role) for role, unit in parts.items()]
    planning.plan(
        proposal, shares=shares, until=office.day + dt.timedelta(days=5), **office.when(office.city.supervisor)
    )
    return proposal


def opinion(desk, proposal, unit=1, wish="not_ours", **fields):
    office = desk.office
    facts = {"department": office.city.units[unit], "wish": wish, "reason": "不属职责。"} | fields
    return planning.comment(proposal, **facts, **office.when(getattr(office.city, f"office{unit}")))


def test_a_unit_finds_it_and_speaks(desk):
    proposal = going_round(desk)
    page = desk.get(desk.city.office1, "planning")
    assert "关于加强社区养老服务的提案" in words_of(page)
    data = {"department": desk.city.units[1].pk, "wish": "not_ours", "reason": "属民政职责之外。"}
    desk.move(desk.city.office1, "proposal", proposal, "comment", **data)
    assert PlanOpinion.objects.get().department == desk.city.units[1]
    assert "不宜由本单位承办" in words_of(desk.get(desk.city.supervisor, "planning"))
    assert "属民政职责之外" not in words_of(desk.get(desk.county.supervisor, "planning"))


def settle(desk, who, opinions, granted="yes"):
    data = {"rows": [str(each.uid) for each in opinions], "granted": granted, "note": "按三定。"}
    return desk.of(who).post(reverse("desk:planning_settle"), data, follow=True)


def test_opinions_are_settled_by_the_handful_each_on_its_own(desk):
    good, bad = going_round(desk, "1"), going_round(desk, "2")
    asked = [opinion(desk, good), opinion(desk, bad, unit=0)]
    page = settle(desk, desk.city.supervisor, asked)
    assert "已采纳1条意见。" in words_of(page)
    assert "第2号 丽阳市卫生局：交办方式应为" in words_of(page)
    assert list(good.planned.values_list("department__short_name", "role")) == [("卫生局", "sole")]
    assert list(PlanOpinion.objects.order_by("id").values_list("decision", flat=True)) == ["granted", "asked"]
    settle(desk, desk.city.supervisor, [asked[1]], granted="no")
    assert not PlanOpinion.objects.filter(decision="asked").exists()


def test_a_unit_settles_nothing(desk):
    asked = opinion(desk, going_round(desk))
    assert settle(desk, desk.city.office0, [asked]).status_code == 403
    assert settle(desk, desk.county.supervisor, [asked]).status_code == 200
    assert PlanOpinion.objects.get().decision == "asked"
    assert "没有选中待处理的意见" in words_of(settle(desk, desk.city.supervisor, []))


def test_many_go_round_at_once_with_one_last_day(desk):
    office = desk.office
    proposals = [office.filed(str(number)) for number in (1, 2)]
    planning.plan(proposals[0], shares=[Share(office.city.units[0], "sole")], **office.when(office.city.supervisor))
    address = reverse("desk:bulk", args=["proposal", "plan"])
    proposals[0].refresh_from_db()
    until = office.day + dt.timedelta(days=7)
    data = {"rows": [f"{each.uid}:{each.version}:{length_of(each)}" for each in proposals], "version": 0, "seen": 0,
            "on": office.day.isoformat(), "until": until.isoformat()}  # fmt: skip
    page = desk.of(desk.city.supervisor).post(address, data)
    assert "尚未拟定承办单位" in words_of(page)
    assert dict(Proposal.objects.values_list("number", "planned_until")) == {"1": until, "2": None}


def test_the_form_of_hand_over_is_filled_with_the_plan(desk):
    proposal = going_round(desk)
    html = desk.get(desk.city.supervisor, "proposal_move", proposal.uid, "assign").content.decode()
    assert f'<option value="{desk.city.units[1].pk}" selected>' in html


@pytest.fixture
def group(office):
    found = DepartmentGroup.objects.create(jurisdiction=office.city.place, name="各县区")
    found.units.set(office.city.units)
    return found


def test_a_group_stands_for_its_units_but_never_repeats_one(desk, group):
    proposal = desk.office.filed()
    data = rows("shares", {"department": desk.city.units[0].pk, "role": "lead"},
                {"department": f"g{group.pk}", "role": "assist"})  # fmt: skip
    desk.move(desk.city.supervisor, "proposal", proposal, "assign", **data)
    parts = dict(Assignment.objects.values_list("department__short_name", "role"))
    assert parts == {"卫生局": "lead", "民政局": "assist", "财政局": "assist"}


def test_a_unit_named_twice_is_refused(desk, group):
    proposal = desk.office.filed()
    twice = rows("shares", {"department": desk.city.units[0].pk, "role": "separate"},
                 {"department": desk.city.units[0].pk, "role": "separate"})  # fmt: skip
    page = desk.move(desk.city.supervisor, "proposal", proposal, "assign", **twice)
    assert "同一单位不能重复交办" in words_of(page)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(desk, django_assert_num_queries, count):
    for number in range(count):
        opinion(desk, going_round(desk, str(number)))
    browser = desk.of(desk.city.supervisor)
    with django_assert_num_queries(9):
        browser.get(reverse("desk:planning"))


def test_hostile_words_are_kept_within_bounds(desk):
    asked = opinion(desk, going_round(desk))
    data = {"rows": [str(asked.uid)], "granted": "no", "note": "a\x00b" + "长" * 9000}
    assert desk.of(desk.city.supervisor).post(reverse("desk:planning_settle"), data).status_code == 302
    asked.refresh_from_db()
    assert (asked.decision, len(asked.words), "\x00" in asked.words) == ("refused", 500, False)


@pytest.mark.parametrize(("who", "sees"), [
    ("office0", {"甲的理由"}),
    ("office1", {"乙的理由", "采纳乙"}),
    ("drafter1", {"乙的理由", "采纳乙"}),
    ("office2", set()),
    ("supervisor", {"甲的理由", "乙的理由", "采纳乙"}),
    ("committee", {"甲的理由", "乙的理由", "采纳乙"}),
])  # fmt: skip
def test_a_unit_reads_its_own_opinion_only_until_hand_over(desk, who, sees):
    office, all_words = desk.office, {"甲的理由", "乙的理由", "采纳乙"}
    proposal = going_round(desk, lead=0, assist=1)
    first = opinion(desk, proposal, unit=0, reason="甲的理由", suggested=office.city.units[2])
    second = opinion(desk, proposal, unit=1, reason="乙的理由")
    supervisor = office.when(office.city.supervisor)
    planning.settle(proposal, opinion=second, granted=False, note="采纳乙", **supervisor)
    page = words_of(desk.get(getattr(desk.city, who), "case", proposal.uid))
    assert {word for word in all_words if word in page} == sees
    # Once in the case's facts and once in its history.
    assert all(page.count(word) == 2 for word in sees)
    planning.settle(proposal, opinion=first, granted=False, **supervisor)
    assigning.assign(proposal, shares=planning.planned_shares(proposal), **supervisor)
    if who != "office2":
        page = words_of(desk.get(getattr(desk.city, who), "case", proposal.uid))
        assert all(word in page for word in all_words)
