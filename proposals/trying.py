"""Rules tried on past cases before they count: which parts would have had another last day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from proposals.deadlines import counts_from, facts_of
from proposals.enums import AssignmentRole
from proposals.models import Assignment
from workflow import clocks, ledger
from workflow.calendar import WorkCalendar
from workflow.enums import ClockKind
from workflow.ledger import Basis, Counted, CountedBack
from workflow.models import RuleVersion

MOST = 200  # parts of cases that are tried
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a case with the last day of its answer by its own rules and by those tried; None for no limit."""

    assignment: Assignment
    kind: ClockKind
    before: dt.date | None
    after: dt.date | None

    @property
    def days(self) -> int:
        """How far apart they are; a limit gained or lost counts as most."""
        return (self.after - self.before).days if self.before and self.after else 9999


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rules would have changed among the parts handed over last."""

    tried: int
    changed: int
    later: int
    earlier: int
    biggest: list[Difference]


def try_out(rule: RuleVersion) -> Trial:
    """Each part's own answer, counted as on its day by both editions, on the calendar of today."""
    parts = Assignment.objects.filter(jurisdiction=rule.jurisdiction_id, proposal__kind=rule.kind_id)
    handed = parts.filter(assigned_on__isnull=False, rule__isnull=False).order_by("-assigned_on", "-pk")
    rows = handed.select_related("rule", "department", "proposal__session")
    calendar = clocks.calendar_of(rule.jurisdiction_id)
    found = [_difference(each, rule, calendar) for each in rows.prefetch_related("proposal__proposers")[:MOST]]
    changed = [each for each in found if each.before != each.after]
    both = [each for each in changed if each.before and each.after]
    return Trial(
        tried=len(found),
        changed=len(changed),
        later=sum(each.days > 0 for each in both),
        earlier=sum(each.days < 0 for each in both),
        biggest=sorted(changed, key=lambda each: -abs(each.days))[:SHOWN],
    )


def _difference(assignment: Assignment, rule: RuleVersion, calendar: WorkCalendar) -> Difference:
    kind = ClockKind.OPINION if assignment.role == AssignmentRole.ASSIST else ClockKind.REPLY
    before, after = (last_day(assignment, kind, each, calendar) for each in (assignment.rules, rule))
    return Difference(assignment, kind, before, after)


def last_day(assignment: Assignment, kind: ClockKind, rule: RuleVersion, calendar: WorkCalendar) -> dt.date | None:
    """When a milestone of this part would end by these rules, had nothing put it off."""
    limit = rule.limit(kind, facts_of(assignment, rule))
    start = counts_from(assignment, kind, limit.base) if limit else None
    if limit is None or start is None:
        return None
    basis: Basis = Counted(start, limit)
    if limit.before:
        anchor = last_day(assignment, ClockKind(limit.before), rule, calendar)
        if anchor is None:
            return None
        basis = CountedBack(start, limit, anchor)
    return ledger.replay(basis, (), calendar).due.day
