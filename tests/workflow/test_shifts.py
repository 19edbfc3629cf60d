"""期限调整建议: what a new calendar would move, decided once, carried out as things stand then, told once."""

import datetime as dt
import functools

import pytest
from django.core.management import CommandError, call_command

from proposals.models import Assignment
from tests.personas import acting, moment
from tests.workflow.races import at_once, refusals
from workflow import calendars, clocks, shifts
from workflow.actor import Actor
from workflow.audit import broken_rows
from workflow.enums import ClockKind, Source
from workflow.errors import Invalid, NotYours
from workflow.models import AuditEvent, Clock, ClockEvent, Dispatch, RuleVersion, Shift
from workflow.notices import Special, read_library

D = dt.date.fromisoformat
BRIDGE = Special(D("2026-06-02"), works=False, name="端午节（调整）")
LATER = moment(D("2026-03-10"))


def new_calendar(*more: Special, year: int = 2026, place=None, published: bool = True):
    days = [*(read_library(year).days if place is None else ()), *more]
    return calendars.take(
        year, days, jurisdiction=place, published=published, notice="", source="清单",
        by=Actor(source=Source.COMMAND), at=LATER,
    )  # fmt: skip


@pytest.fixture
def clock(office) -> Clock:
    """Handed over on 2 March, the reply is due on 2 June, which the new calendar makes a day off."""
    office.in_hand()
    return Clock.objects.get(kind=ClockKind.REPLY)


@pytest.fixture
def shift(office, clock) -> Shift:
    new_calendar(BRIDGE)
    (found,) = shifts.propose_missing(LATER)
    return found


def when(office, day: str = "2026-03-10"):
    return {"by": acting(office.city.supervisor, on=D(day)), "at": moment(D(day))}


def approve(office, shift, day: str = "2026-03-10") -> int:
    shifts.approve(shift, **when(office, day))
    return shifts.carry_out_decided()


def test_a_new_calendar_proposes_and_moves_nothing_by_itself(office, clock, shift):
    line = shift.lines.get()
    assert (line.clock, line.epoch, line.due_before, line.due_after) == (clock, 0, D("2026-06-02"), D("2026-06-03"))
    assert line.why == "2026年端午节放假安排调整"
    clock.refresh_from_db()
    assert (clock.due, clock.epoch, shift.jurisdiction, shift.is_waiting) == (
        D("2026-06-02"), 0, office.city.place, True,
    )  # fmt: skip
    told = Dispatch.objects.get(recipient=office.city.supervisor)
    assert told.subject == "期限调整建议：1项待批准"
    assert shifts.propose_missing(LATER) == []


def test_approved_it_moves_the_deadline_with_its_ledger_and_its_trail(office, clock, shift):
    assert approve(office, shift) == 1
    clock.refresh_from_db()
    shift.refresh_from_db()
    newest = list(clocks.calendar_of(office.city.place.pk).versions)
    assert (clock.due, clock.epoch, clock.remind_on, clock.calendar_versions, shift.status) == (
        D("2026-06-03"), 1, clock.start, newest, "applied",
    )  # fmt: skip
    line = clock.events.get()
    assert (line.kind, line.due_before, line.due_after, line.reason, line.actor) == (
        "calendar", D("2026-06-02"), D("2026-06-03"), "2026年端午节放假安排调整", str(office.city.supervisor),
    )  # fmt: skip
    event = AuditEvent.objects.get(move="shift")
    assert event.case_uid == clock.case_uid
    assert event.payload["deadlines"] == ["答复期限由2026-06-02调整为2026-06-03"]
    assert list(broken_rows()) == []
    call_command("check_clocks")


def test_what_stays_goes_over_to_the_new_calendar_and_later_pauses_count_by_it(office, clock):
    new_calendar(Special(D("2026-06-12"), works=False, name="端午节"))
    (shift,) = shifts.propose_missing(LATER)
    # Nothing has to be decided where nothing moves.
    assert (shift.lines.count(), shift.is_under_way) == (0, True)
    shifts.carry_out_decided()
    clock.refresh_from_db()
    assert (clock.due, clock.epoch) == (D("2026-06-02"), 0)
    times = {"by": acting(office.city.supervisor, on=D("2026-04-01")), "at": moment(D("2026-04-11"))}
    clocks.pause(clock, reason="等待", on=D("2026-04-01"), **times)
    clocks.resume(clock, reason="", on=D("2026-04-11"), **times)
    assert clock.due == D("2026-06-15")
    assert not Dispatch.objects.filter(subject__startswith="办理期限调整").exists()


