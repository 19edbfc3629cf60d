"""One clock, two small jurisdictions, three people and their colleagues."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.office import Office


@pytest.fixture
def office(db) -> Office:
    """A city with its people and rules, and a county beside it."""
    return Office()


@pytest.fixture
def on_postgresql() -> bool:
    return connection.vendor == "postgresql"
