"""Which clocks a case has, from the rules of its jurisdiction."""

from __future__ import annotations

import datetime as dt

from proposals.models import Assignment, Proposal
from workflow import clocks, ledger
from workflow.calendar import WorkCalendar
from workflow.enums import ClockKind
from workflow.errors import Unavailable
from workflow.ledger import Counted
from workflow.limits import ANCHORS
from workflow.models import RuleVersion

# Which milestones a unit has from the day of hand-over; a limit that the rules leave out starts no clock.
OPINION = (ClockKind.RECEIPT, ClockKind.OPINION)
ANSWER = (ClockKind.RECEIPT, ClockKind.CONTACT, ClockKind.DRAFT, ClockKind.REVIEW, ClockKind.REPLY)
MILESTONES = frozenset({*OPINION, *ANSWER})


def rule_of(proposal: Proposal, on: dt.date) -> RuleVersion:
    return clocks.rule_in_force(proposal.jurisdiction_id, proposal.kind_id, on)


def return_by(rule: RuleVersion, assigned_on: dt.date, calendar: WorkCalendar) -> dt.date:
    """The last day on which a unit may ask to be relieved."""
    return clocks.due_of(rule.span("return_window"), assigned_on, calendar).day


def counted_from(assignment: Assignment) -> dt.date | None:
    """The day from which the answer is due: where a change of unit wins no time, that of the first hand-over."""
    first = assignment
    while first.replaces and not first.rules.switch("return_restarts"):
        first = first.replaces
    return first.assigned_on


def milestones(assignment: Assignment) -> tuple[ClockKind, ...]:
    """What this part of a case is timed by, whether or not the rules set a limit for each."""
    return ANSWER if assignment.answers_the_proposer else OPINION


def start_handling(assignment: Assignment, rule: RuleVersion, on: dt.date, *, since: dt.date | None = None) -> None:
    """The receipt is always counted from the day the unit was given the case; the rest perhaps from before."""
    # Those that others count back from come first.
    for kind in sorted(milestones(assignment), key=lambda kind: kind not in ANCHORS):
        start = on if kind == ClockKind.RECEIPT else since or on
        clocks.start(kind, assignment, holder=assignment.department, on=start, rule=rule)


def latest(assignment: Assignment) -> dt.date:
    """The last day to which an answer may ever be put off, counted from the day from which it is due.

    A 中止 moves it as it moves the answer.
    """
    calendar = clocks.calendar_of(assignment.jurisdiction_id)
    start = counted_from(assignment)
    if start is None:
        raise Unavailable("历史件没有办理期限。")
    lines = clocks.lines_of(assignment.answer_clock) if assignment.answer_clock else []
    return ledger.replay(Counted(start, assignment.rules.span("cap")), filter(ledger.is_pause, lines), calendar).due.day


def longest_extension(assignment: Assignment, due: dt.date) -> dt.date:
    """The latest day that one extension may reach: by its own limit and by the cap, whichever comes first."""
    calendar = clocks.calendar_of(assignment.jurisdiction_id)
    return min(clocks.due_of(assignment.rules.span("extension_most"), due, calendar).day, latest(assignment))
