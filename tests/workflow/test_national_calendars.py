import datetime as dt
import json
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from workflow.clocks import calendar_of

# The notice for 2006 made Saturday 2005-12-31 a working day; one of the two oracles files it under no year.
KNOWN_DIFFERENCE = dt.date(2005, 12, 31)


def days_of(year: int):
    return (dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366 if year % 4 == 0 else 365))


@pytest.mark.parametrize("year", range(2004, 2027))
def test_two_independent_sources_agree_on_every_day(db, year):
    calendar, source = calendar_of(), holidays.country_holidays("CN", years=year)
    for day in days_of(year):
        assert calendar.works(day) == source.is_working_day(day), day
        if day != KNOWN_DIFFERENCE:
            assert calendar.works(day) == chinese_calendar.is_workday(day), day


def test_years_after_the_last_notice_are_provisional(db):
    assert calendar_of().published == frozenset(range(2004, 2027))


def test_the_shipped_data_names_every_special_day():
    years = json.loads((Path("workflow/data/calendars.json")).read_text(encoding="utf-8"))
    assert all(name for year in years for _, _, name in year["days"])
