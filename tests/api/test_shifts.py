"""期限调整建议 over HTTP: read line by line, decided once by the supervisor's key, refused as at the desk."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workflow.test_shifts import BRIDGE, LATER, new_calendar
from workflow import shifts
from workflow.enums import ClockKind
from workflow.models import Clock, Shift
from workflow.notices import Special


@pytest.fixture
def shift(api) -> Shift:
    """One reply handed over on 2 March, due on 2 June, which the new calendar makes a day off."""
    return proposed(api, 1)


def proposed(api, count: int) -> Shift:
    for number in range(count):
        api.office.in_hand(number=str(number + 1))
    new_calendar(BRIDGE)
    (found,) = shifts.propose_missing(LATER)
    return found


def act(api, shift, name="approve", whose="city.supervisor", query="", **given):
    return api.post(whose, f"shifts/{shift.uid}/{name}/{query}", given)


def state(shift) -> tuple:
    now = Shift.objects.get(pk=shift.pk)
    return now.status, now.decided_at, now.decided_by, now.note


def due() -> dt.date:
    return Clock.objects.get(kind=ClockKind.REPLY).due


def test_a_proposal_is_read_with_its_lines(api, shift):
    (row,) = api.get("city.reader", "shifts/").json()["results"]
    assert row == api.get("city.reader", f"shifts/{shift.uid}/").json()
    assert (row["status"], row["under_way"], row["calendar"], row["year"]) == (
        "proposed", False, str(shift.version.uid), 2026,
    )  # fmt: skip
    assert (row["concerned"], row["later"], row["earlier"]) == (1, 1, 0)
    clock = Clock.objects.get(kind=ClockKind.REPLY)
    lines = api.get("city.reader", f"shifts/{shift.uid}/lines/").json()
    assert lines["results"] == [{
        "deadline": str(clock.uid),
        "subject": str(clock.subject_uid),
        "title": clock.subject_line,
        "kind": "reply",
        "department": clock.holder.name,
        "due_before": "2026-06-02",
        "due_after": "2026-06-03",
        "why": "2026年端午节放假安排调整",
    }]  # fmt: skip


def test_lists_are_narrowed(api, shift):
    def found(query: str) -> int:
        return len(api.get("city.reader", f"shifts/?{query}").json()["results"])

    uid = shift.version.uid
    assert [found(f"calendar={uid}"), found("status=proposed"), found("status=dropped")] == [1, 1, 0]


def test_lines_come_in_pages(api):
    shift = proposed(api, 3)
    first = api.get("city.supervisor", f"shifts/{shift.uid}/lines/?page_size=2").json()
    second = api.get("city.supervisor", first["next"].partition("/api/v1/")[2]).json()
    titles = [row["title"] for row in first["results"] + second["results"]]
    assert (len(titles), len(set(titles)), second["next"]) == (3, 3, None)


def test_approved_it_is_carried_out(api, shift):
    answer = act(api, shift, note="按通知办理。")
    told = answer.json()
    assert (answer.status_code, told["dry_run"], told["shift"]["under_way"]) == (200, False, True)
    assert (told["shift"]["decided_by"], told["shift"]["note"]) == ("密钥 city.supervisor", "按通知办理。")
    assert shifts.carry_out_decided() == 1
    assert (due(), state(shift)[0]) == (dt.date(2026, 6, 3), "applied")


def test_dropped_nothing_moves(api, shift):
    told = act(api, shift, "drop", reason="已按旧日历通知各单位。").json()["shift"]
    assert (told["status"], told["note"], told["under_way"]) == ("dropped", "已按旧日历通知各单位。", False)
    assert (shifts.carry_out_decided(), due()) == (0, dt.date(2026, 6, 2))


@pytest.mark.parametrize(("name", "given"), [("approve", {}), ("drop", {"reason": "另行通知。"})])
def test_tried_first_nothing_is_decided(api, shift, name, given):
    before = state(shift)
    tried = act(api, shift, name, query="?dry_run=true", **given)
    assert (tried.status_code, tried.json()["dry_run"], state(shift)) == (200, True, before)
    assert tried.json() | {"dry_run": False} == act(api, shift, name, **given).json()


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_it_is_decided_once(api, shift, query):
    act(api, shift)
    before = state(shift)
    answer = act(api, shift, "drop", query=query, reason="另行通知。")
    assert (answer.status_code, answer.json()["detail"]) == (
        422, "该建议已由密钥 city.supervisor决定，请刷新后查看。",
    )  # fmt: skip
    assert state(shift) == before


def test_a_newer_calendar_comes_first(api, shift):
    new_calendar()
    before = state(shift)
    answer = act(api, shift)
    assert (answer.status_code, state(shift)) == (422, before)
    assert answer.json()["detail"] == "工作日历又有新版，请待新的调整建议生成后再决定。"


@pytest.mark.parametrize("given", [{}, {"reason": " "}, {"reason": "长" * 501}])
def test_not_to_move_needs_a_reason(api, shift, given):
    before = state(shift)
    answer = act(api, shift, "drop", **given)
    assert (answer.status_code, list(answer.json()["errors"]), state(shift)) == (422, ["reason"], before)


@pytest.mark.parametrize("name", ["approve", "drop"])
@pytest.mark.parametrize(("whose", "status"), [
    ("city.administrator", 403), ("city.committee", 403), ("city.reader", 403), ("city.office0", 404),
    ("county.supervisor", 404),
])  # fmt: skip
def test_only_the_supervisor_of_the_place_decides(api, shift, name, whose, status):
    before = state(shift)
    answer = act(api, shift, name, whose, reason="另行通知。")
    assert (answer.status_code, state(shift)) == (status, before)


@pytest.mark.parametrize("whose", ["city.office0", "county.supervisor"])
def test_units_and_other_places_see_none(api, shift, whose):
    assert api.get(whose, "shifts/").json()["results"] == []
    assert api.get(whose, f"shifts/{shift.uid}/").status_code == 404
    assert api.get(whose, f"shifts/{shift.uid}/lines/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_at_one_and_at_three(api, django_assert_num_queries, count):
    shift = proposed(api, count)
    for day in range(4, 3 + count):
        new_calendar(BRIDGE, Special(dt.date(2026, 6, day), works=False, name="端午节（调整）"))
        shifts.propose_missing(LATER)
    api.get("city.supervisor", "shifts/")
    with django_assert_num_queries(2):
        assert len(api.get("city.supervisor", "shifts/").json()["results"]) == count
    with django_assert_num_queries(3):
        assert len(api.get("city.supervisor", f"shifts/{shift.uid}/lines/").json()["results"]) == count
