"""Who must get a copy: the jurisdiction's list, then the co-handlers, each body once; and how many are printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from letters.letter import Copy
from letters.reading.fields.copies import expand
from replies.enums import CopyChannel, ReplyKind
from replies.models import CopyRecipient, Reply
from workflow.errors import Invalid
from workflow.models import Department, Jurisdiction
from workflow.naming import UnitNames, plain

MOST = 60  # recipients of one letter
LONGEST_NAME = 80
LONGEST_LINE = 2000  # a whole 抄送 line in one field
MOST_EACH = 999
# One body by its full and its short form: 提案委员会 and 提案委, 政府办公室 and 政府办, 人民政府 and 政府.
SHORT_FORMS = (
    (re.compile("^中国共产党|^中共"), ""),
    (re.compile("委员会"), "委"),
    (re.compile("办公室"), "办"),
    (re.compile("人民政府"), "政府"),
)
PRINTED = {CopyChannel.PAPER, CopyChannel.MAIL}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One recipient that the rules ask for."""

    name: str
    copies: int | None
    department: Department | None = None


class Bodies:
    """Which names mean one body in a place on a day: its units by all their names, others by their short form."""

    def __init__(self, place: Jurisdiction, *, on: dt.date) -> None:
        self.place, self.units = place, UnitNames(place.pk, on=on)

    @classmethod
    def known_to(cls, reply: Reply) -> Bodies:
        """As they were called on the day on which the draft was begun."""
        return cls(reply.jurisdiction, on=timezone.localdate(reply.created_at))

    def unit(self, name: str) -> Department | None:
        """卫生局, 市卫生局 and 丽阳市卫生局 are one unit, and so is whatever is kept as its alias."""
        bare = self._without_place(name)
        for form in (name, bare, f"{self.place.name}{bare}"):
            if found := self.units.called(form):
                return found
        return None

    def key(self, name: str) -> str:
        """The same for every name of one body."""
        if unit := self.unit(name):
            return str(unit.uid)
        short = plain(name).removeprefix(self.place.name)
        short = short if short != plain(name) else self._without_place(short)
        for form, instead in SHORT_FORMS:
            short = form.sub(instead, short)
        return short

    def _without_place(self, name: str) -> str:
        """丽阳市民政局 and 市民政局 → 民政局."""
        return plain(name).removeprefix(self.place.name).removeprefix(self.place.name[-1])


def of(reply: Reply) -> list[CopyRecipient]:
    """The recipients that the rules ask for, in order; an opinion goes to the lead unit and to nobody else."""
    if reply.kind == ReplyKind.OPINION:
        return []
    bodies = Bodies.known_to(reply)
    # One body counts once, under its first mention.
    wanted = {bodies.key(each.name): each for each in reversed(list(_wanted(reply)))}
    return rows_of(reply, reversed(wanted.values()))


def rows_of(reply: Reply, wanted: Iterable[Wanted]) -> list[CopyRecipient]:
    return [
        CopyRecipient(
            jurisdiction_id=reply.jurisdiction_id,
            reply=reply,
            order=order,
            name=each.name,
            copies=each.copies,
            department=each.department,
        )
        for order, each in enumerate(wanted, start=1)
    ]


def listed(reply: Reply, typed: Iterable[tuple[str, int | None]]) -> list[CopyRecipient]:
    """What somebody typed, each a name or a whole 抄送 line, as recipients. Invalid where one body comes twice."""
    copies = [copy for name, count in typed for copy in _expanded(name, count)]
    if len(copies) > MOST:
        raise Invalid(f"抄送机关不能超过{MOST}个。", field="copies")
    bodies, seen, wanted = Bodies.known_to(reply), dict[str, str](), list[Wanted]()
    for copy in copies:
        first = seen.setdefault(bodies.key(copy.recipient), copy.recipient)
        if len(seen) == len(wanted):
            raise Invalid(_twice(first, copy.recipient), field="copies")
        wanted.append(Wanted(copy.recipient, copy.copies, bodies.unit(copy.recipient)))
    return rows_of(reply, wanted)


def _expanded(name: str, count: int | None) -> list[Copy]:
    """A count of its own in the line comes before the one typed beside it."""
    found = expand(name)
    if not found:
        raise Invalid("抄送机关不能为空。", field="copies")
    if long := next((each.recipient for each in found if len(each.recipient) > LONGEST_NAME), None):
        raise Invalid(f"抄送机关名称不能超过{LONGEST_NAME}字：{long[:20]}……", field="copies")
    copies = [Copy(each.recipient, each.copies if each.copies is not None else count) for each in found]
    if any(each.copies is not None and not 1 <= each.copies <= MOST_EACH for each in copies):
        raise Invalid(f"份数应在1至{MOST_EACH}之间。", field="copies")
    return copies


def _twice(first: str, again: str) -> str:
    if first == again:
        return f"抄送机关“{again}”重复。"
    return f"“{first}”与“{again}”是同一机关，请只保留一个。"


def _wanted(reply: Reply) -> Iterator[Wanted]:
    for name, copies in reply.rules.switch("copies"):
        yield Wanted(name, copies)
    for unit in reply.consulted():
        yield Wanted(called(unit), 1, unit)


def called(unit: Department) -> str:
    return unit.short_name or unit.name


def readdress(reply: Reply, old: Department, new: Department) -> None:
    """The copy of one unit goes to another, which gets one, and none of what it writes itself."""
    theirs = reply.copies.filter(department=old)
    others = reply.copies.exclude(pk__in=theirs.values("pk"))
    if new == reply.writer or others.filter(name=called(new)).exists():
        theirs.delete()
    else:
        theirs.update(department=new, name=called(new))


@dataclass(frozen=True, slots=True)
class Prints:
    """印数 of a letter, by where the prints go."""

    addressees: int
    copies: int
    file: int

    @property
    def total(self) -> int:
        return self.addressees + self.copies + self.file


def prints_of(reply: Reply) -> Prints:
    """How many prints of a letter leave the machine.

    addressees: one for each proposer of the proposal that it answers; of an opinion one, for the lead unit.
    copies: those that go on paper or by mail, as many as the 抄送 line says, one where it says no number.
    file: what the office keeps, by the switch `file_copies`.
    """
    opinion = reply.kind == ReplyKind.OPINION
    addressees = 1 if opinion else len(reply.proposal.proposers.all())
    copies = sum(each.copies or 1 for each in reply.copies.all() if each.channel in PRINTED)
    return Prints(addressees, copies, reply.rules.switch("file_copies"))
