"""What every journey begins with: its letter, and programs with keys."""

from __future__ import annotations

import pytest
from django.utils import timezone

from letters.letter import Letter
from tests.apiclient import Api
from tests.journeys.letter import letter_of_the_journeys
from tests.personas import moment


@pytest.fixture
def api(office, monkeypatch) -> Api:
    monkeypatch.setattr(timezone, "now", lambda: moment(office.day, 11))
    return Api(office)


@pytest.fixture
def letter() -> Letter:
    return letter_of_the_journeys()
