"""Two units at once over one reply: whoever comes last sees the other."""

import functools

import pytest

from proposals.actions import handling, undoing
from proposals.models import Assignment
from replies.actions import countersigning, drafting, reviewing, sending, signing
from replies.models import Reply
from tests.replies.test_clearance import switch
from tests.replies.test_merged_proposals import numbered
from tests.workflow.races import at_once, refusals
from workflow.audit import broken_rows
from workflow.errors import CaseMovedOn, TransitionRefused
from workflow.models import AuditEvent

ROUNDS = range(3)


def copy_of(reply):
    return Reply.objects.for_page().get(pk=reply.pk)


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_the_last_two_agreements_one_sends_the_draft_on(open_office, _round):
    switch(countersign="always")
    reply = open_office.at_signing("lead", "assist", "assist")
    calls = [
        functools.partial(countersigning.countersign, copy_of(reply), **open_office.when(who))
        for who in (open_office.city.office1, open_office.city.signer2)
    ]
    assert refusals(at_once(*calls)) == []
    reply.refresh_from_db()
    assert (reply.status, AuditEvent.objects.filter(move="countersigned").count()) == ("signing", 1)
    assert list(broken_rows()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_unit_that_agrees_twice_at_once_agrees_once(open_office, _round):
    switch(countersign="always")
    reply = open_office.at_signing("lead", "assist", "assist")
    people = (open_office.city.office1, open_office.city.signer1)
    came = at_once(
        *[functools.partial(countersigning.countersign, copy_of(reply), **open_office.when(who)) for who in people]
    )
    assert len(refusals(came)) == 1
    assert refusals(came)[0] in (TransitionRefused, CaseMovedOn)
    assert list(reply.countersignatures.values_list("agreed", flat=True)) == [True, None]


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_agreement_and_an_objection_do_not_both_win(open_office, _round):
    switch(countersign="always")
    reply = open_office.at_signing("lead", "assist")
    city = open_office.city
    came = at_once(
        functools.partial(countersigning.countersign, copy_of(reply), **open_office.when(city.office1)),
        functools.partial(reviewing.send_back, copy_of(reply), reason="表述不准。", **open_office.when(city.signer1)),
    )
    assert len(refusals(came)) == 1
    reply.refresh_from_db()
    place = reply.countersignatures.get()
    assert (reply.status, place.agreed) in {("signing", True), ("draft", False)}
    assert list(broken_rows()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_last_opinions_and_the_lead_at_once_neither_stall_nor_double(open_office, _round):
    city = open_office.city
    lead, *assists = open_office.in_hand("lead", "assist", "assist")
    open_office.contact(lead)
    reply = drafting.draft(lead, **open_office.when(city.drafter0))
    drafting.revise(reply, version=reply.version, at=open_office.at, by=open_office.by(city.drafter0), grade="A")
    opinions = [
        functools.partial(
            drafting.give_opinion,
            Assignment.objects.get(pk=each.pk),
            text="同意。",
            signer="孙立",
            **open_office.when(who),
        )
        for each, who in zip(assists, (city.drafter1, city.drafter2), strict=True)
    ]
    submit = functools.partial(drafting.submit, copy_of(reply), **open_office.when(city.drafter0))
    came = at_once(*opinions, submit)
    # The lead came before the last of them, or after; never in between.
    assert refusals(came) in ([], [TransitionRefused])
    assert set(Assignment.objects.filter(role="assist").values_list("status", flat=True)) == {"answered"}
    if refusals(came):
        drafting.submit(copy_of(reply), **open_office.when(city.drafter0))
    reply.refresh_from_db()
    assert (reply.status, AuditEvent.objects.filter(move="submit", subject_kind="reply").count()) == ("section", 1)
    assert list(broken_rows()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_the_last_two_replies_of_a_family_one_answers_the_case(open_office, _round):
    pair = numbered(open_office)
    when = open_office.when(open_office.city.office0)
    came = at_once(*[functools.partial(sending.send, copy_of(each), **when) for each in reversed(pair)])
    assert refusals(came) == []
    assert (Assignment.objects.get().status, AuditEvent.objects.filter(move="send").count()) == ("answered", 2)
    assert AuditEvent.objects.filter(move="answer").count() == 2  # of the unit's part and of the case, once each
    assert list(broken_rows()) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_signature_and_a_waiver_taken_back_do_not_pass_each_other(open_office, _round):
    city = open_office.city
    lead, assist = open_office.in_hand("lead", "assist")
    open_office.contact(lead)
    handling.waive(assist, reason="无涉", **open_office.when(city.supervisor))
    reply = drafting.draft(lead, **open_office.when(city.drafter0))
    drafting.revise(reply, version=reply.version, at=open_office.at, by=open_office.by(city.drafter0), grade="A")
    drafting.submit(reply, **open_office.when(city.drafter0))
    reviewing.pass_on(reply, **open_office.when(city.section_head0))
    reviewing.pass_on(reply, **open_office.when(city.office0))
    came = at_once(
        functools.partial(signing.sign, copy_of(reply), **open_office.when(city.signer0)),
        functools.partial(
            undoing.undo, Assignment.objects.get(pk=assist.pk), "undo_waive", **open_office.when(city.supervisor)
        ),
    )
    # Where the waiver was gone first, the signer was told that an opinion is missing.
    assert refusals(came) in ([], [TransitionRefused])
    moves = list(
        AuditEvent.objects.filter(move__in=["sign", "undo_waive"]).order_by("seq").values_list("move", flat=True)
    )
    assert moves in (["sign", "undo_waive"], ["undo_waive"])
    assert list(broken_rows()) == []
