"""Who must get a copy: the jurisdiction's list, then the co-handlers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replies.enums import ReplyKind
from replies.models import CopyRecipient, Reply
from workflow.models import Department


@dataclass(frozen=True, slots=True)
class Wanted:
    """One recipient that the rules ask for."""

    name: str
    copies: int | None
    department: Department | None = None


def of(reply: Reply) -> list[CopyRecipient]:
    """The recipients that the rules ask for, in order; an opinion goes to the lead unit and to nobody else."""
    if reply.kind == ReplyKind.OPINION:
        return []
    # One body counts once, under its first mention.
    wanted = {each.name: each for each in reversed(list(_wanted(reply)))}
    return [
        CopyRecipient(reply=reply, order=order, name=each.name, copies=each.copies, department=each.department)
        for order, each in enumerate(reversed(wanted.values()), start=1)
    ]


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
