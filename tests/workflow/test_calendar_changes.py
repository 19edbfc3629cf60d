"""Whatever the calendar becomes and whatever happens to a deadline: moved onto it, it stands as if begun under it."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.personas import acting, moment
from tests.workflow.test_shifts import BRIDGE, LATER, new_calendar
from workflow import calendars, clocks, ledger, shifts
from workflow.calendar import ONE_DAY
from workflow.enums import ClockKind
from workflow.errors import Invalid
from workflow.ledger import Counted
from workflow.limits import Limit
from workflow.models import Clock, ClockEvent, RuleVersion, Shift
from workflow.notices import Special

START = dt.date(2026, 3, 2)
CHANGE = dt.date(2026, 5, 11)
DAYS = st.dates(dt.date(2026, 5, 20), dt.date(2026, 6, 18))
SPECIALS = st.dictionaries(DAYS, st.booleans(), max_size=12)
PAUSE = st.tuples(st.integers(1, 20), st.integers(0, 30))
LIMITS = st.sampled_from([[3, "month"], [60, "working_day"], [90, "day"], {"by": "06-01"}])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=SPECIALS, limit=LIMITS, before=PAUSE, after=PAUSE)
def test_a_change_of_calendar_and_replay_is_as_if_begun_with_it(office, chosen, limit, before, after):
    with transaction.atomic():
        clocks._calendar.cache_clear()
        clocks.calendar_from.cache_clear()
        RuleVersion.objects.filter(jurisdiction=office.city.place).update(content={"limits": {"reply": limit}})
        office.in_hand()
        clock = Clock.objects.get(kind=ClockKind.REPLY)
        pause(office, clock, START + before[0] * ONE_DAY, before[1])
        change(office, chosen)
        clock.refresh_from_db()
        pause(office, clock, CHANGE + after[0] * ONE_DAY, after[1])
        calendar = clocks.calendar_of(office.city.place.pk)
        fresh = ledger.replay(Counted(START, Limit.read(limit)), clocks.lines_of(clock), calendar).due
        assert (clock.due, clock.provisional) == (fresh.day, fresh.provisional)
        assert clocks.explain(clock).day == clock.due
        transaction.set_rollback(True)


def pause(office, clock: Clock, first: dt.date, days: int) -> None:
    if first > clock.due:
        return
    for verb, day in ((clocks.pause, first), (clocks.resume, first + days * ONE_DAY)):
        verb(clock, reason="等待", by=acting(office.city.supervisor, on=day), on=day, at=moment(day))


def change(office, chosen: dict[dt.date, bool]) -> None:
    """The place takes days off on weekdays and working weekends, and its supervisor approves what follows."""
    differ = {day: works for day, works in chosen.items() if works != (day.weekday() < 5)}
    days = [Special(day, works, "调休上班" if works else "临时放假") for day, works in sorted(differ.items())]
    if days:
        calendars.take(
            2026, days, jurisdiction=office.city.place, published=True, notice="", source="清单",
            by=office.by(office.city.supervisor), at=moment(CHANGE),
        )  # fmt: skip
    for shift in shifts.propose_missing(moment(CHANGE)):
        if shift.is_waiting:
            shifts.approve(shift, by=acting(office.city.supervisor, on=CHANGE), at=moment(CHANGE))
    shifts.carry_out_decided()


def test_months_from_a_leap_day_move_with_the_calendar(office):
    office.day = dt.date(2028, 2, 29)
    office.in_hand()
    clock = Clock.objects.get(kind=ClockKind.REPLY)
    # 29 May 2028 is a Monday, the day off for 端午 by the estimate.
    assert (clock.due, clock.provisional) == (dt.date(2028, 5, 30), True)
    at = moment(dt.date(2028, 3, 10))
    new_calendar(Special(dt.date(2028, 5, 30), works=False, name="端午节"), year=2028, published=False)
    (shift,) = shifts.propose_missing(at)
    shifts.approve(shift, by=acting(office.city.supervisor, on=dt.date(2028, 3, 10)), at=at)
    shifts.carry_out_decided()
    clock.refresh_from_db()
    assert (clock.due, clock.provisional) == (dt.date(2028, 5, 31), True)


def test_a_leap_day_that_is_none_is_no_day_of_a_calendar(office):
    with pytest.raises(ValueError, match="day is out of range"):
        Special(dt.date(2027, 2, 29), works=False, name="")
    with pytest.raises(Invalid, match="2028年2月29日不在2027年内"):
        new_calendar(Special(dt.date(2028, 2, 29), works=False, name="闰日"), year=2027)


def test_a_server_whose_time_jumps_back_an_hour_moves_nothing(office):
    office.in_hand()
    new_calendar(BRIDGE)
    early = LATER - dt.timedelta(hours=1)
    (shift,) = shifts.propose_missing(LATER)
    assert shifts.propose_missing(early) == []
    by = acting(office.city.supervisor, on=LATER.date())
    shifts.approve(shift, by=by, at=early)
    assert shifts.carry_out_decided() == 1
    before = list(Clock.objects.order_by("pk").values("due", "epoch", "calendar_versions"))
    assert (shifts.propose_missing(early - dt.timedelta(hours=1)), shifts.carry_out_decided()) == ([], 0)
    assert list(Clock.objects.order_by("pk").values("due", "epoch", "calendar_versions")) == before
    assert (Shift.objects.count(), ClockEvent.objects.count()) == (1, 1)
