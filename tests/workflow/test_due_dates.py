import csv
import datetime as dt
from pathlib import Path

import chinese_calendar
import pytest

from tests.workflow.naive import last_day
from workflow.calendar import WorkCalendar
from workflow.clocks import calendar_of, due_of
from workflow.enums import LimitUnit
from workflow.limits import Limit

D = dt.date.fromisoformat


@pytest.mark.parametrize(("start", "count", "due"), [
    ("2026-09-18", 1, "2026-09-20"),  # a make-up Sunday works
    ("2026-09-28", 10, "2026-10-16"),  # seven days of National Day, a make-up Saturday
    ("2025-01-24", 5, "2025-02-07"),  # Spring Festival between make-up weekends
    ("2024-12-31", 1, "2025-01-02"),
])  # fmt: skip
def test_working_days_follow_the_published_calendar(db, start, count, due):
    assert calendar_of().add_working_days(D(start), count).day == D(due)


@pytest.mark.parametrize(("start", "count", "due"), [
    ("2026-03-02", 3, "2026-06-02"),
    ("2025-11-30", 3, "2026-02-28"),  # no 30 February; the Saturday is a make-up day
    ("2026-07-01", 3, "2026-10-08"),  # 1 October is a holiday until the 7th
    ("2024-01-31", 1, "2024-02-29"),
])  # fmt: skip
def test_months_end_on_the_same_day_or_the_last_and_roll_to_a_working_day(db, start, count, due):
    assert calendar_of().add_months(D(start), count).day == D(due)


def test_a_date_in_an_unpublished_year_is_provisional(db):
    calendar = calendar_of()
    assert calendar.add_months(D("2026-11-02"), 3).provisional
    assert not calendar.add_months(D("2026-06-01"), 3).provisional


def test_every_day_is_explained():
    calendar = WorkCalendar({D("2026-01-01"): (False, "元旦")}, frozenset({2025, 2026}))
    steps = calendar.add_working_days(D("2025-12-31"), 1).steps
    assert [(step.day.day, step.counted, step.why) for step in steps] == [
        (31, False, "起算日，不计入"),
        (1, False, "元旦"),
        (2, True, "工作日"),
    ]


@pytest.mark.parametrize("count", [0, -3])
def test_a_limit_below_one_is_refused(count):
    with pytest.raises(ValueError, match=str(count)):
        WorkCalendar({}, frozenset()).add_working_days(D("2026-01-05"), count)


TABLE = Path(__file__).with_name("limits_2018_2026.csv")


def table() -> list[dict[str, str]]:
    """Limits that run over or end beside a day moved by 调休, counted with the other library's days."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_five_hundred_limits_around_the_moved_weekends_are_right(db):
    calendar, rows = calendar_of(), table()
    assert len(rows) >= 400
    for row in rows:
        limit = Limit(int(row["count"]), LimitUnit(row["unit"]))
        assert due_of(limit, D(row["start"]), calendar).day == D(row["due"]), row


def test_the_table_is_what_the_other_library_counts():
    for row in table():
        counted = last_day(D(row["start"]), int(row["count"]), row["unit"], chinese_calendar.is_workday)
        assert counted == D(row["due"]), row
