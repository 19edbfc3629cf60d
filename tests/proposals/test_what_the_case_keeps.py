"""Rules, corrections and people as they were on the day."""

import datetime as dt

import pytest

from proposals.actions import assigning, filing
from proposals.actions.assigning import Share
from proposals.actions.filing import ProposerEntry
from proposals.models import Member
from replies.actions import feedback
from workflow.clocks import explain
from workflow.errors import Invalid
from workflow.models import AuditEvent, CalendarDay, CalendarVersion, Clock, RuleVersion


def test_later_rules_move_nothing_old(office):
    reply = office.drafted()
    city = office.city
    RuleVersion.objects.create(
        jurisdiction=city.place,
        kind=office.kind,
        number=2,
        valid_from=dt.date(2020, 1, 2),
        published_at=office.at,
        content={"limits": {}, "switches": {"supervisor_review": "always"}},
    )
    reply = type(reply).objects.get(pk=reply.pk)
    assert reply.rules == city.rule
    assert not reply.needs_review


def test_a_deadline_explains_itself_by_the_calendar_that_made_it(office):
    office.assigned()
    clock = Clock.objects.get(kind="reply")
    newer = CalendarVersion.objects.create(year=2026, number=2, published=True, loaded_at=office.at)
    CalendarDay.objects.create(version=newer, day=clock.due, kind="off", name="临时放假")
    assert explain(clock).day == clock.due


def test_a_correction_stands_on_the_trail_with_what_it_replaced(office):
    proposal = office.proposal()
    filing.revise(proposal, version=proposal.version, by=office.by(office.city.committee), at=office.at, title="新案由")
    event = AuditEvent.objects.of_case(proposal.uid).last()
    assert (event.move, event.payload) == ("revise", {"title": ["关于加强社区养老服务的提案", "新案由"]})


def test_giving_the_case_to_a_person_counts_as_a_change(office):
    assignment = office.in_hand()[0]
    before = assignment.version
    assigning.hand_to(assignment, officer=office.city.drafter0, **office.when(office.city.office0))
    assignment.refresh_from_db()
    assert assignment.version == before + 1


def test_a_unit_that_no_longer_exists_is_given_nothing(office):
    proposal, unit = office.filed(), office.city.units[0]
    unit.until = office.day - dt.timedelta(days=1)
    unit.save()
    with pytest.raises(Invalid, match="已停用"):
        assigning.assign(proposal, shares=[Share(unit, "sole")], **office.when(office.city.supervisor))


def test_a_blank_line_does_not_cost_the_proposal_its_lead(office):
    entries = [ProposerEntry(" "), ProposerEntry("赵明"), ProposerEntry("钱思")]
    city = office.city
    proposal = filing.register(
        session=city.session, kind=office.kind, title="提案", proposers=entries, **office.when(city.committee)
    )
    assert [(each.name, each.role) for each in proposal.proposers.all()] == [("赵明", "lead"), ("钱思", "joint")]


def test_a_name_that_two_members_share_binds_neither(office):
    for _ in range(2):
        Member.objects.create(jurisdiction=office.city.place, level="city", body="市政协", term=7, name="赵明")
    assert office.proposal().proposers.get().member is None


def test_one_of_two_separate_units_can_be_asked_again_while_the_other_still_works(office):
    reply = office.sent("separate", "separate")
    marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
    feedback.record_feedback(
        reply, proposer=reply.proposal.proposers.get(), **marks, **office.when(office.city.committee)
    )
    feedback.order_second_handling(reply, reason="请补充。", **office.when(office.city.committee))
    reply.proposal.refresh_from_db()
    assert (reply.assignment.status, reply.proposal.status) == ("in_hand", "in_hand")


@pytest.mark.parametrize(("field", "value"), [
    ("body", "字" * 100_001),
    ("asks", ["建议"] * 51),
    ("asks", ["字" * 2001]),
])  # fmt: skip
def test_an_endless_proposal_is_refused(office, field, value):
    given = {"session": office.city.session, "kind": office.kind, "title": "提案", "proposers": [ProposerEntry("赵明")]}
    with pytest.raises(Invalid, match="不能超过"):
        filing.register(**given, **{field: value}, **office.when(office.city.committee))
