"""Which clocks a case has, from the rules of its jurisdiction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from proposals.models import Assignment, Proposal
from workflow import clocks, ledger
from workflow.actor import Actor
from workflow.calendar import WorkCalendar
from workflow.enums import Base, ClockKind
from workflow.errors import Invalid, Unavailable
from workflow.ledger import Counted
from workflow.limits import ANCHORS, Facts
from workflow.models import Clock, RuleVersion

# Which milestones a unit has from the day of hand-over; a limit that the rules leave out starts no clock.
OPINION = (ClockKind.RECEIPT, ClockKind.OPINION)
ANSWER = (ClockKind.RECEIPT, ClockKind.CONTACT, ClockKind.DRAFT, ClockKind.REVIEW, ClockKind.REPLY)
MILESTONES = frozenset({*OPINION, *ANSWER})
# Bases that are days of the session, and what they are called there.
SESSION_DAYS = {Base.MEETING: "交办会日期", Base.SESSION_CLOSE: "闭幕日期"}


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


# What the rules may tell cases apart by.
FACTS: dict[str, Callable[[Assignment], Any]] = {
    "level": lambda part: part.proposal.session.level,
    "nature": lambda part: part.proposal.nature,
    "collective": lambda part: part.proposal.is_collective,
    "is_key": lambda part: part.proposal.is_key,
    "role": lambda part: part.role,
}


def facts_of(assignment: Assignment, rules: RuleVersion) -> Facts:
    """Those that these rules ask for; nobody looks up the others."""
    return {name: FACTS[name](assignment) for name in rules.facts_asked}


def start_handling(assignment: Assignment, *kinds: ClockKind) -> None:
    """Begin what this part is timed by, or these kinds of it. What counts from the receipt begins with that."""
    rules = assignment.rules
    facts = facts_of(assignment, rules)
    # Those that others count back from come first.
    for kind in sorted(kinds or milestones(assignment), key=lambda kind: kind not in ANCHORS):
        limit = rules.limit(kind, facts)
        if limit is None:
            continue
        day = counts_from(assignment, kind, limit.base)
        if day is None and limit.base in SESSION_DAYS:
            raise Invalid(
                f"按规则，{kind.label}期限自{limit.base.label}之日起算，{assignment.proposal.session}尚未填写"
                f"{SESSION_DAYS[limit.base]}，请先在“届次”中填写。"
            )
        given = counts_from(assignment, kind, Base.GIVEN)
        if given:
            clocks.start(
                kind,
                assignment,
                holder=assignment.department,
                on=given,
                rule=rules,
                facts=facts,
                bases={limit.base: day},
            )


def counts_from(assignment: Assignment, kind: str, base: str) -> dt.date | None:
    """The day from which a deadline of this part counts; None where it has not come.

    The receipt is always counted from the day the unit was given the case; the rest perhaps from before. Who joined
    after the common hand-over had no part in the meeting: for them the days of the session are that of their own.
    """
    given = assignment.assigned_on if kind == ClockKind.RECEIPT else counted_from(assignment)
    if base == Base.RECEIVED:
        return assignment.accepted_on
    proposal = assignment.proposal
    if base == Base.GIVEN or (given and proposal.assigned_on and given > proposal.assigned_on):
        return given
    return proposal.session.meeting_on if base == Base.MEETING else proposal.session.closed_on


def start_received(assignment: Assignment) -> None:
    """签收: what the rules count from it begins, and what counts back from that."""
    if not assignment.rules.counts_from(Base.RECEIVED):
        return
    facts, kinds = facts_of(assignment, assignment.rules), milestones(assignment)
    limits = {kind: limit for kind in kinds if (limit := assignment.rules.limit(kind, facts))}
    begins = {kind for kind, limit in limits.items() if limit.base == Base.RECEIVED}
    start_handling(assignment, *(kind for kind, limit in limits.items() if {kind, limit.before} & begins))


def drop_received(assignment: Assignment, *, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The receipt is taken back, and with it what began with it."""
    if not assignment.rules.counts_from(Base.RECEIVED):
        return
    running = Clock.objects.open().filter(subject_uid=assignment.uid)
    begun = running.filter(limit__from=Base.RECEIVED)
    begun = begun | running.filter(limit__before__in=list(begun.values_list("kind", flat=True)))
    clocks.give_up(begun, reason="撤回签收", by=by, on=on, at=at)


def latest(assignment: Assignment) -> dt.date:
    """The last day to which an answer may ever be put off, counted from the day from which it is due.

    A 中止 moves it as it moves the answer. A second handling has its own clock: the cap on the first answer is over.
    """
    calendar = clocks.calendar_of(assignment.jurisdiction_id)
    clock = assignment.answer_clock
    again = clock and clock.kind == ClockKind.SECOND_HANDLING
    start = clock.start if clock and again else counted_from(assignment)
    if start is None:
        raise Unavailable("历史件没有办理期限。")
    lines = clocks.lines_of(clock) if clock else []
    return ledger.replay(Counted(start, assignment.rules.span("cap")), filter(ledger.is_pause, lines), calendar).due.day


def longest_extension(assignment: Assignment, due: dt.date) -> dt.date:
    """The latest day that one extension may reach: by its own limit and by the cap, whichever comes first."""
    calendar = clocks.calendar_of(assignment.jurisdiction_id)
    return min(clocks.due_of(assignment.rules.span("extension_most"), due, calendar).day, latest(assignment))
