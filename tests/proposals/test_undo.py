"""The last move taken back: by its author or the supervisor, in time, and with all that followed from it."""

import datetime as dt

import pytest

from proposals.actions import assigning, closing, filing, handling, returning, undoing
from proposals.actions.assigning import Share
from proposals.flows import ASSIGNMENT_FLOW
from tests.personas import moment
from workflow.audit import broken_rows
from workflow.errors import NotYours, TransitionRefused
from workflow.models import AuditEvent, Clock


def undo(office, case, move, who):
    case = type(case).objects.get(pk=case.pk)
    undoing.undo(case, f"undo_{move}", **office.when(getattr(office.city, who)))
    return case


def test_a_receipt_is_taken_back_and_its_clock_runs_again(office):
    (assignment,) = office.in_hand()
    assert not Clock.objects.open().filter(kind="receipt").exists()
    back = undo(office, assignment, "accept", "office0")
    assert (back.status, back.accepted_on) == ("waiting", None)
    assert Clock.objects.open().filter(kind="receipt").count() == 1
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.move, event.payload["undone"]) == ("undo_accept", event.seq - 1)
    assert list(broken_rows()) == []


def test_a_filing_gives_the_number_back(office):
    back = undo(office, office.filed("35"), "file", "committee")
    assert (back.status, back.number, back.filed_on) == ("submitted", None, None)
    assert office.filed("35").number == "35"


def test_a_refusal_is_taken_back(office):
    proposal = office.submitted()
    filing.refuse(proposal, ground="empty", outcome="opinion", **office.when(office.city.committee))
    back = undo(office, proposal, "refuse", "committee")
    assert (back.status, back.refusal_ground, back.refusal_outcome) == ("submitted", "", "")


@pytest.mark.parametrize("before", ["submitted", "filed"])
def test_a_withdrawal_goes_back_to_where_it_came_from(office, before):
    proposal = getattr(office, before)()
    filing.withdraw(proposal, reason="提案人要求。", **office.when(office.city.committee))
    assert undo(office, proposal, "withdraw", "committee").status == before


def test_a_hand_over_is_recalled_before_anybody_began(office):
    assignments = office.assigned("lead", "assist")
    proposal = undo(office, assignments[0].proposal, "assign", "supervisor")
    assert (proposal.status, proposal.assigned_on) == ("filed", None)
    assert set(proposal.assignments.values_list("status", flat=True)) == {"returned"}
    assert not Clock.objects.open().exists()
    shares = [Share(office.city.units[0], "sole")]
    (again,) = assigning.assign(proposal, shares=shares, **office.when(office.city.supervisor))
    assert again.status == "waiting"


def test_a_hand_over_stands_once_a_unit_has_begun(office):
    (assignment,) = office.in_hand()
    with pytest.raises(TransitionRefused, match="已有单位签收"):
        undo(office, assignment.proposal, "assign", "supervisor")


def test_a_return_goes_back_to_where_it_came_from(office):
    (assignment,) = office.in_hand()
    when = office.when(office.city.office0)
    returning.request_return(assignment, reason="不属职责。", suggested=office.city.units[1], **when)
    back = undo(office, assignment, "request_return", "office0")
    assert (back.status, back.suggested) == ("in_hand", None)


def test_the_officer_before_comes_back(office):
    (assignment,) = office.in_hand()
    assigning.hand_to(assignment, officer=office.city.drafter0, **office.when(office.city.office0))
    office.day += dt.timedelta(days=1)
    assigning.hand_to(assignment, officer=office.city.section_head0, **office.when(office.city.office0))
    assert undo(office, assignment, "hand_to", "office0").officer == office.city.drafter0


def test_a_waiver_and_a_closing_are_taken_back(office):
    _, assist = office.in_hand("lead", "assist")
    handling.waive(assist, reason="不涉及。", **office.when(office.city.supervisor))
    assert undo(office, assist, "waive", "supervisor").status == "in_hand"
    assert Clock.objects.open().filter(kind="opinion").exists()


