"""A clock's verbs: each writes a line, moves the stored day to what the ledger says, and refuses what cannot be."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from proposals.models import Assignment
from tests.personas import acting, moment
from workflow import clocks
from workflow.enums import ClockKind
from workflow.errors import Invalid
from workflow.models import Clock, ClockEvent, RuleVersion

D = dt.date.fromisoformat
BACK = {"draft": {"limit": [10, "working_day"], "before": "reply"}}


@pytest.fixture
def clock(office) -> Clock:
    """Handed over on 2 March, the reply is due on 2 June."""
    office.contact(office.in_hand()[0])
    found = Clock.objects.open().get(kind=ClockKind.REPLY)
    assert (found.start, found.due) == (D("2026-03-02"), D("2026-06-02"))
    return found


def when(office, day: str) -> dict[str, object]:
    return {"by": acting(office.city.supervisor, on=D(day)), "on": D(day), "at": moment(D(day))}


def test_a_pause_stops_the_clock_and_resuming_gives_the_days_back(office, clock):
    clocks.pause(clock, reason="等待上级政策。", **when(office, "2026-04-01"))
    clock.refresh_from_db()
    assert (clock.paused_on, clock.due, clock.epoch) == (D("2026-04-01"), D("2026-06-02"), 1)
    assert not Clock.objects.overdue(on=D("2026-12-01")).filter(pk=clock.pk).exists()
    clocks.resume(clock, reason="政策已出台。", **when(office, "2026-04-11"))
    clock.refresh_from_db()
    assert (clock.paused_on, clock.due, clock.epoch) == (None, D("2026-06-12"), 2)
    lines = (
        ClockEvent.objects.filter(clock=clock).order_by("pk").values_list("kind", "due_before", "due_after", "reason")
    )
    assert list(lines) == [
        ("pause", D("2026-06-02"), D("2026-06-02"), "等待上级政策。"),
        ("resume", D("2026-06-02"), D("2026-06-12"), "政策已出台。"),
    ]


@pytest.mark.parametrize(("day", "reason", "told"), [
    ("2026-06-03", "等待", "办理期限已于2026年6月2日届满，不能再中止。"),
    ("2026-03-01", "等待", "中止日期不能早于期限的起算日。"),
    ("2026-04-01", " ", "请填写中止理由。"),
])  # fmt: skip
def test_what_cannot_be_paused(office, clock, day, reason, told):
    with pytest.raises(Invalid, match=told):
        clocks.pause(clock, reason=reason, **when(office, day))
    assert not ClockEvent.objects.exists()


def test_a_pause_is_neither_doubled_nor_ended_before_it_began(office, clock):
    with pytest.raises(Invalid, match="办理期限未中止。"):
        clocks.resume(clock, reason="", **when(office, "2026-04-01"))
    clocks.pause(clock, reason="等待", **when(office, "2026-04-07"))
    with pytest.raises(Invalid, match="已于2026年4月7日中止"):
        clocks.pause(clock, reason="等待", **when(office, "2026-04-08"))
    with pytest.raises(Invalid, match="恢复日期不能早于中止日期2026年4月7日。"):
        clocks.resume(clock, reason="", **when(office, "2026-04-06"))
    with pytest.raises(Invalid, match="请先恢复计算再延期"):
        clocks.extend(clock, until=D("2026-07-01"), reason="情况复杂", **when(office, "2026-04-08"))
    clocks.resume(clock, reason="", **when(office, "2026-04-09"))
    with pytest.raises(Invalid, match="不能早于上次恢复的日期2026年4月9日"):
        clocks.pause(clock, reason="等待", **when(office, "2026-04-08"))
    assert ClockEvent.objects.count() == 2


def test_a_milestone_counted_back_follows_the_reply(office):
    content = {"limits": {"reply": [3, "month"]} | BACK, "switches": {"late_entry": None}}
    RuleVersion.objects.filter(jurisdiction=office.city.place).update(content=content)
    office.in_hand()
    draft, reply = (Clock.objects.get(kind=kind) for kind in ("draft", "reply"))
    assert (draft.due, reply.due) == (D("2026-05-19"), D("2026-06-02"))
    clocks.extend(reply, until=D("2026-07-01"), reason="情况复杂", **when(office, "2026-05-06"))
    draft.refresh_from_db()
    assert draft.due == D("2026-06-16")
    assert draft.events.get().kind == "restart"
    call_command("check_clocks")


def test_what_nobody_has_to_meet_any_more_is_cancelled_and_says_why(office, clock):
    assignment = Assignment.objects.get(uid=clock.subject_uid)
    clocks.cancel(assignment, reason="免予会办", **when(office, "2026-04-01"))
    clock.refresh_from_db()
    assert (clock.closed_on, clock.cancelled) == (D("2026-04-01"), True)
    assert clock.events.get().reason == "免予会办"


def test_stored_days_are_held_against_the_ledger(office, clock, capsys):
    call_command("check_clocks")
    assert "均与台账一致" in capsys.readouterr().out
    Clock.objects.filter(pk=clock.pk).update(due=D("2026-06-03"), paused_on=D("2026-04-01"))
    with pytest.raises(CommandError) as refused:
        call_command("check_clocks")
    assert "答复：到期日存为2026-06-03，应为2026-06-02" in str(refused.value)
    assert "答复：中止自存为2026-04-01，应为None" in str(refused.value)


def test_an_extension_is_not_dated_before_the_one_that_it_follows(office, clock):
    clocks.extend(clock, until=D("2026-07-01"), reason="情况复杂", **when(office, "2026-05-20"))
    with pytest.raises(Invalid, match="不能早于上次准予延期的日期2026年5月20日"):
        clocks.extend(clock, until=D("2026-07-10"), reason="情况复杂", **when(office, "2026-05-19"))
    clocks.extend(clock, until=D("2026-07-10"), reason="情况复杂", **when(office, "2026-05-20"))
    assert Clock.objects.get(pk=clock.pk).due == D("2026-07-10")
