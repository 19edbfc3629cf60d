import pytest
from django.utils import timezone

from tests.apiclient import Api
from tests.personas import moment


@pytest.fixture
def api(office, monkeypatch) -> Api:
    """Programs at eleven o'clock on `office.day`: what they report of that day is not late."""
    monkeypatch.setattr(timezone, "now", lambda: moment(office.day, 11))
    return Api(office)