def test_a_waiver_stands_once_the_lead_has_answered(office):
    lead, assist = office.in_hand("lead", "assist")
    handling.waive(assist, reason="不涉及。", **office.when(office.city.supervisor))
    handling.answer(lead, counts_on=office.day, **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="主办单位已答复"):
        undo(office, assist, "waive", "supervisor")


def test_a_closed_case_opens_again_with_its_clocks(office):
    reply = office.sent()
    proposal = reply.proposal
    office.day += dt.timedelta(days=60)
    proposal.refresh_from_db()
    closing.close(proposal, **office.when(office.city.supervisor))
    assert not Clock.objects.open().exists()
    assert undo(office, proposal, "close", "supervisor").status == "answered"
    assert Clock.objects.open().get().kind == "feedback"


def test_only_the_last_move(office):
    (assignment,) = office.in_hand()
    office.contact(assignment)
    with pytest.raises(TransitionRefused, match="不是本件的最后一步"):
        undo(office, assignment, "accept", "office0")


def test_only_its_author_or_the_supervisor(office):
    (assignment,) = office.in_hand()
    colleague = office._person("second", "office", office.city.place, office.city.units[0])
    office.city.colleague = colleague
    with pytest.raises(TransitionRefused, match="只能由办理人本人或督查撤回"):
        undo(office, assignment, "accept", "colleague")
    with pytest.raises(NotYours):
        undo(office, assignment, "accept", "drafter0")
    assert undo(office, assignment, "accept", "supervisor").status == "waiting"


@pytest.mark.parametrize(("days", "taken"), [(1, True), (2, False)])
def test_only_in_time(office, days, taken):
    (assignment,) = office.in_hand()
    office.day += dt.timedelta(days=days)
    if taken:
        assert undo(office, assignment, "accept", "office0").status == "waiting"
    else:
        with pytest.raises(TransitionRefused, match="撤回期限已于2026年3月3日届满，请督查更正"):
            undo(office, assignment, "accept", "office0")


def test_not_twice(office):
    (assignment,) = office.in_hand()
    undo(office, assignment, "accept", "office0")
    with pytest.raises(TransitionRefused, match="当前环节不能"):
        undo(office, assignment, "accept", "office0")


def test_the_button_is_there_for_its_author_alone_and_gone_after_its_time(office):
    (assignment,) = office.in_hand()
    fresh = type(assignment).objects.get(pk=assignment.pk)
    open_to = ASSIGNMENT_FLOW.open_to
    assert "undo_accept" in open_to(office.by(office.city.office0), fresh, on=office.day)
    assert "undo_accept" not in open_to(office.by(office.city.drafter0), fresh, on=office.day)
    later = office.day + dt.timedelta(days=2)
    assert "undo_accept" not in open_to(office.by(office.city.office0), fresh, on=later)


def test_what_another_move_stopped_stays_stopped(office):
    """Two moves of one part, each with the clock that it stopped: only that of the last one runs again."""
    _, assist = office.assigned("lead", "assist")
    assigning.accept(assist, **office.when(office.city.office1))
    when = office.when(office.city.supervisor) | {"at": moment(office.day, 15)}
    handling.waive(assist, reason="不涉及。", **when)
    undo(office, assist, "waive", "supervisor")
    running = Clock.objects.open().filter(subject_uid=assist.uid)
    assert list(running.values_list("kind", flat=True)) == ["opinion"]


def test_a_hand_over_stands_once_a_unit_was_changed(office):
    (assignment,) = office.assigned()
    returning.request_return(assignment, reason="不属职责。", **office.when(office.city.office0))
    unit = office.city.units[1]
    returning.approve_return(assignment, department=unit, **office.when(office.city.supervisor))
    with pytest.raises(TransitionRefused, match="已有单位签收或申退"):
        undo(office, assignment.proposal, "assign", "supervisor")
