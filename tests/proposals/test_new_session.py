"""Opening a session: once, with what earlier ones left open, and with the members of the term."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from proposals.actions import closing, opening, roster
from proposals.actions.opening import proposed_next
from proposals.actions.roster import MemberEntry
from proposals.models import Member, Proposal, Session
from tests.workflow.races import at_once, refusals
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours, TransitionRefused
from workflow.models import AuditEvent


def begin(office, term=7, meeting=3, *, who="committee", **changes):
    days = {"opened_on": dt.date(2026, 1, 14), "closed_on": dt.date(2026, 1, 17)}
    body = changes.pop("body", office.city.session.of_term._replace(term=term))
    return opening.open_session(
        **({"term": body, "meeting": meeting} | days | changes), **office.when(getattr(office.city, who))
    )


def closed(office, number):
    proposal = office.sent(number=number, doc_number=f"丽卫函〔2026〕{number}号").proposal
    proposal.refresh_from_db()
    day, office.day = office.day, dt.date(2026, 6, 1)
    closing.close(proposal, **office.when(office.city.supervisor))
    office.day = day
    return proposal


def test_what_is_open_goes_along_and_what_is_closed_stays(office):
    office.assigned(number="1")
    office.sent(number="2", doc_number="丽卫函〔2026〕2号")
    closed(office, "3")
    office.assigned(number="4", place=office.county)
    report = begin(office)
    assert (str(report.session), report.session.opened_on) == ("市政协七届三次会议", dt.date(2026, 1, 14))
    assert {proposal.number for proposal in report.carried} == {"1", "2"}
    stayed = Proposal.objects.filter(carried_into=None).values_list("number", flat=True)
    assert set(stayed) == {"3", "4"}
    assert {each.number for each in Proposal.objects.carried()} == {"1", "2"}


def test_each_case_tells_it_once_and_keeps_session_number_and_state(office):
    (assignment,) = office.assigned()
    begin(office)
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.number, proposal.session) == ("in_hand", "35", office.city.session)
    (event,) = AuditEvent.objects.of_case(proposal.uid).filter(move="carry_over")
    assert (event.payload, event.role) == ({"session": "市政协七届三次会议"}, "committee")
    assert assignment.proposal == proposal
    assert list(broken_rows()) == []


def test_what_was_closed_meanwhile_is_no_longer_carried(office):
    reply = office.sent()
    begin(office)
    proposal = Proposal.objects.get(pk=reply.proposal_id)
    office.day = dt.date(2026, 6, 1)
    closing.close(proposal, **office.when(office.city.supervisor))
    assert (proposal.carried_into is None, Proposal.objects.carried().exists()) == (False, False)


def test_the_next_session_takes_it_further(office):
    office.assigned()
    begin(office)
    report = begin(office, 8, 1)
    assert Proposal.objects.get().carried_into == report.session


def test_a_second_press_is_refused_and_makes_nothing(office):
    office.assigned()
    begin(office)
    with pytest.raises(Invalid, match="市政协七届三次会议已经开设") as refusal:
        begin(office)
    assert refusal.value.field == "meeting"
    assert Session.objects.filter(jurisdiction=office.city.place).count() == 2
    assert AuditEvent.objects.filter(move="carry_over").count() == 1


def test_two_who_open_at_once_open_one(open_office):
    open_office.assigned()
    came = at_once(*[functools.partial(begin, open_office)] * 2)
    assert refusals(came) == [Invalid]
    assert AuditEvent.objects.filter(move="carry_over").count() == 1


@pytest.mark.parametrize("who", ["committee", "administrator"])
def test_committee_and_administrator_open_sessions(office, who):
    assert begin(office, who=who).session.meeting == 3


@pytest.mark.parametrize("who", ["supervisor", "reader", "office0"])
def test_others_do_not(office, who):
    with pytest.raises(NotYours):
        begin(office, who=who)
    assert Session.objects.filter(jurisdiction=office.city.place).count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"meeting": 1}, "meeting"),
        ({"meeting": 0}, "meeting"),
        ({"term": 100, "meeting": 1}, "meeting"),
        ({"closed_on": dt.date(2026, 1, 13)}, "closed_on"),
    ],
)
def test_no_session_before_the_newest_and_none_that_ends_before_it_begins(office, change, field):
    with pytest.raises(Invalid) as refusal:
        begin(office, **change)
    assert refusal.value.field == field


def test_a_body_has_a_name_and_a_level(office):
    for change in ({"body": " "}, {"level": "moon"}):
        with pytest.raises(Invalid):
            begin(office, body=office.city.session.of_term._replace(**change))


def known(office):
    term = office.city.session.of_term
    roster.enrol([MemberEntry(2, "赵明", "教育界")], term=term, **office.when(office.city.committee))
    return term


def test_the_same_term_keeps_its_members(office):
    known(office)
    assert begin(office).roster is None
    assert Member.objects.count() == 1


def test_a_new_term_takes_its_members_from_the_one_before(office):
    report = begin(office, 8, 1, copy_from=known(office))
    assert report.roster.added == ["赵明"]
    assert Member.objects.of_term(report.session.of_term).get().sector == "教育界"


def test_a_new_term_takes_its_members_from_a_list(office):
    report = begin(office, 8, 1, members=[MemberEntry(2, "钱进"), MemberEntry(3, "")])
    assert (report.roster.added, report.roster.refused) == (["钱进"], [(3, "", "没有姓名。")])


def test_without_a_roster_to_copy_nothing_is_opened(office):
    with pytest.raises(Invalid, match="还没有委员名册"):
        begin(office, 8, 1, copy_from=office.city.session.of_term)
    assert Session.objects.filter(jurisdiction=office.city.place).count() == 1


@pytest.mark.parametrize(("before", "after"), [((7, 2), (7, 3)), ((7, 5), (8, 1)), ((7, 6), (8, 1))])
def test_the_next_meeting_is_proposed_and_after_five_the_next_term(office, before, after):
    term = office.city.session.of_term._replace(term=before[0])
    assert proposed_next(term, before[1]) == after


def test_nothing_is_carried_by_hand_out_of_an_end(office):
    proposal = office.filed()
    assert "carry_over" not in proposals_moves(office, proposal)
    Proposal.objects.filter(pk=proposal.pk).update(status="archived", filed_on=office.day, assigned_on=office.day)
    proposal.refresh_from_db()
    with pytest.raises(TransitionRefused):
        opening.PROPOSAL_FLOW.check("carry_over", office.by(office.city.committee), proposal, on=office.day)


def proposals_moves(office, proposal):
    return opening.PROPOSAL_FLOW.open_to(office.by(office.city.committee), proposal, on=office.day)
