"""Many items handed over on one day do not turn yellow together: the next unmet milestone of each decides."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

import pytest

from desk.querysets import next_milestones
from desk.views.badges import clock_badge
from tests.personas import moment
from workflow.models import Clock

MANY = 600
STEPS = ("receipt", "contact", "draft", "review", "reply")


@pytest.fixture
def handed_over(office) -> dt.date:
    """600 items of one day, as far as their units are: every fifth waits for its receipt, every fifth for its reply."""
    office.city.rule.content["limits"] |= {
        "draft": {"limit": [15, "working_day"], "before": "reply"},
        "review": {"limit": [10, "day"], "before": "reply"},
    }
    office.city.rule.save()
    office.assigned()
    pattern = list(Clock.objects.values())
    rows = []
    for n in range(MANY):
        subject = uuid.uuid4()
        for each in pattern:
            met = STEPS.index(each["kind"]) < n % len(STEPS)
            facts = {"closed_on": office.day, "closed_at": moment(office.day)} if met else {}
            own = {"id": None, "uid": uuid.uuid4(), "subject_uid": subject, "case_uid": subject}
            rows.append(Clock(**each | own | facts))
    Clock.objects.all().delete()
    Clock.objects.bulk_create(rows)
    return office.day


def test_colours_change_step_by_step(handed_over, django_assert_num_queries):
    with django_assert_num_queries(1):
        following = next_milestones(Clock.objects.open(), "subject_uid").values()
    assert Counter(clock.kind for clock in following) == dict.fromkeys(STEPS, MANY // len(STEPS))
    last = max(clock.due for clock in following)
    yellow = []
    for n in range((last - handed_over).days + 1):
        tones = Counter(clock_badge(clock, handed_over + dt.timedelta(days=n)).tone for clock in following)
        yellow.append(tones["soon"])
    assert max(yellow) <= 2 * MANY // len(STEPS)
    assert sum(count > 0 for count in yellow) > 30
