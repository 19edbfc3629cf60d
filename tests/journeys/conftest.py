"""What every journey begins with: its letter, and programs with keys."""

from __future__ import annotations

import pytest

from letters.letter import Letter
from tests.apiclient import Api
from tests.journeys.letter import letter_of_the_journeys


@pytest.fixture
def api(office) -> Api:
    return Api(office)


@pytest.fixture
def letter() -> Letter:
    return letter_of_the_journeys()
