"""办结 and 归档, with the list of what lies in the file."""

import datetime as dt

import pytest

from proposals.actions import assigning, closing, handling, noting, returning, undoing
from proposals.models import Proposal
from proposals.papers import contents
from workflow.errors import NotYours, TransitionRefused
from workflow.models import AuditEvent


def closed(office) -> Proposal:
    proposal = Proposal.objects.get(pk=office.sent("lead", "assist").proposal_id)
    office.day += dt.timedelta(days=60)
    closing.close(proposal, **office.when(office.city.supervisor))
    return proposal


def closed_apart(office) -> Proposal:
    parts = office.in_hand("separate", "separate")
    for number, part in enumerate(parts):
        handling.answer(part, counts_on=office.day, **office.when(getattr(office.city, f"office{number}")))
    proposal = Proposal.objects.get()
    closing.close(proposal, **office.when(office.city.supervisor))
    return proposal


def test_the_archive_lists_its_papers_in_order(office):
    proposal = closed(office)
    closing.archive(proposal, **office.when(office.city.supervisor))
    contents = AuditEvent.objects.get(move="archive").payload["contents"]
    assert contents[:2] == ["1. 立案通知（2026-03-02）", "2. 交办通知单（2026-03-02）"]
    assert any("沟通记录" in line for line in contents)
    assert [line.split(".")[0] for line in contents] == [str(n) for n in range(1, len(contents) + 1)]


def test_what_was_taken_back_left_no_paper(office):
    (assignment,) = office.assigned()
    returning.request_return(assignment, reason="不属职责。", **office.when(office.city.office0))
    undoing.undo(assignment, "undo_request_return", **office.when(office.city.office0))
    noting.urge(assignment, text="请签收。", **office.when(office.city.supervisor))
    assigning.accept(assignment, **office.when(office.city.office0))
    assert [line.split(". ")[1].split("（")[0] for line in contents(assignment.proposal)] == [
        "立案通知", "交办通知单", "催办通知单"
    ]  # fmt: skip


def test_an_open_case_is_neither_closed_nor_archived(office):
    proposal = office.in_hand()[0].proposal
    for verb in (closing.close, closing.archive):
        with pytest.raises(TransitionRefused, match="当前环节不能"):
            verb(proposal, **office.when(office.city.supervisor))
    proposal = Proposal.objects.get(pk=office.sent(number="36").proposal_id)
    with pytest.raises(TransitionRefused, match="委员评价期限未满"):
        closing.close(proposal, **office.when(office.city.supervisor))


def test_the_unit_that_answered_archives_its_case_too(office):
    proposal = closed(office)
    with pytest.raises(NotYours):
        closing.archive(proposal, **office.when(office.city.office1))
    with pytest.raises(NotYours):
        closing.archive(proposal, **office.when(office.city.drafter0))
    closing.archive(proposal, **office.when(office.city.office0))
    assert (proposal.status, proposal.last_move.role) == ("archived", "office")
    with pytest.raises(NotYours):
        undoing.undo(proposal, "undo_archive", **office.when(office.city.office1))
    undoing.undo(proposal, "undo_archive", **office.when(office.city.office0))
    assert proposal.status == "closed"


def test_what_several_units_answered_apart_is_archived_by_the_supervisor(office):
    proposal = closed_apart(office)
    with pytest.raises(TransitionRefused, match="本件由几个单位分别答复，请督查归档。"):
        closing.archive(proposal, **office.when(office.city.office0))
    closing.archive(proposal, **office.when(office.city.supervisor))
    assert proposal.status == "archived"
