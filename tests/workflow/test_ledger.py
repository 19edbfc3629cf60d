"""The ledger replayed: what a pause, an extension and an allowance do to a last day, and what order does not."""

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflow.naive import DAY, last_day
from workflow.calendar import WorkCalendar
from workflow.enums import ClockEventKind as K
from workflow.enums import LimitUnit
from workflow.ledger import Counted, CountedBack, Line, Named, pauses, replay
from workflow.limits import Limit

D = dt.date.fromisoformat
# A week of holidays, the Sunday before and the Saturday after worked for it.
WEEK = WorkCalendar(
    {D("2026-10-01") + n * DAY: (False, "国庆节") for n in range(7)}
    | {D("2026-09-20"): (True, "调休上班"), D("2026-10-10"): (True, "调休上班")},
    frozenset({2026}),
)
TEN_DAYS, THREE_MONTHS = Limit(10, LimitUnit.WORKING_DAY), Limit(3, LimitUnit.MONTH)


def line(kind: K, on: str, until: str | None = None, days: int = 0) -> Line:
    return Line(kind, D(on), D(until) if until else None, days)


def due(limit: Limit, start: str, *lines: Line) -> str:
    return replay(Counted(D(start), limit), lines, WEEK).due.day.isoformat()


@pytest.mark.parametrize(("limit", "since", "until", "last"), [
    (TEN_DAYS, "2026-09-07", "2026-09-07", "2026-09-15"),  # paused and resumed on one day: nothing moves
    (TEN_DAYS, "2026-09-07", "2026-09-08", "2026-09-16"),
    (TEN_DAYS, "2026-09-05", "2026-09-07", "2026-09-15"),  # a week-end did not count anyway
    (TEN_DAYS, "2026-09-15", "2026-09-21", "2026-09-21"),  # paused on the last day; the make-up Sunday is lost with it
    (TEN_DAYS, "2026-09-10", "2026-10-08", "2026-10-12"),  # over the holidays; the make-up Saturday counts
    (TEN_DAYS, "2026-09-16", "2026-09-18", "2026-09-15"),  # after the last day a pause moves nothing
    (THREE_MONTHS, "2026-10-08", "2026-10-18", "2026-12-11"),
    (THREE_MONTHS, "2026-10-08", "2026-10-12", "2026-12-07"),  # to Saturday the 5th, and so to Monday
])  # fmt: skip
def test_a_pause_gives_back_what_it_took(limit, since, until, last):
    assert due(limit, "2026-09-01", line(K.PAUSE, since), line(K.RESUME, until)) == last


def test_two_pauses_add_up():
    lines = [
        line(K.PAUSE, "2026-09-03"),
        line(K.RESUME, "2026-09-04"),
        line(K.PAUSE, "2026-09-08"),
        line(K.RESUME, "2026-09-10"),
    ]
    assert due(TEN_DAYS, "2026-09-01", *lines) == "2026-09-18"
    assert replay(Counted(D("2026-09-01"), TEN_DAYS), lines, WEEK).paused_days == 3


def test_a_pause_that_lasts_says_since_when_and_moves_nothing_yet():
    standing = replay(Counted(D("2026-09-01"), TEN_DAYS), [line(K.PAUSE, "2026-09-03")], WEEK)
    assert (standing.paused_on, standing.due.day, standing.paused_days) == (D("2026-09-03"), D("2026-09-15"), 0)


def test_an_extension_settles_what_was_before_and_is_moved_by_what_comes_after():
    before = [line(K.PAUSE, "2026-09-03"), line(K.RESUME, "2026-09-08")]
    extension = line(K.EXTENSION, "2026-09-10", until="2026-11-11")
    after = [line(K.PAUSE, "2026-09-14"), line(K.RESUME, "2026-09-16")]
    assert due(TEN_DAYS, "2026-09-01", *before, extension) == "2026-11-11"
    assert due(TEN_DAYS, "2026-09-01", *before, extension, *after) == "2026-11-13"


def test_a_day_that_an_extension_names_is_no_estimate_even_in_a_year_without_a_notice():
    lines = [line(K.EXTENSION, "2026-11-30", until="2027-02-01")]
    assert not replay(Counted(D("2026-09-01"), THREE_MONTHS), lines, WEEK).due.provisional
    assert replay(Counted(D("2026-11-30"), THREE_MONTHS), [], WEEK).due.provisional


@pytest.mark.parametrize(("limit", "last"), [(TEN_DAYS, "2026-09-28"), (THREE_MONTHS, "2026-12-11")])
def test_an_allowance_is_ten_days_more_in_the_unit_of_the_limit(limit, last):
    assert due(limit, "2026-09-01", line(K.ALLOWANCE, "2026-09-01", days=10)) == (
        "2026-09-28" if limit is TEN_DAYS else last
    )


def test_a_named_day_stays_on_a_day_off_until_a_pause_moves_it():
    named = Named(D("2026-09-01"), D("2026-10-03"))
    assert replay(named, [], WEEK).due.day == D("2026-10-03")
    lines = [line(K.PAUSE, "2026-09-10"), line(K.RESUME, "2026-09-12")]
    assert replay(named, lines, WEEK).due.day == D("2026-10-08")


@pytest.mark.parametrize(("count", "unit", "last"), [
    (10, "working_day", "2026-11-17"),
    (1, "month", "2026-10-30"),  # 1 November is a Sunday: earlier, never later
    (20, "day", "2026-11-11"),
    (3, "month", "2026-09-02"),  # never before the first working day after its own start
])  # fmt: skip
def test_a_milestone_counted_back_ends_on_a_working_day_before(count, unit, last):
    back = CountedBack(D("2026-09-01"), Limit(count, LimitUnit(unit), before="reply"), D("2026-12-01"))
    assert replay(back, [], WEEK).due.day == D(last)


