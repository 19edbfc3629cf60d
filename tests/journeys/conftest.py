"""Programs with keys, for the journeys."""

from __future__ import annotations

import pytest

from tests.apiclient import Api


@pytest.fixture
def api(office) -> Api:
    return Api(office)
