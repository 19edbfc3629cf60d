"""阶段性答复 before the answer, 补充答复 and B转A after it: the case stays as it is."""

import datetime as dt

import pytest

from desk.querysets import held_assignments
from proposals.actions import extending
from proposals.models import Proposal
from replies.actions import drafting, feedback, reviewing, sending, signing
from replies.actions.grading import regrade
from replies.models import FeedbackLink, GradeChange, Reply
from tests.replies.test_clearance import switch
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent, Clock


def begin(office, assignment, kind=""):
    return drafting.draft(assignment, kind=kind, **office.when(office.city.drafter0))


def revise(office, reply, **fields):
    drafting.revise(reply, version=reply.version, at=office.at, by=office.by(office.city.drafter0), **fields)


def send(office, reply, n=1):
    city = office.city
    drafting.submit(reply, **office.when(city.drafter0))
    reviewing.pass_on(reply, **office.when(city.section_head0))
    reviewing.pass_on(reply, **office.when(city.office0))
    signing.sign(reply, **office.when(city.signer0))
    signing.number(reply, doc_number=f"丽卫函〔2026〕{n}号", **office.when(city.office0))
    return sending.send(reply, **office.when(city.office0))


def extended(office, *roles):
    assignment = office.in_hand(*roles)[0]
    until = assignment.due_to_answer() + dt.timedelta(days=20)
    extending.request_extension(assignment, until=until, reason="调研", **office.when(office.city.drafter0))
    extending.grant_extension(assignment, **office.when(office.city.supervisor))
    office.contact(assignment)
    return assignment


def overdue(office, *roles):
    assignment = office.in_hand(*roles)[0]
    office.contact(assignment)
    office.day = assignment.due_to_answer() + dt.timedelta(days=1)
    return assignment


def no_extension(office, *roles):
    switch(extension_times=0)
    assignment = office.in_hand(*roles)[0]
    office.contact(assignment)
    return assignment


@pytest.mark.parametrize("come", [extended, overdue, no_extension])
def test_an_interim_reply_goes_out_and_the_answer_stays_due(office, come):
    assignment = come(office, "lead", "assist")
    due = assignment.due_to_answer()
    reply = begin(office, assignment, "interim")
    assert (reply.title, reply.round) == ("对市政协七届二次会议第35号提案的阶段性答复", 1)
    assert reply.body.endswith("现将阶段性办理情况答复如下：")
    assert send(office, reply) == {}
    assignment.refresh_from_db()
    assert (reply.status, assignment.status, Proposal.objects.get().status) == ("sent", "in_hand", "in_hand")
    assert (assignment.due_to_answer(), FeedbackLink.objects.count()) == (due, 0)
    assert not Clock.objects.filter(kind="feedback").exists()
    formal = begin(office, assignment)
    assert (formal.kind, formal.round) == ("formal", 1)


def test_while_there_is_time_an_interim_reply_is_refused(office):
    assignment = office.in_hand()[0]
    with pytest.raises(TransitionRefused, match="不作阶段性答复"):
        begin(office, assignment, "interim")
    assert not Reply.objects.exists()


def test_a_co_handler_writes_no_interim_reply(office):
    switch(extension_times=0)
    assist = office.in_hand("lead", "assist")[1]
    with pytest.raises(Invalid):
        drafting.draft(assist, kind="interim", **office.when(office.city.drafter1))


def test_nobody_judges_an_interim_reply(office):
    assignment = no_extension(office)
    reply = begin(office, assignment, "interim")
    send(office, reply)
    when = office.when(office.city.committee)
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    with pytest.raises(TransitionRefused, match="不征询"):
        feedback.record_feedback(reply, proposer=reply.proposal.proposers.get(), **marks, **when)
    with pytest.raises(TransitionRefused):
        feedback.order_second_handling(reply, reason="请重办", **when)


def answered(office, grade="B"):
    reply = office.drafted()
    revise(office, reply, grade=grade)
    send(office, reply)
    reply.assignment.refresh_from_db()
    return reply


