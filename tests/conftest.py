"""One clock, two small jurisdictions, three people and their colleagues."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from tests.office import Office
from tests.workflow.pairs import RaceOffice
from workflow import clocks
from workflow.models import CalendarVersion


@pytest.fixture(autouse=True)
def fresh_calendars():
    """A rolled-back test gives the ids of its calendars back, and what was remembered of them would be another's."""
    clocks._calendar.cache_clear()
    clocks.calendar_from.cache_clear()


@pytest.fixture
def office(db) -> Office:
    """A city with its people and rules, and a county beside it."""
    return Office()


@pytest.fixture
def first_rows_stay(django_db_setup, django_db_blocker):
    """A test with real commits ends in a flush, which takes what migrations loaded with it: load it again after it."""
    yield
    with django_db_blocker.unblock():
        if not CalendarVersion.objects.exists():
            for migration in ("0002_national_calendars", "0004_first_case_kind"):
                import_module(f"workflow.migrations.{migration}").load(apps, None)


@pytest.fixture
def open_office(first_rows_stay, transactional_db) -> Office:
    """The same world with real commits, for threads that each have their own connection."""
    return Office()


@pytest.fixture
def race_office(first_rows_stay, transactional_db) -> RaceOffice:
    """The same, and no two moves of it are entered at one moment."""
    return RaceOffice()
