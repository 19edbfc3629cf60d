"""提案查询: what each filter finds, and what nobody sees."""

from __future__ import annotations

import datetime as dt

import pytest


def listed(response) -> set[str]:
    return {row["proposal"].number for row in response.context["rows"]}


@pytest.fixture
def five(desk):
    """Three of different state and unit, one of the county, one never handed over."""
    desk.office.assigned(number="1", title="关于社区养老的提案")
    desk.office.in_hand("lead", "assist", number="2", title="关于校车安全的提案")
    desk.office.sent(number="3", title="关于养老护理员培训的提案")
    desk.office.assigned(number="4", place=desk.county, title="关于县域养老的提案")
    desk.office.filed("5")
    return desk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"1", "2", "3", "5"}),
        ({"title": "养老"}, {"1", "3", "5"}),
        ({"number": "2"}, {"2"}),
        ({"status": "answered"}, {"3"}),
        ({"status": "nonsense"}, set()),
        ({"due": "overdue"}, {"1"}),
        ({"due": "soon"}, {"1", "2", "3"}),
    ],
)
def test_each_filter_finds_its_own(five, query, found):
    five.office.day += dt.timedelta(days=15)
    assert listed(five.get(five.city.supervisor, "search", **query)) == found


def test_by_unit_and_session(five):
    unit, session = five.city.units[1].pk, five.city.session.pk
    assert listed(five.get(five.city.supervisor, "search", unit=unit)) == {"2"}
    assert listed(five.get(five.city.supervisor, "search", session=session)) == {"1", "2", "3", "5"}


def test_of_a_unit_its_own_deadlines_count(five):
    first, second = (unit.pk for unit in five.city.units[:2])
    five.office.day += dt.timedelta(days=10)
    assert listed(five.get(five.city.supervisor, "search", unit=first, due="overdue")) == {"1"}
    assert listed(five.get(five.city.supervisor, "search", unit=second, due="overdue")) == set()


def test_a_unit_sees_what_it_was_given_and_the_county_its_own(five):
    assert listed(five.get(five.city.office1, "search")) == {"2"}
    assert listed(five.get(five.county.supervisor, "search")) == {"4"}
    assert listed(five.get(five.county.supervisor, "search", unit=five.city.units[1].pk)) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_thirteen_queries(desk, django_assert_num_queries, count):
    for number in range(count):
        desk.office.assigned("lead", "assist", number=str(number + 1))
    browser = desk.of(desk.city.supervisor)
    with django_assert_num_queries(13):
        assert len(listed(browser.get("/admin/desk/proposals/"))) == count