def test_every_paused_day_is_told():
    lines = [line(K.PAUSE, "2026-09-03"), line(K.RESUME, "2026-09-05")]
    steps = replay(Counted(D("2026-09-01"), Limit(3, LimitUnit.WORKING_DAY)), lines, WEEK).due.steps
    assert [(step.day.day, step.counted, step.why) for step in steps] == [
        (1, False, "起算日，不计入"), (2, True, "工作日"), (3, False, "中止计算"), (4, False, "中止计算"),
        (5, False, "周六"), (6, False, "周日"), (7, True, "工作日"), (8, True, "工作日"),
    ]  # fmt: skip


def test_a_month_tells_its_end_each_pause_and_each_day_it_rolled_over():
    lines = [line(K.PAUSE, "2026-10-08"), line(K.RESUME, "2026-10-12")]
    steps = replay(Counted(D("2026-09-01"), THREE_MONTHS), lines, WEEK).due.steps
    assert [step.why for step in steps] == [
        "起算日，不计入",
        "自起算日起3个月届满",
        "2026-10-08至2026-10-11中止4日，相应顺延，周六顺延",
        "周日，顺延",
        "工作日",
    ]


DAYS = st.dates(D("2024-01-01"), D("2026-06-30"))
LIMITS = st.builds(Limit, st.integers(1, 40), st.sampled_from([LimitUnit.WORKING_DAY, LimitUnit.DAY])) | st.builds(
    Limit, st.integers(1, 7), st.just(LimitUnit.MONTH)
)
DAYS_OFF = st.sets(st.dates(D("2024-01-01"), D("2027-12-31")), max_size=40)
SPANS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), max_size=4)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def calendar_with(days_off) -> WorkCalendar:
    return WorkCalendar(dict.fromkeys(days_off, (False, "放假")), frozenset())


def laid_out(start: dt.date, spans) -> list[Line]:
    """Pauses one after the other, each so many days after the one before and so many days long."""
    lines, day = [], start
    for gap, length in spans:
        since = day + gap * DAY
        day = since + length * DAY
        lines += [Line(K.PAUSE, since), Line(K.RESUME, day)]
    return lines


def paused_days(lines) -> set[dt.date]:
    spans, _ = pauses(lines)
    return {span.since + n * DAY for span in spans for n in range(span.days)}


@MANY
@given(DAYS, LIMITS, DAYS_OFF, SPANS)
def test_replay_is_what_counting_day_by_day_gives(start, limit, days_off, spans):
    calendar, lines = calendar_with(days_off), laid_out(start, spans)
    counted = last_day(start, limit.count, limit.unit, calendar.works, paused_days(lines))
    assert replay(Counted(start, limit), lines, calendar).due.day == counted


@MANY
@given(DAYS, LIMITS, DAYS_OFF, SPANS, st.randoms(use_true_random=False))
def test_the_order_in_which_days_were_entered_does_not_matter(start, limit, days_off, spans, chance):
    calendar, lines = calendar_with(days_off), laid_out(start, [(gap, length + 1) for gap, length in spans])
    lines.append(Line(K.ALLOWANCE, start, days=10))
    shuffled = lines[:]
    chance.shuffle(shuffled)
    assert replay(Counted(start, limit), shuffled, calendar) == replay(Counted(start, limit), lines, calendar)


@MANY
@given(DAYS, LIMITS, DAYS_OFF, SPANS, st.data())
def test_a_day_off_more_never_makes_a_deadline_earlier(start, limit, days_off, spans, data):
    lines, holiday = laid_out(start, spans), data.draw(st.dates(D("2024-01-01"), D("2027-06-30")))
    if granted := data.draw(st.integers(0, 90)):
        lines.append(Line(K.EXTENSION, start + 10 * DAY, until=start + (granted + 60) * DAY))
    plain = replay(Counted(start, limit), lines, calendar_with(days_off - {holiday}))
    fuller = replay(Counted(start, limit), lines, calendar_with(days_off | {holiday}))
    assert fuller.due.day >= plain.due.day


@MANY
@given(DAYS, LIMITS, DAYS_OFF, SPANS)
def test_line_by_line_it_stands_as_the_whole_ledger_says(start, limit, days_off, spans):
    """Replayed after every entry, as the verbs do, the last entry says what one replay at the end says."""
    calendar, lines = calendar_with(days_off), laid_out(start, spans)
    standings = [replay(Counted(start, limit), lines[:n], calendar) for n in range(len(lines) + 1)]
    assert standings[-1] == replay(Counted(start, limit), lines, calendar)
    # A pause by itself never moves the day back, and while it lasts it moves nothing.
    assert all(later.due.day >= sooner.due.day for sooner, later in itertools.pairwise(standings))
    assert all(
        standing.due.day == sooner.due.day for sooner, standing in itertools.pairwise(standings) if standing.paused_on
    )


@MANY
@given(DAYS, LIMITS, DAYS_OFF, SPANS)
def test_the_steps_end_on_the_day_and_the_day_works(start, limit, days_off, spans):
    calendar = calendar_with(days_off)
    found = replay(Counted(start, limit), laid_out(start, spans), calendar).due
    assert found.steps[-1].day == found.day
    assert found.steps[-1].counted
    assert calendar.works(found.day)
