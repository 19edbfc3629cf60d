"""中止计算 and 恢复计算: the deadlines of a part stand still, and nothing else does."""

import datetime as dt

import pytest
from django.core.management import call_command

from proposals import deadlines
from proposals.actions import correcting, extending, handling, pausing
from proposals.flows import ASSIGNMENT_FLOW
from proposals.models import Assignment, Proposal
from replies.actions import drafting, sending
from replies.actions import undoing as taking_back
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Clock

D = dt.date.fromisoformat
MORE = {"draft": {"limit": [10, "working_day"], "before": "reply"}, "review": [80, "day"]}


@pytest.fixture
def case(office):
    """Handed over on 2 March; the first contact is due on 23 March and the reply on 2 June."""
    office.city.rule.content["limits"] |= MORE
    office.city.rule.save()
    return office.in_hand()[0]


def pause(office, case, day="2026-03-09", **other):
    office.day = D(day)
    fields = {"reason": "等待省里出台政策。"} | office.when(office.city.supervisor) | other
    pausing.pause_clock(case, **fields)


def resume(office, case, day="2026-03-19", **other):
    office.day = D(day)
    pausing.resume_clock(case, **office.when(office.city.supervisor) | other)


def dues(case) -> dict[str, tuple[dt.date, dt.date | None]]:
    return {clock.kind: (clock.due, clock.paused_on) for clock in Clock.objects.open().filter(subject_uid=case.uid)}


def test_all_milestones_stand_still_and_get_their_days_back(office, case):
    before = dues(case)
    pause(office, case)
    assert dues(case) == {kind: (due, D("2026-03-09")) for kind, (due, _) in before.items()}
    assert not Clock.objects.running().filter(subject_uid=case.uid).exists()
    resume(office, case)
    assert dues(case) == {
        "contact": (D("2026-04-02"), None),
        "review": (D("2026-06-01"), None),
        "draft": (D("2026-05-29"), None),
        "reply": (D("2026-06-12"), None),
    }
    call_command("check_clocks")


def test_every_other_move_stays_open(office, case):
    people = [getattr(office.city, name) for name in ("supervisor", "office0", "drafter0", "signer0", "committee")]

    def open_moves():
        row = Assignment.objects.for_move().get(pk=case.pk)
        return {who: set(ASSIGNMENT_FLOW.open_to(office.by(who), row, on=office.day)) for who in people}

    office.day = D("2026-03-09")
    before = open_moves()
    assert "pause_clock" in before[office.city.supervisor]
    pause(office, case)
    before[office.city.supervisor] ^= {"pause_clock", "resume_clock"}
    assert open_moves() == before
    # Long after the last day that it had: what stands still is not over.
    office.day = D("2026-08-03")
    before[office.city.office0] -= {"request_return"}
    assert open_moves() == before


def test_only_the_supervisor_and_only_what_runs(office, case):
    with pytest.raises(NotYours):
        pause(office, case, by=office.by(office.city.office0))
    with pytest.raises(TransitionRefused, match="办理期限未中止"):
        resume(office, case)
    with pytest.raises(Invalid, match="请填写中止理由"):
        pause(office, case, reason=" ")
    with pytest.raises(TransitionRefused, match="已于2026年6月2日届满，不能再中止"):
        pause(office, case, "2026-06-03")
    pause(office, case)
    with pytest.raises(TransitionRefused, match="办理期限已于2026年3月9日中止"):
        pause(office, case)
    with pytest.raises(Invalid, match="恢复日期不能早于中止日期2026年3月9日"):
        resume(office, case, on=D("2026-03-06"), note="补录。")
    (waiting,) = office.assigned(number="36")
    with pytest.raises(TransitionRefused, match="当前环节不能“中止计算”"):
        pause(office, waiting, "2026-03-19")


def test_a_missed_milestone_stays_missed(office, case):
    pause(office, case, "2026-04-01")
    contact = Clock.objects.get(kind="contact")
    assert (contact.paused_on, contact.days_late(D("2026-04-01"))) == (None, 9)
    resume(office, case, "2026-04-11")
    contact.refresh_from_db()
    assert contact.due == D("2026-03-23")


def test_it_may_be_entered_late(office, case):
    pause(office, case, "2026-03-12", on=D("2026-03-09"))
    resume(office, case, "2026-03-26", on=D("2026-03-19"), note="当日停电。")
    assert dues(case)["reply"] == (D("2026-06-12"), None)
    with pytest.raises(Invalid, match="不能早于上次恢复的日期2026年3月19日"):
        pause(office, case, "2026-03-26", on=D("2026-03-18"))
    pause(office, case, "2026-03-26")
    with pytest.raises(Invalid, match="补录须在备注中说明理由"):
        resume(office, case, "2026-03-30", on=D("2026-03-27"))


def test_the_cap_moves_by_the_days_of_the_pause(office, case):
    assert deadlines.latest(case) == D("2026-09-02")
    pause(office, case)
    resume(office, case, "2026-03-23")
    assert deadlines.latest(case) == D("2026-09-16")


def test_an_extension_waits_until_the_days_count_again(office, case):
    pause(office, case)
    ask = {"until": D("2026-06-20"), "reason": "需现场勘测。"}
    extending.request_extension(case, **ask, **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="请先恢复计算再延期"):
        extending.grant_extension(case, **office.when(office.city.supervisor))
    watcher = office.by(office.city.supervisor)
    assert "grant_extension" not in ASSIGNMENT_FLOW.open_to(watcher, case, on=office.day)
    resume(office, case)
    extending.grant_extension(case, **office.when(office.city.supervisor))
    assert dues(case)["reply"] == (D("2026-06-20"), None)
    call_command("check_clocks")


def test_what_is_answered_while_it_stands_still_is_in_time(office):
    reply = office.numbered()
    pause(office, reply.assignment)
    office.day = D("2026-08-03")
    sending.send(reply, **office.when(office.city.office0))
    clock = Clock.objects.get(kind="reply")
    assert (clock.closed_on, clock.days_late(office.day)) == (D("2026-08-03"), 0)


def test_a_milestone_taken_back_follows_what_happened_meanwhile(office, case):
    handling.note_contact(
        [case], way="meeting", people="赵明委员", outcome="同意。", **office.when(office.city.drafter0)
    )
    reply = drafting.draft(case, **office.when(office.city.drafter0))
    text = {"body": "收悉，现答复如下。", "grade": "A"}
    drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), **text)
    drafting.submit(reply, **office.when(office.city.drafter0))
    case.refresh_from_db()
    pause(office, case, "2026-03-02")
    resume(office, case, "2026-03-12")
    pause(office, case, "2026-03-12")
    assert "draft" not in dues(case)
    office.day = D("2026-03-02")
    reply.forget()
    taking_back.undo(reply, "undo_submit", **office.when(office.city.office0) | {"by": office.by(office.city.drafter0)})
    assert dues(case)["draft"] == (D("2026-05-28"), D("2026-03-12"))
    call_command("check_clocks")


def test_who_takes_another_part_still_stands_still(office):
    lead, assist = office.in_hand("lead", "assist")
    pause(office, lead)
    roles = {lead: "assist", assist: "lead"}
    proposal = Proposal.objects.get(pk=lead.proposal_id)
    correcting.correct_roles(proposal, roles=roles, reason="误填。", **office.when(office.city.supervisor))
    assert {kind: since for kind, (_, since) in dues(lead).items()} == {"opinion": D("2026-03-09")}
    assert all(since is None for _, since in dues(assist).values())
