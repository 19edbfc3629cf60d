"""What happened can be entered late, but not before what it rests on."""

import datetime as dt

import pytest

from proposals.actions import assigning
from replies.actions import drafting, sending, signing
from replies.models import Reply
from workflow.errors import Invalid

BEFORE = dt.timedelta(days=1)


def test_a_case_is_not_received_before_it_was_handed_over(office):
    assignment = office.assigned()[0]
    when = office.when(office.city.office0) | {"on": office.day - BEFORE}
    with pytest.raises(Invalid, match="发生日期不能早于2026年3月2日"):
        assigning.accept(assignment, **when)
    assigning.accept(assignment, **office.when(office.city.office0))


def test_a_letter_is_not_sent_before_it_was_signed(office):
    reply = office.numbered()
    when = office.when(office.city.office0) | {"on": office.day - BEFORE}
    with pytest.raises(Invalid, match="不能早于"):
        sending.send(reply, **when)
    reply.refresh_from_db()
    assert (reply.status, reply.sent_on) == ("numbered", None)


def test_a_paper_clearance_keeps_its_days_in_order(office):
    reply = office.drafted()
    office.day += 3 * BEFORE
    cleared = {"clearance": "paper", "signer": "孙立", "doc_number": "丽卫函〔2026〕3号"} | office.when(
        office.city.office0
    )
    with pytest.raises(Invalid, match="不能早于"):
        signing.enter_clearance(reply, sent_on=office.day - BEFORE, **cleared)
    reply.refresh_from_db()
    assert reply.status == "draft"
    signing.enter_clearance(reply, sent_on=office.day, **cleared)
    assert reply.sent_on == reply.signed_on == office.day


def test_nothing_is_drafted_and_no_opinion_given_before_the_unit_had_the_case(office):
    lead, assist = office.in_hand("lead", "assist")
    early = {"on": office.day - BEFORE, "note": "补录。"}
    opinion = {"text": "一、建议纳入年度计划。", "signer": "孙立"}
    with pytest.raises(Invalid, match="发生日期不能早于2026年3月2日"):
        drafting.draft(lead, **office.when(office.city.drafter0) | early)
    with pytest.raises(Invalid, match="发生日期不能早于2026年3月2日"):
        drafting.give_opinion(assist, **opinion, **office.when(office.city.drafter1) | early)
    assert not Reply.objects.exists()
    drafting.draft(lead, **office.when(office.city.drafter0))
    assert drafting.give_opinion(assist, **opinion, **office.when(office.city.drafter1)).sent_on == office.day
