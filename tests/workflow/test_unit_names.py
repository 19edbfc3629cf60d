"""Names in lists: full, short, alias or group; what nobody bears stays a question."""

from __future__ import annotations

import datetime as dt

import pytest

from workflow.models import Department, DepartmentAlias, DepartmentGroup
from workflow.naming import UnitNames


@pytest.fixture
def city(office):
    health, civil, finance = office.city.units
    DepartmentAlias.objects.create(jurisdiction=office.city.place, department=health, name="市卫计委")
    group = DepartmentGroup.objects.create(jurisdiction=office.city.place, name="各县（区）")
    group.units.set([civil, finance])
    return office.city


def read(city, office, text):
    mention = UnitNames(city.place.pk, on=office.day).read(text)
    return [unit.short_name for unit in mention.units], mention.unknown


@pytest.mark.parametrize(("text", "units"), [
    ("丽阳市卫生局", ["卫生局"]),
    ("卫生局、财政局", ["卫生局", "财政局"]),
    ("市卫计委，民政局；财政局", ["卫生局", "民政局", "财政局"]),
    ("卫生局/民政局\n财政局", ["卫生局", "民政局", "财政局"]),
    ("卫生局 民政局　财政局", ["卫生局", "民政局", "财政局"]),
    ("各县(区)", ["民政局", "财政局"]),
    ("卫生局（牵头）、各县（区）", ["卫生局", "民政局", "财政局"]),
    ("财政局、各县（区）", ["财政局", "民政局"]),
    ("", []),
])  # fmt: skip
def test_every_way_of_writing_finds_its_units(office, city, text, units):
    assert read(city, office, text) == (units, [])


def test_a_name_that_nobody_bears_is_unknown_and_makes_no_unit(office, city):
    before = Department.objects.count()
    assert read(city, office, "卫生局、市园林局、市园林局") == (["卫生局"], ["市园林局"])
    assert Department.objects.count() == before


def test_a_name_that_two_units_share_is_a_question(office, city):
    Department.objects.filter(pk=city.units[1].pk).update(short_name="卫生局")
    assert read(city, office, "卫生局") == ([], ["卫生局"])


def test_units_are_those_of_the_day_and_of_the_place(office, city):
    Department.objects.filter(pk=city.units[0].pk).update(until=office.day - dt.timedelta(days=1))
    assert read(city, office, "市卫计委、青山县民政局") == ([], ["市卫计委", "青山县民政局"])
    assert read(office.county, office, "各县（区）") == ([], ["各县（区）"])


def test_what_is_named_twice_stays_twice(office, city):
    assert read(city, office, "卫生局、丽阳市卫生局") == (["卫生局", "卫生局"], [])


def test_an_answer_makes_a_name_known_for_the_reading(office, city):
    names = UnitNames(city.place.pk, on=office.day)
    health, civil, finance = city.units
    answers = {"市园林局": [civil], "各部门": [health, finance], "市直单位": []}
    mention = names.read("市园林局、各部门、市直单位、某局", answers)
    assert (mention.units, mention.left_out, mention.unknown) == ([civil, health, finance], ["市直单位"], ["某局"])


def test_a_likely_unit_is_offered(office, city):
    names = UnitNames(city.place.pk, on=office.day)
    assert names.nearest("丽阳市卫生健康局") == city.units[0]
    assert names.nearest("人民银行") is None


def test_the_names_cost_four_queries_whatever_is_asked(office, city, django_assert_num_queries):
    with django_assert_num_queries(4):
        UnitNames(city.place.pk, on=office.day).read("卫生局、各县（区）、没有")
