import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from desk.querysets import held_assignments
from replies.actions import countersigning, drafting, reviewing, signing
from replies.actions.undoing import undo
from replies.models import Countersignature, Reply
from tests.replies.test_clearance import switch
from workflow.enums import Role
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent, Department


def going_round(office, *roles, **switches):
    switch(**{"countersign": "always"} | switches)
    return office.at_signing(*(roles or ("lead", "assist", "assist")))


def agree(office, reply, unit, who="office", **more):
    return countersigning.countersign(reply, **more, **office.when(getattr(office.city, f"{who}{unit}")))


def said(reply):
    return list(reply.countersignatures.values_list("department__short_name", "round", "agreed"))


def test_the_consulted_units_are_asked_where_the_rules_say_so(office):
    reply = going_round(office)
    assert (reply.status, said(reply)) == ("countersign", [("民政局", 1, None), ("财政局", 1, None)])


@pytest.mark.parametrize(("when", "roles", "after"), [
    ("never", ("lead", "assist"), "signing"),
    ("key", ("lead", "assist"), "signing"),
    ("always", ("sole",), "signing"),
    ("always", ("lead", "assist"), "countersign"),
])  # fmt: skip
def test_otherwise_the_draft_goes_straight_on(office, when, roles, after):
    switch(countersign=when)
    assert office.at_signing(*roles).status == after


def test_a_key_proposal_goes_round(office):
    switch(countersign="key")
    reply = office.drafted("lead", "assist")
    reply.proposal.is_key = True
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    assert reply.status == "countersign"


@pytest.mark.parametrize(("review", "after"), [("never", "signing"), ("always", "review")])
def test_the_last_agreement_sends_it_on_once(office, review, after):
    reply = going_round(office, supervisor_review=review)
    first = agree(office, reply, 1, words="无不同意见。")
    assert (reply.status, first.agreed, first.person) == ("countersign", True, "丽单位办公室")
    agree(office, Reply.objects.get(pk=reply.pk), 2, who="signer")
    reply.refresh_from_db()
    assert (reply.status, AuditEvent.objects.filter(move="countersigned").count()) == (after, 1)
    assert set(AuditEvent.objects.filter(move="countersign").values_list("role", flat=True)) == {Role.COSIGNER}


@pytest.mark.parametrize("who", ["office0", "signer0", "drafter1", "supervisor"])
def test_nobody_else_agrees(office, who):
    reply = going_round(office)
    with pytest.raises(NotYours):
        countersigning.countersign(reply, **office.when(getattr(office.city, who)))
    assert {agreed for *_, agreed in said(reply)} == {None}


def test_a_unit_agrees_once(office):
    reply = going_round(office)
    agree(office, reply, 1)
    with pytest.raises(TransitionRefused, match="贵单位已会签"):
        agree(office, reply, 1, who="signer")


def test_for_a_unit_on_paper_the_supervisor_enters_it(office):
    Department.objects.filter(pk=office.city.units[1].pk).update(works_on_paper=True)
    reply = going_round(office)
    when = office.when(office.city.supervisor)
    with pytest.raises(Invalid) as refusal:
        countersigning.countersign(reply, **when)
    assert refusal.value.field == "person"
    assert countersigning.countersign(reply, person="孙立", **when).department == office.city.units[1]
    event = AuditEvent.objects.get(move="countersign")
    assert (event.role, event.payload["entered_for"]) == ("supervisor", "cosigner")


def test_an_objection_sends_it_back_and_the_next_round_asks_anew(office):
    reply = going_round(office)
    agree(office, reply, 1)
    with pytest.raises(Invalid):
        reviewing.send_back(reply, reason=" ", **office.when(office.city.office2))
    reviewing.send_back(reply, reason="资金来源表述不准。", **office.when(office.city.office2))
    assert (reply.status, said(reply)) == ("draft", [("民政局", 1, True), ("财政局", 1, False)])
    with pytest.raises(TransitionRefused):
        undo(reply, "undo_send_back", **office.when(office.city.office2))
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    assert said(reply)[2:] == [("民政局", 2, None), ("财政局", 2, None)]


def test_the_leads_office_may_call_it_back_without_a_word_for_others(office):
    reply = going_round(office)
    reviewing.send_back(reply, reason="数据有误。", **office.when(office.city.office0))
    assert (reply.status, {agreed for *_, agreed in said(reply)}) == ("draft", {None})


def test_taken_back_before_anybody_spoke_nobody_was_asked(office):
    reply = going_round(office)
    undo(reply, "undo_pass", **office.when(office.city.office0))
    assert (reply.status, reply.countersign_round, said(reply)) == ("office", 0, [])
    reviewing.pass_on(reply, **office.when(office.city.office0))
    agree(office, reply, 1)
    with pytest.raises(TransitionRefused, match="最后一步"):
        undo(reply, "undo_pass", **office.when(office.city.office0))


def test_a_draft_is_seen_by_those_asked_while_it_goes_round(office):
    def seen(who):
        return Reply.objects.visible_to(office.by(getattr(office.city, who))).filter(kind="formal").exists()

    switch(countersign="always")
    reply = office.drafted("lead", "assist")
    assert not seen("office1")
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    assert (seen("office1"), seen("office2")) == (True, False)
    agree(office, reply, 1)
    assert (reply.status, seen("office1")) == ("signing", False)


def test_it_waits_on_the_list_of_the_unit_asked_until_it_has_spoken(office):
    def waiting(who):
        held = held_assignments(office.by(getattr(office.city, who)))
        return [(each.department, each.countersigns) for each in held]

    reply = going_round(office)
    asked = [(office.city.units[1], True)]
    assert (waiting("office1"), waiting("signer1"), waiting("drafter1")) == (asked, asked, [])
    assert waiting("office0") == []
    agree(office, reply, 1)
    assert waiting("office1") == []


def test_nothing_is_signed_outside_before_the_units_agreed(office):
    switch(countersign="always")
    reply = office.drafted("lead", "assist")
    outside = {"clearance": "paper", "signer": "孙立"}
    with pytest.raises(TransitionRefused, match="须先送会办单位会签"):
        signing.enter_clearance(reply, **outside, **office.when(office.city.office0))
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    agree(office, reply, 1)
    signing.enter_clearance(reply, **outside, **office.when(office.city.office0))
    assert reply.status == "signed"


@pytest.mark.parametrize("broken", [
    {"agreed": True},
    {"agreed": False, "happened_on": dt.date(2026, 3, 2), "person": "孙立"},
    {"person": "孙立"},
])  # fmt: skip
def test_half_a_word_is_none(office, broken):
    reply = going_round(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Countersignature.objects.filter(reply=reply).update(**broken)