def test_a_year_that_is_published_settles_estimates_without_reminding_anew(office):
    office.day = D("2026-11-02")
    office.in_hand()
    clock = Clock.objects.get(kind=ClockKind.REPLY)
    assert (clock.due, clock.provisional) == (D("2027-02-02"), True)
    new_calendar(year=2027)
    (shift,) = shifts.propose_missing(moment(D("2026-11-10")))
    line = shift.lines.get()
    assert (line.due_before == line.due_after, line.why) == (True, "2027年放假安排公布")
    approve(office, shift, "2026-11-10")
    clock.refresh_from_db()
    assert (clock.provisional, clock.epoch, clock.events.get().kind) == (False, 0, "calendar")
    assert not AuditEvent.objects.filter(move="shift").exists()
    call_command("check_clocks")


def test_the_holiday_that_moves_a_deadline_is_named(office):
    office.day = D("2026-11-05")
    office.in_hand()
    new_calendar(Special(D("2027-02-11"), works=False, name="春节"), year=2027)
    (shift,) = shifts.propose_missing(moment(D("2026-11-10")))
    line = shift.lines.get()
    assert (line.due_before, line.due_after, line.why) == (
        D("2027-02-11"), D("2027-02-12"), "2027年春节放假安排公布",
    )  # fmt: skip


def test_met_and_named_deadlines_never_move(office, clock):
    assignment = Assignment.objects.get(uid=clock.subject_uid)
    rule = RuleVersion.objects.get(jurisdiction=office.city.place)
    named = clocks.start_until(
        ClockKind.MATERIAL, assignment, holder=None, on=office.day, due=D("2026-06-02"), rule=rule
    )
    clocks.close(assignment, ClockKind.REPLY, on=D("2026-03-09"), at=LATER)
    new_calendar(BRIDGE)
    for found in shifts.propose_missing(LATER):
        assert found.lines.count() == 0
    shifts.carry_out_decided()
    assert set(Clock.objects.filter(pk__in=[named.pk, clock.pk]).values_list("due", "epoch")) == {(D("2026-06-02"), 0)}


def test_a_deadline_met_after_the_proposal_stays(office, clock, shift):
    clocks.close(Assignment.objects.get(uid=clock.subject_uid), ClockKind.REPLY, on=D("2026-03-09"), at=LATER)
    assert approve(office, shift) == 0
    clock.refresh_from_db()
    assert (clock.due, clock.epoch) == (D("2026-06-02"), 0)


def test_a_deadline_extended_after_the_proposal_is_counted_anew(office, clock, shift):
    clocks.extend(clock, until=D("2026-07-01"), reason="情况复杂", on=D("2026-03-10"), **when(office))
    assert approve(office, shift, "2026-03-11") == 0
    clock.refresh_from_db()
    assert (clock.due, clock.epoch) == (D("2026-07-01"), 1)
    call_command("check_clocks")


def test_a_deadline_paused_and_resumed_after_the_proposal_is_counted_anew(office, clock, shift):
    clocks.pause(clock, reason="等待", on=D("2026-03-10"), **when(office))
    clocks.resume(clock, reason="", on=D("2026-03-20"), **when(office, "2026-03-20"))
    assert clock.due == D("2026-06-12")
    assert approve(office, shift, "2026-03-23") == 0
    call_command("check_clocks")
    clock.refresh_from_db()
    assert (clock.due, clock.calendar_versions) == (
        D("2026-06-12"), list(clocks.calendar_of(office.city.place.pk).versions),
    )  # fmt: skip


def test_a_paused_deadline_moves_and_stays_paused(office, clock, shift):
    clocks.pause(clock, reason="等待", on=D("2026-03-10"), **when(office))
    assert approve(office, shift, "2026-03-11") == 1
    clock.refresh_from_db()
    assert (clock.due, clock.paused_on) == (D("2026-06-03"), D("2026-03-10"))
    call_command("check_clocks")


