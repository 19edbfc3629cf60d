"""Properties tried for long: too slow for every run, too good to leave out."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.reading import read
from letters.reading.labels import as_label
from workflow.calendar import WorkCalendar

pytestmark = pytest.mark.nightly
LONG = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2026, 12, 31))
# One kind of line after the other, in any order: what letters are made of, and what breaks them.
PIECES = st.sampled_from(
    """
关于对市政协七届二次会议第35号提案的答复
张三委员：
办理结果：A
抄送：市政协提案委（2份），市督查室。
2024年6月5日
联系人：李四  电话：0399-6600001
一、工作情况
宛卫字〔2024〕24号
2008年9月31日
（
〔
<p>
**
""".splitlines()
)


@LONG
@given(st.lists(PIECES | st.text(max_size=30), max_size=40))
def test_reading_anything_gives_evidence_inside_the_text(pieces):
    text = "\n".join(pieces)
    reading = read(text)
    for evidence in reading.evidence.values():
        assert all(0 <= span.start < span.end <= len(text) for span in evidence.spans)
    assert as_label(read(text)) == as_label(reading)


@LONG
@given(DAYS, st.integers(1, 60), st.sets(DAYS, max_size=30))
def test_a_day_off_more_never_makes_a_limit_earlier(start, count, days_off):
    plain = WorkCalendar({}, frozenset())
    fuller = WorkCalendar(dict.fromkeys(days_off, (False, "放假")), frozenset())
    assert fuller.add_working_days(start, count).day >= plain.add_working_days(start, count).day
    assert fuller.add_months(start, 1 + count % 12).day >= plain.add_months(start, 1 + count % 12).day


@LONG
@given(DAYS, st.integers(1, 200), st.sets(DAYS, max_size=30))
def test_the_steps_of_a_limit_count_exactly_its_days(start, count, days_off):
    due = WorkCalendar(dict.fromkeys(days_off, (False, "放假")), frozenset()).add_working_days(start, count)
    assert sum(step.counted for step in due.steps) == count
    assert due.steps[-1].day == due.day
    assert due.steps[-1].counted
