"""Two at once: on SQLite the second waits for the write lock, on PostgreSQL for the row."""

import functools

import pytest

from proposals.actions import assigning, filing, handling
from proposals.models import Assignment, Proposal
from replies.actions import drafting, feedback, signing
from replies.models import Feedback, FeedbackLink, Reply
from tests.personas import moment
from tests.workflow.races import at_once, refusals
from workflow import numbering, outbox, reminders
from workflow.audit import broken_rows
from workflow.enums import Channel
from workflow.errors import CaseMovedOn, NumberTaken, TransitionRefused
from workflow.models import AuditEvent, Clock, Dispatch, IssuedNumber, NumberSeries, Obligation

ROUNDS = range(3)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_sweeps_remind_once(open_office, _round):
    for number in "123":
        open_office.assigned(number=number)
    due = moment(Clock.objects.order_by("due").first().due)
    came = at_once(*[functools.partial(reminders.sweep, due)] * 2)
    assert refusals(came) == []
    assert sorted(run.made for run in came) == [0, 6]
    assert Obligation.objects.count() == 6
    assert sorted(Dispatch.objects.values_list("channel", flat=True)) == ["email", "inbox"]


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_workers_deliver_each_message_once(open_office, mailoutbox, _round):
    for number in range(20):
        outbox.enqueue(open_office.city.office0, Channel.EMAIL, subject=f"提醒{number}", body="内容", at=open_office.at)
    came = at_once(*[functools.partial(outbox.deliver, open_office.at)] * 2)
    assert refusals(came) == []
    assert sum(came) == 20
    assert sorted(mail.subject for mail in mailoutbox) == sorted(f"提醒{number}" for number in range(20))
    assert set(Dispatch.objects.values_list("status", "attempts")) == {("sent", 1)}


def test_two_clerks_accept_once(open_office):
    assignment = open_office.assigned()[0]
    calls = [
        functools.partial(
            assigning.accept, Assignment.objects.get(pk=assignment.pk), **open_office.when(open_office.city.office0)
        )
        for _ in range(2)
    ]
    assert refusals(at_once(*calls)) == [CaseMovedOn]
    assert AuditEvent.objects.filter(move="accept").count() == 1
    assert list(broken_rows()) == []


def test_two_signers_sign_once(open_office):
    reply = open_office.at_signing()
    copies = [Reply.objects.for_page().get(pk=reply.pk) for _ in range(2)]
    when = open_office.when(open_office.city.signer0)
    assert refusals(at_once(*[functools.partial(signing.sign, copy, **when) for copy in copies])) == [CaseMovedOn]
    assert AuditEvent.objects.filter(move="sign").count() == 1
    assert Reply.objects.get().status == "signed"


def test_a_signature_and_a_return_do_not_both_win(open_office):
    reply = open_office.at_signing()
    copies = [Reply.objects.for_page().get(pk=reply.pk) for _ in range(2)]
    when = open_office.when(open_office.city.signer0)
    came = at_once(
        functools.partial(signing.sign, copies[0], **when),
        functools.partial(drafting.void, copies[1], reason="重复", **open_office.when(open_office.city.office0)),
    )
    assert refusals(came) == [CaseMovedOn]
    reply.refresh_from_db()
    assert (reply.status, bool(reply.frozen)) in {("signed", True), ("void", False)}


def test_two_proposals_do_not_get_one_number(open_office):
    proposals = [open_office.submitted() for _ in range(2)]
    when = open_office.when(open_office.city.committee)
    came = at_once(*[functools.partial(filing.file, each, number="35", **when) for each in proposals])
    assert refusals(came) == [NumberTaken]
    assert sorted(Proposal.objects.values_list("status", flat=True)) == ["filed", "submitted"]


@pytest.mark.parametrize("known", [True, False])
def test_a_document_number_is_taken_once(open_office, known):
    place = open_office.city.place
    if known:
        NumberSeries.objects.create(jurisdiction=place, code="丽卫函")
    take = functools.partial(
        numbering.take, "丽卫函〔2026〕12号", jurisdiction_id=place.pk, subject_uid=place.uid, at=open_office.at
    )
    assert refusals(at_once(take, take)) == [NumberTaken]
    assert (NumberSeries.objects.count(), IssuedNumber.objects.count()) == (1, 1)


def test_two_drafts_of_one_unit_are_one(open_office):
    assignment = open_office.in_hand()[0]
    when = open_office.when(open_office.city.drafter0)
    copies = [Assignment.objects.get(pk=assignment.pk) for _ in range(2)]
    lost = refusals(at_once(*[functools.partial(drafting.draft, copy, **when) for copy in copies]))
    # Whoever comes while the other is still writing finds the row there, or the draft already under way.
    assert lost in ([CaseMovedOn], [TransitionRefused])
    assert Reply.objects.count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_the_last_two_units_to_answer_one_completes_the_proposal(open_office, _round):
    assignments = open_office.in_hand("separate", "separate")
    calls = [
        functools.partial(
            handling.answer,
            Assignment.objects.get(pk=each.pk),
            counts_on=open_office.day,
            **open_office.when(getattr(open_office.city, f"office{index}")),
        )
        for index, each in enumerate(assignments)
    ]
    assert refusals(at_once(*calls)) == []
    assert Proposal.objects.get().status == "answered"
    assert AuditEvent.objects.filter(move="answer", subject_kind="proposal").count() == 1
    assert list(broken_rows()) == []


def test_two_answers_of_one_proposer_are_two_revisions(open_office):
    reply = open_office.sent()
    links = [FeedbackLink.objects.select_related("reply", "proposer").get(reply=reply) for _ in range(2)]
    when = open_office.when(open_office.city.committee)
    marks = {"attitude": "satisfied", "result": "mostly", "words": ""}
    came = at_once(*[functools.partial(feedback.take_feedback, link, **marks, **when) for link in links])
    assert refusals(came) == []
    assert sorted(Feedback.objects.values_list("revision", flat=True)) == [1, 2]
    assert list(broken_rows()) == []