def test_a_tracked_answer_is_supplemented_without_opening_the_case(office):
    answer = answered(office)
    assignment = answer.assignment
    reply = begin(office, assignment)
    assert (reply.kind, reply.round, reply.title) == ("supplementary", 1, "对市政协七届二次会议第35号提案的补充答复")
    assert [each.pk for each in held_assignments(office.by(office.city.drafter0))] == [assignment.pk]
    revise(office, reply, grade="A")
    open_clocks = Clock.objects.open().count()
    assert send(office, reply, n=2) == {}
    assignment.refresh_from_db()
    answer.refresh_from_db()
    assert (assignment.status, answer.grade, answer.current_grade) == ("answered", "B", "B")
    assert Clock.objects.open().count() == open_clocks
    assert AuditEvent.objects.filter(move="answer").count() == 2
    assert not held_assignments(office.by(office.city.drafter0)).exists()


@pytest.mark.parametrize("come", ["A", "switched off", "confirmed"])
def test_what_is_not_tracked_is_not_supplemented(office, come):
    if come == "switched off":
        switch(follow_up_grades=[])
    answer = answered(office, "A" if come == "A" else "B")
    if come == "confirmed":
        regrade(answer, grade="A", reason="已建成", **office.when(office.city.supervisor))
    with pytest.raises(TransitionRefused, match="无须跟踪办理"):
        begin(office, answer.assignment)


def test_during_a_second_handling_nothing_is_supplemented(office):
    answer = answered(office)
    reply = begin(office, answer.assignment)
    when = office.when(office.city.committee)
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    feedback.record_feedback(answer, proposer=answer.proposal.proposers.get(), **marks, **when)
    feedback.order_second_handling(answer, reason="请重办", **when)
    stored = Reply.objects.for_page().get(pk=reply.pk)
    with pytest.raises(TransitionRefused, match="正在重新办理"):
        drafting.submit(stored, **office.when(office.city.drafter0))


def test_the_supervisor_confirms_b_to_a_and_the_first_grade_stays(office):
    answer = answered(office)
    when = office.when(office.city.supervisor)
    change = regrade(answer, grade="A", reason="服务站已建成，现场核实。", **when)
    stored = Reply.objects.get(pk=answer.pk)
    assert (stored.grade, stored.current_grade, change.old, change.new) == ("B", "A", "B", "A")
    assert stored.frozen["letter"]["grade"] == "B"
    with pytest.raises(Invalid, match="已是"):
        regrade(stored, grade="A", reason="再次确认", **when)
    assert (GradeChange.objects.count(), list(broken_rows())) == (1, [])


def under_review(office):
    switch(supervisor_review="always")
    return office.at_signing()


def test_under_review_the_draft_itself_gets_the_grade(office):
    reply = under_review(office)
    assert regrade(reply, grade="B", reason="仅部分落实", **office.when(office.city.supervisor)) is None
    event = AuditEvent.objects.get(move="regrade")
    assert (event.reason, event.payload) == ("仅部分落实", {"old": "A", "new": "B"})
    reviewing.pass_on(reply, **office.when(office.city.supervisor))
    signing.sign(reply, **office.when(office.city.signer0))
    assert (reply.grade, reply.frozen["letter"]["grade"], GradeChange.objects.count()) == ("B", "B", 0)


@pytest.mark.parametrize("come", [under_review, answered])
@pytest.mark.parametrize(("grade", "reason", "field"), [("Z", "理由", "grade"), ("C", " ", "reason")])
def test_a_wrong_change_of_grade_writes_nothing(office, come, grade, reason, field):
    reply = come(office)
    with pytest.raises(Invalid) as refusal:
        regrade(reply, grade=grade, reason=reason, **office.when(office.city.supervisor))
    assert (refusal.value.field, AuditEvent.objects.filter(move="regrade").count()) == (field, 0)


def test_only_the_supervisor_changes_a_grade_and_not_of_an_opinion(office):
    reply = under_review(office)
    with pytest.raises(NotYours):
        regrade(reply, grade="B", reason="理由", **office.when(office.city.office0))
    assist = office.in_hand("lead", "assist", number="36")[1]
    opinion = drafting.give_opinion(assist, text="同意。", signer="孙立", **office.when(office.city.drafter1))
    with pytest.raises(TransitionRefused):
        regrade(opinion, grade="B", reason="理由", **office.when(office.city.supervisor))


def test_a_draft_on_the_drafters_desk_keeps_its_grade(office):
    with pytest.raises(TransitionRefused):
        regrade(office.drafted(), grade="B", reason="理由", **office.when(office.city.supervisor))
