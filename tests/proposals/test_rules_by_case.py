"""Which limit a case gets and from which day it counts: facts of the case, the receipt, the days of the session."""

import datetime as dt

import pytest
from django.core.management import call_command

from proposals.actions import assigning, correcting, returning, session_days, undoing
from proposals.actions.assigning import Share
from proposals.actions.filing import ProposerEntry
from proposals.models import Assignment, Proposal
from workflow.audit import broken_rows
from workflow.errors import Invalid, NotYours
from workflow.models import AuditEvent, Clock, ClockEvent

D = dt.date.fromisoformat


def limits(office, **changes) -> None:
    office.city.rule.content["limits"] |= changes
    office.city.rule.save()


def due(case, kind="reply") -> dt.date | None:
    clock = Clock.objects.open().filter(subject_uid=case.uid, kind=kind).first()
    return clock.due if clock else None


BY_CASE = [
    {"when": {"is_key": True}, "limit": [1, "month"]},
    {"when": {"collective": True}, "limit": [2, "month"]},
    {"when": {"role": "separate", "nature": "session", "level": "city"}, "limit": [4, "month"]},
    {"limit": [3, "month"]},
]


@pytest.mark.parametrize(
    ("roles", "facts", "proposer", "expected"),
    [
        (["sole"], {}, ProposerEntry("赵明"), "2026-06-02"),
        (["sole"], {"is_key": True}, ProposerEntry("赵明"), "2026-04-02"),
        (["sole"], {}, ProposerEntry("民盟市委", "body"), "2026-05-06"),
        (["separate", "separate"], {}, ProposerEntry("赵明"), "2026-07-02"),
        (["separate", "separate"], {"nature": "interim"}, ProposerEntry("赵明"), "2026-06-02"),
    ],
)
def test_the_limit_is_chosen_by_what_the_case_is(office, roles, facts, proposer, expected):
    limits(office, reply=BY_CASE)
    proposal = office.filed()
    Proposal.objects.filter(pk=proposal.pk).update(**facts)
    proposal.proposers.update(name=proposer.name, kind=proposer.kind)
    shares = [Share(unit, role) for unit, role in zip(office.city.units, roles, strict=False)]
    first, *_ = assigning.assign(
        Proposal.objects.get(pk=proposal.pk), shares=shares, **office.when(office.city.supervisor)
    )
    assert due(first) == D(expected)


def test_what_counts_from_the_receipt_begins_with_it_and_goes_with_it(office):
    limits(office, reply={"limit": [3, "month"], "from": "received"}, draft={"limit": [5, "day"], "before": "reply"})
    (case,) = office.assigned()
    assert {clock.kind for clock in Clock.objects.filter(subject_uid=case.uid)} == {"receipt", "contact"}
    office.day = D("2026-03-05")
    assigning.accept(case, **office.when(office.city.office0))
    assert (due(case), due(case, "draft")) == (D("2026-06-05"), D("2026-05-29"))
    undoing.undo(case, "undo_accept", **office.when(office.city.office0))
    assert (due(case), due(case, "draft")) == (None, None)
    assigning.accept(case, **office.when(office.city.office0))
    assert (due(case), due(case, "draft")) == (D("2026-06-05"), D("2026-05-29"))
    correcting.correct_assignment(
        case, accepted_on=D("2026-03-03"), reason="误填。", **office.when(office.city.supervisor)
    )
    assert (due(case), due(case, "draft"), due(case, "contact")) == (D("2026-06-03"), D("2026-05-29"), D("2026-03-23"))
    call_command("check_clocks")


def test_a_refused_return_counts_as_the_receipt(office):
    limits(office, reply={"limit": [3, "month"], "from": "received"})
    (case,) = office.assigned()
    returning.request_return(case, reason="不属职责。", **office.when(office.city.office0))
    office.day = D("2026-03-05")
    returning.refuse_return(case, reason="属本局职责。", **office.when(office.city.supervisor))
    assert due(case) == D("2026-06-05")
    undoing.undo(case, "undo_refuse_return", **office.when(office.city.supervisor))
    assert due(case) is None


@pytest.mark.parametrize(
    ("base", "column", "said"),
    [("meeting", "meeting_on", "交办会日期"), ("session_close", "closed_on", "闭幕日期")],
)
def test_a_day_that_the_session_does_not_state_is_asked_for(office, base, column, said):
    limits(office, reply={"limit": [3, "month"], "from": base})
    with pytest.raises(Invalid, match=f"市政协七届二次会议尚未填写{said}"):
        office.assigned()
    assert not Assignment.objects.exists()
    session, when = office.city.session, office.when(office.city.committee)
    session_days.correct_days(session, days={column: D("2026-02-27")}, **when)
    proposal = Proposal.objects.get()
    (case,) = assigning.assign(
        proposal, shares=[Share(office.city.units[0], "sole")], **office.when(office.city.supervisor)
    )
    assert due(case) == D("2026-05-27")
    session_days.correct_days(session, days={column: D("2026-02-28")}, **when)
    assert due(case) == D("2026-05-28")
    assert ClockEvent.objects.get().reason == "更正届次日期"
    event = AuditEvent.objects.get(move="shift")
    assert (event.case_uid, event.payload["deadlines"]) == (
        proposal.uid, ["答复期限由2026-05-27调整为2026-05-28"],
    )  # fmt: skip
    assert list(broken_rows()) == []
    # Who takes its place had no part in the meeting.
    office.day = D("2026-03-05")
    case = Assignment.objects.for_move().get(pk=case.pk)
    returning.request_return(case, reason="不属职责。", **office.when(office.city.office0))
    new = returning.approve_return(case, department=office.city.units[1], **office.when(office.city.supervisor))
    assert due(new) == D("2026-06-05")
    call_command("check_clocks")


def test_only_those_who_open_sessions_put_their_days_right(office):
    session = office.city.session
    with pytest.raises(NotYours):
        session_days.correct_days(session, days={"meeting_on": D("2026-02-27")}, **office.when(office.city.supervisor))
    wrong = {"opened_on": D("2026-02-20"), "closed_on": D("2026-02-19")}
    with pytest.raises(Invalid, match="闭幕日期不能早于开幕日期"):
        session_days.correct_days(session, days=wrong, **office.when(office.city.committee))
    session.refresh_from_db()
    assert (session.meeting_on, session.closed_on) == (None, None)
