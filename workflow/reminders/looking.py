"""What the sweep has to look at today, and what Python works out for it: some hundred dates and people, no clocks."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from workflow import quiet
from workflow.calendar import WorkCalendar
from workflow.ladder import look
from workflow.models import Clock, RuleVersion
from workflow.reminders.people import Held, People, Told

log = logging.getLogger(__name__)

# What comes of reading rules that are not of the form that RuleVersion.problems() asks for.
MISWRITTEN = (AttributeError, LookupError, OverflowError, TypeError, ValueError)


@dataclass(slots=True)
class Agenda:
    """Rows for the two small tables that the statements of the sweep join clocks with."""

    dates: list[tuple[Any, ...]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def agenda(at: dt.datetime, on: dt.date) -> Agenda:
    """Empty where nothing waits, or nobody may be disturbed now."""
    found, waiting = Agenda(), Clock.objects.to_look_at(on=on)
    if not waiting.exists():
        return found
    # Reminders are for working days; what falls between is shifted onto one by the ladder.
    awake = quiet.awake(at)
    waiting = waiting.filter(jurisdiction__in=awake).order_by()
    dates = waiting.values_list("jurisdiction_id", "rule_id", "due").distinct()
    held = waiting.values_list("jurisdiction_id", "rule_id", "holder_id", "kind").distinct()
    people, editions = People(on), _by_edition(dates, held)
    rules = RuleVersion.objects.in_bulk({rule_id for _, rule_id in editions})
    for (place, rule_id), (days, holders) in sorted(editions.items()):
        try:
            rows = list(_dates(place, rules[rule_id], days, on, awake[place]))
            told = [one for each in holders for one in people.told(each, rules[rule_id])]
        except MISWRITTEN:
            # What one place wrote into its rules must not silence the others; it is told again once they are put right.
            log.exception("no reminders for jurisdiction %s: its rules %s cannot be read", place, rule_id)
            continue
        found.dates += rows
        found.told += told
    return found


Edition = tuple[list[dt.date], list[Held]]


def _by_edition(dates: Iterable[Any], held: Iterable[Any]) -> dict[tuple[int, int], Edition]:
    """Last days and holders by place and edition of its rules."""
    found: dict[tuple[int, int], Edition] = {}
    for place, rule_id, due in dates:
        found.setdefault((place, rule_id), ([], []))[0].append(due)
    for each in itertools.starmap(Held, held):
        found.setdefault((each.jurisdiction_id, each.rule_id), ([], []))[1].append(each)
    return found


def _dates(
    place: int, rule: RuleVersion, days: Iterable[dt.date], on: dt.date, calendar: WorkCalendar
) -> Iterator[tuple[Any, ...]]:
    ladder = rule.switch("ladder")
    for due in days:
        seen = look(due, on, calendar, ladder)
        yield place, rule.pk, due, seen.rung, seen.since, seen.next
