"""Which units a row wants to handle it, in which part, as hand-over would accept it."""

from __future__ import annotations

from dataclasses import dataclass

from proposals.actions.assigning import Share
from proposals.enums import AssignmentRole as R
from proposals.importing.entries import Entry
from workflow.errors import Invalid
from workflow.models import Department
from workflow.naming import Answers, Mention, UnitNames


@dataclass(frozen=True, slots=True)
class Allocation:
    """`unknown`: names that are still a question. `left_out`: names of which somebody said: later."""

    shares: list[Share]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]


def allocation(entry: Entry, names: UnitNames, answers: Answers) -> Allocation:
    """Invalid where the list does not say which of several units leads."""
    mentions = [(role, names.read(words, answers)) for role, words in entry.units]
    for role, mention in mentions:
        if not role and len(mention.units) > 1:
            units = "、".join(unit.name for unit in mention.units)
            raise Invalid(f"办理单位有多个（{units}），请注明主办、会办或分办。", field="shares")
    return Allocation(
        shares_of(mentions),
        tuple(dict.fromkeys(name for _, mention in mentions for name in mention.unknown)),
        tuple(dict.fromkeys(name for _, mention in mentions for name in mention.left_out)),
    )


def shares_of(mentions: list[tuple[str, Mention]]) -> list[Share]:
    """One unit that leads with nobody to assist it is 单办; a unit that is named and in a group counts as named."""
    roles = {role or R.LEAD for role, _ in mentions}
    lead = R.SOLE if roles == {R.LEAD} and sum(len(mention.units) for _, mention in mentions) == 1 else R.LEAD
    named = {unit.pk for _, mention in mentions for unit in mention.named}
    found: list[Share] = []
    for role, mention in mentions:
        part = lead if not role or role == R.LEAD else R(role)
        found += [Share(unit, part) for unit in mention.named]
        found += [Share(unit, part) for unit in brought(mention, named)]
    return found


def brought(mention: Mention, named: set[int]) -> list[Department]:
    """What only groups brought, once each: the lead of the same row is not its own co-handler."""
    fresh = [unit for unit in dict.fromkeys(mention.grouped) if unit.pk not in named]
    named.update(unit.pk for unit in fresh)
    return fresh
