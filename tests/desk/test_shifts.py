"""期限调整建议 at the desk: who sees it, what it says, and the one decision."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.desk.pages import words_of
from tests.desk.test_language import foreign
from tests.workflow.test_shifts import BRIDGE, LATER, new_calendar
from workflow import shifts
from workflow.models import Clock, Shift


@pytest.fixture
def shift(desk) -> Shift:
    desk.office.in_hand(number="1")
    desk.office.in_hand(number="2")
    new_calendar(BRIDGE)
    (found,) = shifts.propose_missing(LATER)
    return found


def decide(desk, user, shift, decision, note=""):
    return desk.post(user, "shift", shift.uid, decision=decision, note=note)


def test_the_page_names_every_deadline_with_from_to_and_why(desk, shift):
    listed = words_of(desk.get(desk.city.supervisor, "shifts"))
    assert all(word in listed for word in ("全国2026年第2版", "待批准", "2 项"))
    page = words_of(desk.get(desk.city.supervisor, "shift", shift.uid))
    assert all(word in page for word in (
        "第1号", "答复", "丽阳市卫生局", "2026-06-02", "2026-06-03", "2026年端午节放假安排调整", "批准调整",
    ))  # fmt: skip
    assert foreign(listed) | foreign(page) == set()


def test_who_sees_and_who_decides(desk, shift):
    for who in ("reader", "committee", "administrator"):
        user = getattr(desk.city, who)
        assert "批准调整" not in words_of(desk.get(user, "shift", shift.uid))
        assert decide(desk, user, shift, "approve").status_code == 403
    assert desk.get(desk.city.office0, "shifts").status_code == 403
    assert desk.get(desk.county.supervisor, "shift", shift.uid).status_code == 404
    assert decide(desk, desk.county.supervisor, shift, "approve").status_code == 404
    assert Shift.objects.get().is_waiting


def test_approved_once(desk, shift):
    assert decide(desk, desk.city.supervisor, shift, "approve", "同意").status_code == 302
    assert "正在执行" in words_of(desk.get(desk.city.supervisor, "shift", shift.uid))
    assert shifts.carry_out_decided() == 2
    assert set(Clock.objects.filter(kind="reply").values_list("due", flat=True)) == {dt.date(2026, 6, 3)}
    page = words_of(desk.get(desk.city.supervisor, "shift", shift.uid))
    assert ("已执行" in page, "同意" in page, "批准调整" in page) == (True, True, False)
    again = words_of(decide(desk, desk.city.supervisor, shift, "drop", "反悔"))
    assert "该建议已由丽督查决定，请刷新后查看。" in again or "已执行" in again
    case = Clock.objects.filter(kind="reply").first().case_uid
    trail = words_of(desk.get(desk.city.supervisor, "case", case))
    assert "期限调整" in trail


def test_dropped_with_a_reason(desk, shift):
    refused = words_of(decide(desk, desk.city.supervisor, shift, "drop"))
    assert ("请填写不予调整的理由。" in refused, Shift.objects.get().is_waiting) == (True, True)
    decide(desk, desk.city.supervisor, shift, "drop", "本地照常上班")
    page = words_of(desk.get(desk.city.supervisor, "shift", shift.uid))
    assert all(word in page for word in ("不予调整", "本地照常上班"))


def test_all_lines_as_a_table(desk, shift):
    response = desk.get(desk.city.reader, "shift_lines", shift.uid)
    rows = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0] == "件,期限,承办单位,原到期日,新到期日,原因"
    assert len(rows) == 3
    assert rows[1].endswith(",答复,丽阳市卫生局,2026-06-02,2026-06-03,2026年端午节放假安排调整")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_at_one_and_at_three(desk, django_assert_num_queries, count):
    for number in range(count):
        desk.office.in_hand(number=str(number))
    new_calendar(BRIDGE)
    (shift,) = shifts.propose_missing(LATER)
    browser = desk.of(desk.city.supervisor)
    with django_assert_num_queries(5):
        browser.get("/admin/desk/shifts/")
    with django_assert_num_queries(7):
        browser.get(f"/admin/desk/shifts/{shift.uid}/")


def test_a_press_that_says_neither_decides_nothing(desk, shift):
    refused = words_of(desk.post(desk.city.supervisor, "shift", shift.uid, note="同意"))
    assert ("请选择批准调整或不予调整。" in refused, Shift.objects.get().is_waiting) == (True, True)
