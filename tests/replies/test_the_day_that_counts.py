"""办复: which day counts against the deadline: when the reply was signed, went out, was handed in or was received."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from proposals.actions import closing, pausing
from proposals.models import Assignment, Proposal
from replies.actions import arriving, correcting, feedback, sending, signing, undoing
from replies.flows import REPLY_FLOW
from replies.models import Reply
from tests.personas import moment
from tests.replies.test_merged_proposals import numbered as of_a_family
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import Clock, Obligation
from workflow.reminders import sweep

D, DAY = dt.date.fromisoformat, dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("counted", "day", "late", "corrected"),
    [("signed", D("2026-06-01"), 0, D("2026-06-01")), ("sent", D("2026-06-05"), 3, D("2026-06-04"))],
)
def test_the_rules_say_which_day_counts(office, counted, day, late, corrected):
    office.city.rule.content["switches"]["reply_counts_on"] = counted
    office.city.rule.save()
    reply = office.at_signing()
    office.day = D("2026-06-01")
    signing.sign(reply, **office.when(office.city.signer0))
    office.day = D("2026-06-05")
    signing.number(reply, doc_number="丽卫函〔2026〕12号", **office.when(office.city.office0))
    sending.send(reply, **office.when(office.city.office0))
    clock = Clock.objects.get(kind="reply")
    assert (clock.closed_on, clock.days_late(office.day)) == (day, late)
    # The proposer is asked from the day on which the reply went out, whatever counts.
    assert Clock.objects.get(kind="feedback").start == D("2026-06-05")
    reply.numbered_on = D("2026-06-04")
    reply.save(update_fields=["numbered_on"])
    correcting.correct(reply, sent_on=D("2026-06-04"), reason="误填。", **office.when(office.city.supervisor))
    clock.refresh_from_db()
    assert clock.closed_on == corrected


LEAVES, ARRIVES = D("2026-06-01"), D("2026-06-04")
WAYS = [("handed_in", arriving.hand_in, "handed_in_on"), ("received", arriving.note_receipt, "received_on")]


def rule(office, counted):
    office.city.rule.content["switches"]["reply_counts_on"] = counted
    office.city.rule.save()


def sent_under(office, counted, **fields):
    rule(office, counted)
    reply = office.numbered(**fields)
    office.day = LEAVES
    sending.send(reply, **office.when(office.city.office0))
    return reply


@pytest.mark.parametrize(("counted", "register", "column"), WAYS)
def test_the_deadline_runs_until_the_letter_has_arrived(office, counted, register, column):
    reply = sent_under(office, counted)
    clock = Clock.objects.get(kind="reply")
    assert (clock.closed_on, clock.due, reply.assignment.status) == (None, D("2026-06-02"), "answered")
    assert not Clock.objects.open().filter(kind__in=["contact", "draft", "receipt"]).exists()
    office.day = D("2026-06-03")
    sweep(moment(office.day))
    told = set(Obligation.objects.filter(clock=clock, rung=-1).values_list("recipient", flat=True))
    assert office.city.office0.pk in told
    office.day = D("2026-06-05")
    by = office.when(office.city.office0)
    register(reply, **(by | {"on": ARRIVES}))
    clock.refresh_from_db()
    assert (getattr(reply, column), clock.closed_on, clock.days_late(office.day)) == (ARRIVES, ARRIVES, 2)
    assert reply.arrival == ""
    with pytest.raises(TransitionRefused, match="或已登记"):
        register(Reply.objects.get(pk=reply.pk), **by)
    correcting.correct(reply, reason="误填。", **{column: LEAVES}, **office.when(office.city.supervisor))
    clock.refresh_from_db()
    assert (clock.closed_on, clock.days_late(office.day)) == (LEAVES, 0)


@pytest.mark.parametrize(("counted", "register", "column"), WAYS)
def test_no_letter_arrives_before_it_was_sent_or_tomorrow(office, counted, register, column):
    reply = sent_under(office, counted)
    for day in (LEAVES - DAY, LEAVES + DAY):
        with pytest.raises(Invalid):
            register(Reply.objects.get(pk=reply.pk), **(office.when(office.city.office0) | {"on": day}))
    with pytest.raises(NotYours):
        register(reply, **office.when(office.city.drafter0))
    with pytest.raises(Invalid, match="尚未登记"):
        correcting.correct(reply, reason="误填。", **{column: LEAVES}, **office.when(office.city.supervisor))
    register(reply, **office.when(office.city.supervisor))
    with pytest.raises(Invalid, match="先后不合"):
        correcting.correct(reply, reason="误填。", **{column: LEAVES - DAY}, **office.when(office.city.supervisor))
    with pytest.raises(IntegrityError, match="after_sending"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(**{column: LEAVES - DAY})


@pytest.mark.parametrize("counted", ["signed", "sent"])
def test_arrival_is_not_asked_for_where_another_day_counts(office, counted):
    reply = sent_under(office, counted)
    assert not {"hand_in", "note_receipt"} & set(
        REPLY_FLOW.open_to(office.by(office.city.office0), reply, on=office.day)
    )
    with pytest.raises(TransitionRefused, match="不须登记"):
        arriving.hand_in(reply, **office.when(office.city.office0))


def test_an_opinion_and_an_interim_reply_arrive_nowhere(office):
    rule(office, "received")
    office.drafted("lead", "assist")
    assert not Clock.objects.open().filter(kind="opinion").exists()
    assert Reply.objects.get(kind="opinion").arrival == ""
    interim = Reply(
        status="sent", kind="interim", origin="made", assignment=Reply.objects.get(kind="formal").assignment
    )
    assert interim.arrival == ""


def test_the_case_is_neither_closed_nor_handled_again_before(office):
    reply = sent_under(office, "received")
    feedback.record_feedback(
        reply, proposer=reply.proposal.proposers.get(), attitude="satisfied", result="dissatisfied", way="paper",
        **office.when(office.city.committee),
    )  # fmt: skip
    proposal = Proposal.objects.get()
    again = {"reason": "请再研究。"} | office.when(office.city.committee)
    with pytest.raises(TransitionRefused, match="办复日期"):
        closing.close(proposal, **office.when(office.city.committee))
    with pytest.raises(TransitionRefused, match="请先登记办复日期"):
        feedback.order_second_handling(Reply.objects.get(), **again)
    arriving.note_receipt(Reply.objects.get(), **office.when(office.city.office0))
    feedback.order_second_handling(Reply.objects.for_move().get(), **again)
    assert Clock.objects.open().filter(kind="second_handling").exists()


def test_a_day_taken_back_lets_the_deadline_run_again(office):
    reply = sent_under(office, "handed_in")
    arriving.hand_in(reply, **office.when(office.city.office0))
    undoing.undo(reply, "undo_hand_in", **office.when(office.city.office0))
    assert (reply.handed_in_on, Clock.objects.get(kind="reply").closed_on) == (None, None)
    arriving.hand_in(reply, **office.when(office.city.office0))
    closing.close(Proposal.objects.get(), **(office.when(office.city.committee) | out_of_time(office)))
    with pytest.raises(TransitionRefused, match="已办结"):
        undoing.undo(Reply.objects.for_move().get(), "undo_hand_in", **office.when(office.city.supervisor))


def out_of_time(office):
    """Marks were not given in time."""
    Clock.objects.filter(kind="feedback").update(closed_on=office.day, closed_at=office.at)
    return {}


def test_of_letters_to_a_family_the_last_one_counts(office):
    rule(office, "handed_in")
    first, second = of_a_family(office)
    office.day = LEAVES
    for reply in (first, second):
        sending.send(Reply.objects.for_move().get(pk=reply.pk), **office.when(office.city.office0))
    office.day = ARRIVES
    early = office.when(office.city.office0) | {"on": LEAVES}
    arriving.hand_in(Reply.objects.for_move().get(pk=first.pk), **office.when(office.city.office0))
    assert Clock.objects.get(kind="reply").closed_on is None
    arriving.hand_in(Reply.objects.for_move().get(pk=second.pk), **early)
    assert Clock.objects.get(kind="reply").closed_on == ARRIVES
    # The first letter did not arrive after all: the deadline runs, whichever of them had met it.
    undoing.undo(Reply.objects.for_move().get(pk=first.pk), "undo_hand_in", **office.when(office.city.office0))
    assert Clock.objects.get(kind="reply").closed_on is None


def test_a_deadline_paused_over_the_sending_can_run_again(office):
    rule(office, "received")
    reply = office.numbered()
    pausing.pause_clock(reply.assignment, reason="专题调研。", **office.when(office.city.supervisor))
    office.day += 2 * DAY
    sending.send(Reply.objects.for_move().get(), **office.when(office.city.office0))
    assignment = Assignment.objects.get()
    pausing.resume_clock(assignment, note="调研结束。", **office.when(office.city.supervisor))
    clock = Clock.objects.get(kind="reply")
    assert (clock.paused_on, clock.due) == (None, D("2026-06-03"))
