"""What would become of each row: taken, already there, or refused and why. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from proposals.actions.assigning import Share, refuse_wrong_shape
from proposals.enums import ImportOutcome
from proposals.importing.allocation import allocation
from proposals.importing.entries import Entry
from proposals.importing.existing import Existing, Known
from proposals.importing.sessions import session_called
from proposals.models import Member, Proposal, Session
from proposals.similar import plain
from workflow import clocks
from workflow.actor import Actor
from workflow.errors import Invalid, Unavailable
from workflow.models import CaseKind
from workflow.naming import UnitNames
from workflow.naming import plain as plain_name


@dataclass(slots=True)
class Judgement:
    """One row with its fate. `unknown`: names of units that are still a question."""

    entry: Entry
    session: Session
    outcome: str = ImportOutcome.TAKEN
    reason: str = ""
    uid: str = ""
    shares: list[Share] = field(default_factory=list)
    alike: list[Known] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    planned: bool = False

    @property
    def is_taken(self) -> bool:
        return self.outcome == ImportOutcome.TAKEN

    def refuse(self, reason: str) -> None:
        self.outcome, self.reason = ImportOutcome.REFUSED, reason

    def leave(self, known: Known, reason: str) -> None:
        self.outcome, self.reason, self.uid = ImportOutcome.UNCHANGED, reason, known.uid


class Judge:
    """Reads once what is there, then judges row after row; the number of queries does not grow with the list."""

    def __init__(
        self,
        session: Session,
        *,
        by: Actor,
        on: dt.date,
        answers: Mapping[str, str] | None = None,
        later: bool = False,
        file_them: bool = True,
    ) -> None:
        """`later`: every unknown unit is left for later, for programs that cannot be asked."""
        self.session, self.by, self.on, self.later = session, by, on, later
        self.category_needed = file_them and category_needed(session, on)
        self.sessions = list(Session.objects.visible_to(by).filter(jurisdiction=session.jurisdiction_id))
        self.units = UnitNames(session.jurisdiction_id, on=on)
        self.answers = {plain_name(name): self.units.meant(answer) for name, answer in (answers or {}).items()}
        self.existing = Existing(session, by)
        self.sectors = sectors_of(session)
        self.rows_by_number: dict[tuple[int, str], int] = {}
        self.rows_by_maker: dict[tuple[int, str, str], int] = {}

    def judge(self, entry: Entry) -> Judgement:
        session = session_called(entry.session, self.sessions) if entry.session else self.session
        found = Judgement(entry, session or self.session)
        self._read(found, session)
        for step in (self._compare, self._allocate, self._hint):
            if found.is_taken:
                step(found)
        self._remember(found)
        return found

    def _read(self, found: Judgement, session: Session | None) -> None:
        problems = list(found.entry.problems)
        if session is None:
            problems.append(f"没有名为“{found.entry.session[:30]}”的届次。")
        if found.entry.filed_on and found.entry.filed_on > self.on:
            problems.append("立案日期晚于今天。")
        if self.category_needed and found.entry.number and not found.entry.category:
            problems.append("没有提案分类，不能立案。")
        if problems:
            found.refuse("".join(dict.fromkeys(problems)))

    def _compare(self, found: Judgement) -> None:
        """With what is there and with the rows above: the same again changes nothing, another thing is no row."""
        entry, made = found.entry, maker_of(found)
        number = (found.session.pk, entry.number)
        if entry.number and (there := self.existing.by_number.get(number)):
            if plain(there.title) == plain(entry.title):
                found.leave(there, f"已有第{entry.number}号，未作改动。")
            else:
                found.refuse(f"提案号已被使用：{there.line}。")
        elif entry.number and number in self.rows_by_number:
            found.refuse(f"提案号与第{self.rows_by_number[number]}行重复。")
        elif (there := self.existing.by_maker.get(made)) and not (entry.number and there.number):
            found.leave(there, f"同一提案人的同名提案已登记（{there.state}），未作改动。")
        elif made in self.rows_by_maker and not entry.number:
            found.refuse(f"与第{self.rows_by_maker[made]}行是同一件。")

    def _allocate(self, found: Judgement) -> None:
        try:
            wanted = allocation(found.entry, self.units, self.answers)
            unknown, left_out = ((), wanted.unknown) if self.later else (wanted.unknown, ())
            left_out += wanted.left_out
            if unknown:
                found.unknown = unknown
                found.refuse(f"不认识的办理单位：{'、'.join(unknown)}。")
                return
            found.shares = self._checked(wanted.shares, found.session, left_out=bool(left_out))
        except Invalid as problem:
            found.refuse(problem.message)
            return
        if left_out:
            found.entry.remarks.append(f"办理单位以后再定：{'、'.join(left_out)}。")

    def _checked(self, shares: list[Share], session: Session, *, left_out: bool) -> list[Share]:
        """As hand-over would accept it; a rest that makes no allocation is none."""
        if not shares:
            return []
        try:
            refuse_wrong_shape(
                Proposal(jurisdiction=self.session.jurisdiction, session=session), shares, self.on, self.by
            )
        except Invalid:
            if left_out:
                return []
            raise
        return shares

    def _hint(self, found: Judgement) -> None:
        found.alike = self.existing.like(found.entry.title)
        lead, said = found.entry.proposers[0].name, found.entry.sector
        listed = self.sectors.get(lead, set())
        if said and listed and said not in listed:
            found.entry.remarks.append(f"委员名册中{lead}的界别为{'、'.join(sorted(listed))}。")

    def _remember(self, found: Judgement) -> None:
        """For the rows below. A refused row keeps its number, which it will want once it is mended."""
        entry, row = found.entry, found.entry.row
        if entry.number:
            self.rows_by_number.setdefault((found.session.pk, entry.number), row)
        if not found.is_taken:
            return
        self.rows_by_maker.setdefault(maker_of(found), row)
        self.existing.here.add(Known(f"清单第{row}行《{entry.title}》", entry.title), entry.title)


def maker_of(found: Judgement) -> tuple[int, str, str]:
    return (found.session.pk, plain(found.entry.title), found.entry.proposers[0].name)


def category_needed(session: Session, on: dt.date) -> bool:
    """Whether the rules of the place file nothing without a category."""
    try:
        rule = clocks.rule_in_force(session.jurisdiction_id, CaseKind.usual().pk, on)
    except Unavailable:
        return False
    return bool(rule.switch("category_required"))


def sectors_of(session: Session) -> dict[str, set[str]]:
    """界别 of the members of this term by name, to compare with what a list says."""
    found: dict[str, set[str]] = {}
    term: Any = Member.objects.filter(jurisdiction=session.jurisdiction_id, body=session.body, term=session.term)
    for name, sector in term.exclude(sector="").values_list("name", "sector"):
        found.setdefault(name, set()).add(sector)
    return found
