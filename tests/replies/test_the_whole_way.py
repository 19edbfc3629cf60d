"""One proposal from registration to the archive, through the verbs alone."""

import datetime as dt

from proposals.actions import closing
from proposals.enums import AssignmentStatus, ProposalStatus
from replies.actions import feedback
from replies.enums import ReplyStatus
from workflow.audit import broken_rows
from workflow.models import AuditEvent, Clock


def test_a_led_proposal_is_answered_and_closed(office):
    reply = office.sent("lead", "assist")
    proposal = reply.proposal
    proposal.refresh_from_db()
    assert (reply.status, proposal.status) == (ReplyStatus.SENT, ProposalStatus.ANSWERED)
    assert set(proposal.assignments.values_list("status", flat=True)) == {AssignmentStatus.ANSWERED}
    assert list(Clock.objects.open().values_list("kind", flat=True)) == ["feedback"]

    feedback.record_feedback(
        reply,
        proposer=proposal.proposers.get(),
        attitude="satisfied",
        result="mostly",
        way="paper",
        **office.when(office.city.committee),
    )
    closing.close(proposal, **office.when(office.city.supervisor))
    assert not Clock.objects.open().exists()
    assert list(broken_rows()) == []
    moves = list(AuditEvent.objects.of_case(proposal.uid).values_list("move", flat=True))
    assert moves[:3] == ["register", "submit", "file"]
    assert moves[-3:] == ["answer", "record_feedback", "close"]


def test_a_bad_mark_leads_to_a_second_reply_and_keeps_the_first(office):
    reply = office.sent()
    proposal = reply.proposal
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    feedback.record_feedback(reply, proposer=proposal.proposers.get(), **marks, **office.when(office.city.committee))
    feedback.order_second_handling(reply, reason="请逐条答复。", **office.when(office.city.committee))
    reply.assignment.refresh_from_db()
    clock = Clock.objects.open().get(kind="second_handling")
    assert reply.assignment.status == AssignmentStatus.IN_HAND
    assert clock.due == dt.date(2026, 4, 2)
