"""Which clocks a case has, from the rules of its jurisdiction."""

from __future__ import annotations

import datetime as dt

from proposals.models import Assignment, Proposal
from workflow import clocks
from workflow.calendar import WorkCalendar
from workflow.enums import ClockKind, LimitUnit
from workflow.models import RuleVersion
from workflow.models.rules import Limit

# Which milestones a unit has from the day of hand-over; a limit that the rules leave out starts no clock.
OPINION = (ClockKind.RECEIPT, ClockKind.OPINION)
ANSWER = (ClockKind.RECEIPT, ClockKind.CONTACT, ClockKind.DRAFT, ClockKind.REVIEW, ClockKind.REPLY)


def rule_of(proposal: Proposal, on: dt.date) -> RuleVersion:
    return clocks.rule_in_force(proposal.jurisdiction_id, proposal.kind_id, on)


def return_by(rule: RuleVersion, assigned_on: dt.date, calendar: WorkCalendar) -> dt.date:
    """The last day on which a unit may ask to be relieved; five working days where the rules are silent."""
    count, unit = rule.switch("return_window", default=[5, "working_day"])
    return clocks.due_of(Limit(int(count), LimitUnit(unit)), assigned_on, calendar).day


def start_handling(assignment: Assignment, rule: RuleVersion, on: dt.date) -> None:
    for kind in ANSWER if assignment.answers_the_proposer else OPINION:
        clocks.start(kind, assignment, holder=assignment.department, on=on, rule=rule)
