"""材料征集 by page: a bureau of a county finds its request and answers it, without seeing the case."""

import datetime as dt

import pytest
from django.urls import reverse

from proposals.actions import collecting
from proposals.models import Assignment, Material
from tests.desk.pages import words_of


def asked(desk, number="35"):
    (assignment,) = desk.office.in_hand(number=number)
    unit = desk.city.units[0]
    unit.governs = desk.county.place
    unit.save()
    return Assignment.objects.get(pk=assignment.pk)


def collect(desk, assignment):
    due = desk.office.day + dt.timedelta(days=5)
    return collecting.collect(
        assignment, department=desk.county.units[1], wanted="床位数", due=due,
        **desk.office.when(desk.city.drafter0),
    )  # fmt: skip


def test_from_the_request_to_the_material(desk):
    assignment = asked(desk)
    data = {"department": desk.county.units[1].pk, "wanted": "床位数", "due": "2026-03-10"}
    desk.move(desk.city.drafter0, "assignment", assignment, "collect", **data)
    material = Material.objects.get()
    page = desk.get(desk.county.office1, "materials")
    assert "床位数" in words_of(page)
    assert desk.get(desk.county.office1, "case", assignment.proposal.uid).status_code == 404
    empty = desk.move(desk.county.office1, "material", material, "supply")
    assert "请填写材料或上传附件" in words_of(empty)
    done = desk.move(desk.county.office1, "material", material, "supply", text="共300张。")
    assert done.url == reverse("desk:materials")
    assert "共300张。" in words_of(desk.get(desk.city.drafter0, "case", assignment.proposal.uid))
    assert "共300张。" in words_of(desk.get(desk.county.office1, "materials", tab="given"))


def test_strangers_find_nothing(desk):
    material = collect(desk, asked(desk))
    assert "没有待提供的材料" in words_of(desk.get(desk.county.office2, "materials"))
    assert desk.move(desk.county.office2, "material", material, "supply", text="x").status_code == 404


@pytest.mark.parametrize(("tab", "queries"), [("asked", 8), ("given", 8)])
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(desk, django_assert_num_queries, count, tab, queries):
    for number in range(count):
        material = collect(desk, asked(desk, str(number)))
        if tab == "given":
            collecting.supply(material, text="共300张。", **desk.office.when(desk.county.office1))
    browser = desk.of(desk.county.office1)
    with django_assert_num_queries(queries):
        browser.get(reverse("desk:materials"), {"tab": tab})
