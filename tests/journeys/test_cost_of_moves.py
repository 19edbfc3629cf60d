"""What a move costs: few queries, and no more of them the longer a case has been handled."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.actions import (
    assigning,
    closing,
    collecting,
    correcting,
    extending,
    filing,
    handling,
    merging,
    noting,
    pausing,
    returning,
    undoing,
)
from proposals.models import Proposal
from replies.actions import drafting, sending, signing
from workflow.models import Department

# 送达 takes the copies along, each on the trail: five queries, however many they are.
MOST, MOST_ACROSS = 12, 34


def fresh(row):
    """As a page or a program loads it before the move."""
    return type(row).objects.for_move().get(pk=row.pk)


def long_history(office, assignment) -> None:
    """Sixty more events on the trail of the case."""
    for _ in range(60):
        noting.urge(assignment, text="请加快办理。", **office.when(office.city.supervisor))


def proposal_move(state, verb, who, **facts):
    def set_up(office):
        row = fresh(getattr(office, state)())
        when = office.when(getattr(office.city, who))
        return row, lambda: verb(row, **facts, **when)

    return set_up


def unit_move(state, verb, who, **facts):
    def set_up(office):
        (first, *_) = getattr(office, state)("lead", "assist")
        row = fresh(first)
        when = office.when(getattr(office.city, who))
        return row, lambda: verb(row, **facts, **when)

    return set_up


def reply_move(state, verb, who, **facts):
    def set_up(office):
        row = fresh(getattr(office, state)("lead", "assist"))
        when = office.when(getattr(office.city, who))
        return row, lambda: verb(row, **facts, **when)

    return set_up


def collecting_one(office):
    (row,) = office.in_hand()
    unit = office.city.units[0]
    section = Department.objects.create(jurisdiction=unit.jurisdiction, parent=unit, name="养老科")
    due = office.day + dt.timedelta(days=5)
    row, when = fresh(row), office.when(office.city.drafter0)
    return row, lambda: collecting.collect(row, department=section, wanted="床位数", due=due, **when)


def merging_one(office):
    main, row = office.filed("1"), fresh(office.filed("2"))
    when = office.when(office.city.committee)
    return row, lambda: merging.merge(row, into=main, reason="内容相同。", **when)


def undoing_one(office):
    (row,) = office.in_hand()
    row = fresh(row)
    when = office.when(office.city.office0)
    return row, lambda: undoing.undo(row, "undo_accept", **when)


def correcting_one(office):
    (row,) = office.in_hand()
    row = fresh(row)
    office.day += dt.timedelta(days=3)
    when = office.when(office.city.supervisor)
    return row, lambda: correcting.correct_assignment(row, accepted_on=when["on"], reason="误填。", **when)


def waiving_one(office):
    row = fresh(office.in_hand("lead", "assist")[1])
    when = office.when(office.city.supervisor)
    return row, lambda: handling.waive(row, reason="不涉及。", **when)


def approving_one(office):
    row = fresh(office.in_hand("lead", "assist")[0])
    returning.request_return(row, reason="不属职责。", **office.when(office.city.office0))
    row, unit, when = fresh(row), office.city.units[2], office.when(office.city.supervisor)
    return row, lambda: returning.approve_return(row, department=unit, **when)


def resuming_one(office):
    row = fresh(office.in_hand("lead", "assist")[0])
    when = office.when(office.city.supervisor)
    pausing.pause_clock(row, reason="等待政策。", **when)
    row = fresh(row)
    return row, lambda: pausing.resume_clock(row, **when)


def closing_one(office):
    row = Proposal.objects.get(pk=office.sent("lead", "assist").proposal_id)
    office.day += dt.timedelta(days=60)
    when = office.when(office.city.supervisor)
    return row, lambda: closing.close(row, **when)


ONE_TRACK = {
    "submit": proposal_move("proposal", filing.submit, "committee"),
    "send_back": proposal_move("submitted", filing.send_back, "committee", reason="请补充。"),
    "file": proposal_move("submitted", filing.file, "committee", number="77"),
    "refuse": proposal_move("submitted", filing.refuse, "committee", ground="empty"),
    "withdraw": proposal_move("filed", filing.withdraw, "committee", reason="提案人要求。"),
    "merge": merging_one,
    "accept": unit_move("assigned", assigning.accept, "office0"),
    "propose": unit_move("in_hand", noting.propose, "office0", text="拟请养老科办理。"),
    "request_return": unit_move("in_hand", returning.request_return, "office0", reason="不属职责。"),
    "urge": unit_move("in_hand", noting.urge, "supervisor", text="请加快。"),
    "request_extension": unit_move(
        "in_hand", extending.request_extension, "office0", until=dt.date(2026, 6, 20), reason="勘测。"
    ),
    "waive": waiving_one,
    "collect": collecting_one,
    "undo": undoing_one,
    "correct": correcting_one,
    "submit_reply": reply_move("drafted", drafting.submit, "drafter0"),
    "sign": reply_move("at_signing", signing.sign, "signer0"),
    "void": reply_move("drafted", drafting.void, "office0", reason="重拟。"),
}
ACROSS = {
    "send": reply_move("numbered", sending.send, "office0"),
    "close": closing_one,
    "approve_return": approving_one,
    # One line for each milestone.
    "pause_clock": unit_move("in_hand", pausing.pause_clock, "supervisor", reason="等待政策。"),
    "resume_clock": resuming_one,
}


def cost(move) -> int:
    with CaptureQueriesContext(connection) as queries:
        move()
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


@pytest.mark.parametrize("name", ONE_TRACK)
def test_a_move_on_one_track_is_cheap(office, name):
    _, move = ONE_TRACK[name](office)
    assert cost(move) <= MOST


@pytest.mark.parametrize("name", ACROSS)
def test_a_move_across_tracks_is_affordable(office, name):
    _, move = ACROSS[name](office)
    assert cost(move) <= MOST_ACROSS


def test_the_length_of_the_history_costs_nothing(office):
    short, long = (office.in_hand(number=number)[0] for number in ("1", "2"))
    long_history(office, long)
    rows, when = (fresh(short), fresh(long)), office.when(office.city.office0)
    costs = {cost(lambda row=row: returning.request_return(row, reason="不属职责。", **when)) for row in rows}
    assert len(costs) == 1