def test_a_milestone_counted_back_goes_along(office):
    content = {"limits": {"reply": [3, "month"], "draft": {"limit": [10, "working_day"], "before": "reply"}}}
    RuleVersion.objects.filter(jurisdiction=office.city.place).update(content=content)
    office.in_hand()
    new_calendar(BRIDGE)
    (shift,) = shifts.propose_missing(LATER)
    assert set(shift.lines.values_list("clock__kind", "due_before", "due_after")) == {
        ("reply", D("2026-06-02"), D("2026-06-03")),
    }  # ten working days before the 3rd, of which the 2nd is none any more, are ten before the 2nd
    new_calendar(BRIDGE, Special(D("2026-06-03"), works=False, name="端午节"), Special(D("2026-05-19"), False, "停"))
    (shift,) = shifts.propose_missing(LATER)
    assert dict(shift.lines.values_list("clock__kind", "due_after")) == {
        "reply": D("2026-06-04"), "draft": D("2026-05-18"),
    }  # fmt: skip
    assert approve(office, shift) == 2
    assert AuditEvent.objects.get(move="shift").payload["deadlines"] == [
        "拟稿期限由2026-05-19调整为2026-05-18", "答复期限由2026-06-02调整为2026-06-04",
    ]  # fmt: skip
    call_command("check_clocks")


def test_a_newer_calendar_takes_the_place_of_a_waiting_proposal(office, clock, shift):
    new_calendar(BRIDGE, Special(D("2026-06-03"), works=False, name="端午节"))
    (newer,) = shifts.propose_missing(LATER)
    shift.refresh_from_db()
    assert (shift.status, shift.note, newer.lines.get().due_after) == (
        "dropped", "已由更新的日历重新提出。", D("2026-06-04"),
    )  # fmt: skip
    with pytest.raises(Invalid, match="该建议已由系统决定"):
        shifts.approve(shift, **when(office))


def test_dropped_it_moves_nothing_and_is_not_proposed_again(office, clock, shift):
    with pytest.raises(Invalid, match="请填写不予调整的理由。"):
        shifts.drop(shift, reason=" ", **when(office))
    shifts.drop(shift, reason="本地照常上班。", **when(office))
    assert (shifts.carry_out_decided(), shifts.propose_missing(LATER)) == (0, [])
    clock.refresh_from_db()
    assert (clock.due, shift.status, shift.note) == (D("2026-06-02"), "dropped", "本地照常上班。")
    with pytest.raises(Invalid, match="该建议已由"):
        shifts.approve(shift, **when(office))


@pytest.mark.parametrize("who", ["administrator", "committee", "office0"])
def test_others_decide_nothing(office, shift, who):
    by = office.by(getattr(office.city, who))
    for decide in (functools.partial(shifts.approve), functools.partial(shifts.drop, reason="不需要")):
        with pytest.raises(NotYours):
            decide(shift, by=by, at=LATER)
        with pytest.raises(NotYours):
            decide(shift, by=office.by(office.county.supervisor), at=LATER)
    assert Shift.objects.get().is_waiting


def test_everybody_concerned_is_told_once_of_all_their_deadlines(office):
    for number in "123":
        office.in_hand(number=number)
    new_calendar(BRIDGE)
    (shift,) = shifts.propose_missing(LATER)
    assert approve(office, shift) == 3
    shifts.carry_out(shift)
    told = Dispatch.objects.filter(subject__startswith="办理期限调整")
    assert set(told.values_list("recipient__username", "subject", "channel")) == {
        ("liyang0-office", "办理期限调整：3项", "inbox"), ("liyang0-drafter", "办理期限调整：3项", "inbox"),
    }  # fmt: skip
    assert told.count() == 2
    assert told[0].body.count("答复期限由2026年6月2日调整为2026年6月3日（2026年端午节放假安排调整）") == 3


def test_a_run_that_was_cut_off_goes_on_and_tells_once(office, monkeypatch):
    for number in "123":
        office.in_hand(number=number)
    new_calendar(BRIDGE)
    (shift,) = shifts.propose_missing(LATER)
    shifts.approve(shift, **when(office))
    monkeypatch.setattr(shifts, "CHUNK", 1)
    cases = Clock.objects.open().order_by("case_uid").values_list("case_uid", flat=True).distinct()
    # Two of three cases were done when the power went.
    for case in cases[:2]:
        shifts._carry_out_cases(shift, [case], shifts.Recounting(clocks.calendar_of(office.city.place.pk)))
    assert shifts.carry_out_decided() == 1
    assert (ClockEvent.objects.count(), AuditEvent.objects.filter(move="shift").count()) == (3, 3)
    assert Dispatch.objects.filter(subject="办理期限调整：3项").count() == 2


