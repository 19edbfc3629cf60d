"""What nobody has to meet any more ends as not met: it says why, counts in no figure, and an undo lets it run again."""

import datetime as dt

import pytest

from desk.views.badges import clock_badge
from proposals.actions import assigning, closing, collecting, correcting, handling, returning, undoing
from proposals.models import Assignment, Proposal
from workflow.models import Clock, ClockEvent, Department

LATER = dt.timedelta(days=200)


def state(subject) -> set[tuple[str, bool, bool]]:
    """Of each deadline: its kind, whether it runs, and whether it was given up."""
    rows = Clock.objects.filter(subject_uid=subject.uid)
    return {(clock.kind, clock.closed_at is None, clock.cancelled) for clock in rows}


def reasons(subject) -> list[str]:
    lines = ClockEvent.objects.filter(clock__subject_uid=subject.uid).order_by("pk")
    return [f"{line.get_kind_display()}：{line.reason}" for line in lines]


def test_a_return(office):
    (case,) = office.in_hand()
    returning.request_return(case, reason="不属职责。", **office.when(office.city.office0))
    returning.approve_return(case, department=office.city.units[1], **office.when(office.city.supervisor))
    assert state(case) == {("receipt", False, False), ("contact", False, True), ("reply", False, True)}
    assert reasons(case) == ["撤销：同意退回"] * 2
    clock = Clock.objects.get(subject_uid=case.uid, kind="reply")
    assert clock_badge(clock, office.day + LATER).text == "不再计算"


def test_a_waiver_and_its_undo(office):
    _, assist = office.in_hand("lead", "assist")
    office.day += dt.timedelta(days=1)
    handling.waive(assist, reason="不涉及。", **office.when(office.city.supervisor))
    assert state(assist) == {("receipt", False, False), ("opinion", False, True)}
    undoing.undo(assist, "undo_waive", **office.when(office.city.supervisor))
    assert state(assist) == {("receipt", False, False), ("opinion", True, False)}
    assert reasons(assist) == ["撤销：免予会办", "重新计算：撤回后继续计算"]


def test_a_recall(office):
    (case,) = office.assigned()
    proposal = Proposal.objects.get(pk=case.proposal_id)
    undoing.undo(proposal, "undo_assign", **office.when(office.city.supervisor))
    assert {(running, given_up) for _, running, given_up in state(case)} == {(False, True)}
    assert set(reasons(case)) == {"撤销：撤回交办"}


def test_material_that_is_no_longer_needed(office):
    (case,) = office.in_hand()
    unit = office.city.units[0]
    section = Department.objects.create(jurisdiction=unit.jurisdiction, parent=unit, name="养老科")
    ask = {"department": section, "wanted": "床位数", "due": office.day + dt.timedelta(days=5)}
    dropped, left, given = (collecting.collect(case, **ask, **office.when(office.city.drafter0)) for _ in range(3))
    collecting.drop(dropped, **office.when(office.city.drafter0))
    collecting.supply(given, text="共300张。", **office.when(office.city.section_head0))
    returning.request_return(case, reason="不属职责。", **office.when(office.city.office0))
    returning.approve_return(case, department=office.city.units[1], **office.when(office.city.supervisor))
    assert [state(each) for each in (dropped, left, given)] == [
        {("material", False, True)}, {("material", False, True)}, {("material", False, False)}
    ]  # fmt: skip


def test_another_part_in_the_case(office):
    lead, assist = office.in_hand("lead", "assist")
    roles = {lead: "assist", assist: "lead"}
    when = office.when(office.city.supervisor)
    correcting.correct_roles(Proposal.objects.get(pk=lead.proposal_id), roles=roles, reason="误填。", **when)
    assert ("opinion", False, True) in state(assist)
    parts = {Assignment.objects.get(pk=lead.pk): "lead", Assignment.objects.get(pk=assist.pk): "assist"}
    correcting.correct_roles(Proposal.objects.get(pk=lead.proposal_id), roles=parts, reason="误填。", **when)
    assert ("opinion", True, False) in state(assist)
    assert reasons(assist) == ["撤销：更正承办方式"] * 3 + ["重新计算：更正承办方式"]


def test_closing_without_marks(office):
    reply = office.sent()
    office.day += dt.timedelta(days=60)
    closing.close(Proposal.objects.get(pk=reply.proposal_id), **office.when(office.city.supervisor))
    assert state(reply) == {("feedback", False, True)}
    assert state(reply.assignment) == {("receipt", False, False), ("contact", False, False), ("reply", False, False)}


def test_what_is_met_is_met(office):
    (case,) = office.assigned()
    assigning.accept(case, **office.when(office.city.office0))
    assert ("receipt", False, False) in state(case)


@pytest.mark.parametrize("days", [0, 100])
def test_the_badge_of_what_was_met_tells_whether_in_time(office, days):
    reply = office.sent()
    clock = Clock.objects.get(subject_uid=reply.assignment.uid, kind="reply")
    clock.closed_on = clock.due + dt.timedelta(days=days)
    told = clock_badge(clock, office.day).text
    assert told == (f"超期 {days} 天完成" if days else "按期完成")
