"""A unit writes only while the case is in its hand; what it wrote before does not go out afterwards."""

import pytest

from proposals.actions import handling, returning
from replies.actions import drafting, reviewing, signing
from replies.models import Reply
from workflow.errors import TransitionRefused


def test_while_a_return_is_pending_nothing_is_submitted(office):
    reply = office.drafted()
    returning.request_return(reply.assignment, reason="不属职责。", **office.when(office.city.office0))
    with pytest.raises(TransitionRefused, match="申退尚未答复"):
        drafting.submit(reply, **office.when(office.city.drafter0))


def test_a_unit_that_gave_the_case_back_signs_nothing_and_sees_nothing(office):
    reply = office.at_signing()
    city = office.city
    returning.request_return(reply.assignment, reason="不属职责。", **office.when(city.office0))
    returning.approve_return(reply.assignment, department=city.units[1], **office.when(city.supervisor))
    with pytest.raises(TransitionRefused):
        signing.sign(reply, **office.when(city.signer0))
    assert list(Reply.objects.visible_to(office.by(city.signer0))) == []
    assert list(Reply.objects.visible_to(office.by(city.supervisor))) == [reply]


def test_an_excused_co_handler_is_neither_named_nor_sent_a_copy(office):
    lead, assist = office.in_hand("lead", "assist")
    handling.waive(assist, reason="逾期未提意见。", **office.when(office.city.supervisor))
    reply = drafting.draft(lead, **office.when(office.city.drafter0))
    assert "会同" not in reply.body
    assert "民政局" not in [copy.name for copy in reply.copies.all()]


@pytest.mark.parametrize("kind", ["interim", "supplementary", "renewed", "opinion", "nonsense"])
def test_only_the_kind_that_is_due_can_be_drafted(office, kind):
    assignment = office.in_hand()[0]
    with pytest.raises(Exception, match="正式答复"):
        drafting.draft(assignment, kind=kind, **office.when(office.city.drafter0))
    assert not Reply.objects.exists()


def test_every_ask_has_its_heading(office):
    asks = [f"建议{n}" for n in range(1, 13)]
    reply = drafting.draft(office.in_hand(asks=asks)[0], **office.when(office.city.drafter0))
    assert [line for line in reply.body.splitlines() if line.startswith(("一、", "十二、"))] == [
        "一、关于“建议1”",
        "十二、关于“建议12”",
    ]


def test_a_clearance_from_outside_waits_for_the_review_that_the_rules_demand(office):
    office.city.rule.content["switches"]["supervisor_review"] = "always"
    office.city.rule.save()
    reply = office.drafted()
    cleared = {"clearance": "paper", "signer": "孙立"} | office.when(office.city.office0)
    with pytest.raises(TransitionRefused, match="督查审核"):
        signing.enter_clearance(reply, **cleared)
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    reviewing.pass_on(reply, **office.when(office.city.supervisor))
    signing.enter_clearance(reply, **cleared)
    assert reply.status == "signed"