def test_own_days_of_a_place_move_nothing_elsewhere(office):
    office.in_hand()
    office.in_hand(place=office.county)
    new_calendar(Special(D("2026-06-02"), works=False, name="建城纪念日"), place=office.city.place)
    (shift,) = shifts.propose_missing(LATER)
    assert (shift.jurisdiction, shift.lines.get().why) == (office.city.place, "2026年建城纪念日放假安排调整")


@pytest.mark.parametrize("_round", range(3))
def test_of_two_who_decide_at_once_one_wins(open_office, _round):
    open_office.in_hand()
    new_calendar(BRIDGE)
    (shift,) = shifts.propose_missing(LATER)
    copies = [Shift.objects.get(pk=shift.pk) for _ in range(2)]
    came = at_once(
        functools.partial(shifts.approve, copies[0], **when(open_office)),
        functools.partial(shifts.drop, copies[1], reason="不需要", **when(open_office)),
    )
    assert refusals(came) == [Invalid]
    assert Shift.objects.get().decided_at is not None


def test_two_who_carry_out_at_once_move_everything_once(open_office):
    for number in "123":
        open_office.in_hand(number=number)
    new_calendar(BRIDGE)
    came = at_once(*[functools.partial(shifts.propose_missing, LATER)] * 2)
    assert sorted(map(len, came)) == [0, 1]
    shift = Shift.objects.get()
    shifts.approve(shift, **when(open_office))
    came = at_once(*[functools.partial(shifts.carry_out, shift)] * 2)
    assert (refusals(came), sum(came)) == ([], 3)
    assert Dispatch.objects.filter(subject="办理期限调整：3项").count() == 2
    assert list(broken_rows()) == []


def test_by_command(office, clock, capsys):
    new_calendar(BRIDGE)
    call_command("shift_deadlines")
    assert "丽阳市：全国2026年第2版，建议调整1项期限。" in capsys.readouterr().out
    clock.refresh_from_db()
    assert clock.due == D("2026-06-02")
    call_command("shift_deadlines", "--jurisdiction", "liyang", "--approve")
    assert capsys.readouterr().out.endswith("已调整1项期限。\n")
    call_command("shift_deadlines")
    assert capsys.readouterr().out == "已调整0项期限。\n"


def test_the_command_drops_with_a_reason(office, clock, capsys):
    new_calendar(BRIDGE)
    with pytest.raises(CommandError, match="请填写不予调整的理由"):
        call_command("shift_deadlines", "--drop", " ")
    call_command("shift_deadlines", "--drop", "本地照常上班")
    assert (Shift.objects.get().status, Shift.objects.get().decided_by) == ("dropped", "命令")
    with pytest.raises(CommandError, match="请用 --jurisdiction 指明"):
        call_command("shift_deadlines", "--jurisdiction", "nowhere")


def test_a_proposal_that_a_newer_calendar_overtook_is_not_approved_unseen(office, clock, shift):
    new_calendar(BRIDGE, Special(D("2026-06-03"), works=False, name="端午节（调整）"))
    with pytest.raises(Invalid, match="工作日历又有新版"):
        shifts.approve(shift, **when(office))
    (newer,) = shifts.propose_missing(LATER)
    assert newer.lines.get().due_after == D("2026-06-04")


def test_it_is_carried_out_by_the_calendar_that_was_approved(office, clock, shift):
    shifts.approve(shift, **when(office))
    new_calendar(BRIDGE, Special(D("2026-06-03"), works=False, name="端午节（调整）"))
    assert shifts.carry_out_decided() == 1
    clock.refresh_from_db()
    assert clock.due == D("2026-06-03")


def test_a_deadline_that_was_closed_then_and_runs_again_goes_over_by_the_same_decision(office, clock):
    other = Clock.objects.get(kind=ClockKind.CONTACT)
    part = Assignment.objects.get(uid=clock.subject_uid)
    clocks.close(part, ClockKind.REPLY, on=D("2026-03-09"), at=LATER)
    new_calendar(BRIDGE)
    shifts.propose_missing(LATER)
    shifts.carry_out_decided()
    clocks.take_up([Clock.objects.get(pk=clock.pk)], reason="撤回", on=D("2026-03-11"), **when(office))
    assert shifts.carry_out_decided() == 1
    clock.refresh_from_db()
    assert (clock.due, Clock.objects.get(pk=other.pk).epoch) == (D("2026-06-03"), 0)
