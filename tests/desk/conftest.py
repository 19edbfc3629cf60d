"""The desk as people meet it: a browser for each person, on the day of the small world."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.personas import moment
from workflow.audit import length_of


@pytest.fixture
def desk(office, monkeypatch):
    """`desk.of(user)` is their browser; the wall clock stands at eleven on `office.day`."""
    monkeypatch.setattr(timezone, "now", lambda: moment(office.day, 11))

    def of(user) -> Client:
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    def get(user, name, *args, **query):
        return of(user).get(reverse(f"desk:{name}", args=args), query)

    def post(user, name, /, *args, **data):
        return of(user).post(reverse(f"desk:{name}", args=args), data)

    def move(user, door, case, name, **data):
        """Make a move by its form as somebody who has just opened the page."""
        case.refresh_from_db()
        data = {"version": case.version, "seen": length_of(case), "on": office.day.isoformat()} | data
        return post(user, f"{door}_move", case.uid, name, **data)

    return SimpleNamespace(of=of, get=get, post=post, move=move, office=office, city=office.city, county=office.county)


def rows(prefix: str, *values: dict) -> dict:
    """The fields of a list of rows as a browser sends them."""
    data = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": 0}
    return data | {f"{prefix}-{n}-{name}": value for n, row in enumerate(values) for name, value in row.items()}
