"""What the words of a list mean: 市卫健委、各县区 → units, and the names that nobody here bears."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workflow.models import Department, DepartmentAlias, DepartmentGroup

SEPARATOR = re.compile(r"[、，,；;/／\s]+")
PART = re.compile(r"[(（](?:牵头|主办|会办|协办|配合|分办|承办|单办)(?:单位)?[)）]$")


GROUP = "group:"
Answers = Mapping[str, Sequence[Department]]
"""What somebody said of unknown names, by `plain`: a unit, the members of a group, or nothing for later."""


@dataclass(slots=True)
class Mention:
    """What a text names: units in order (twice where it says so), units that only a group brought, other names."""

    named: list[Department] = field(default_factory=list)
    grouped: list[Department] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def units(self) -> list[Department]:
        return [*self.named, *(unit for unit in dict.fromkeys(self.grouped) if unit not in self.named)]


class UnitNames:
    """Every name under which the units of one place went on one day. Four queries, whatever is asked of it."""

    def __init__(self, jurisdiction_id: int, *, on: dt.date) -> None:
        units = Department.objects.units().filter(jurisdiction=jurisdiction_id).valid(on).order_by("name")
        self.units: dict[int, Department] = {unit.pk: unit for unit in units}
        self._of: dict[str, set[int]] = {}
        for unit in self.units.values():
            self._learn(unit.pk, unit.name, unit.short_name, str(unit.uid))
        for alias in DepartmentAlias.objects.filter(jurisdiction=jurisdiction_id):
            self._learn(alias.department_id, alias.name)
        groups = list(DepartmentGroup.objects.of_place(jurisdiction_id).order_by("name"))
        self.group_names = [group.name for group in groups]
        self._groups = {
            plain(group.name): [unit.pk for unit in group.units.all() if unit.pk in self.units] for group in groups
        }

    def _learn(self, unit: int, *names: str) -> None:
        for name in map(plain, names):
            if name and unit in self.units:
                self._of.setdefault(name, set()).add(unit)

    def called(self, name: str) -> Department | None:
        """By full name, short name, alias or uid; None where two units share the name."""
        found = self._of.get(plain(name), set())
        return self.units[min(found)] if len(found) == 1 else None

    def group(self, name: str) -> list[Department]:
        return [self.units[unit] for unit in self._groups.get(plain(name), ())]

    def read(self, text: str, answers: Answers | None = None) -> Mention:
        """The units of one cell. Only what neither the place nor the answers know stays unknown."""
        found = Mention()
        for name in names_in(text):
            if unit := self.called(name):
                found.named.append(unit)
            elif members := self.group(name):
                found.grouped += members
            elif answers is not None and plain(name) in answers:
                self._answered(name, answers[plain(name)], found)
            elif name not in found.unknown:
                found.unknown.append(name)
        return found

    def meant(self, answer: str) -> list[Department]:
        """What somebody chose for an unknown name: a unit by its uid, a group by its name behind a mark, or nothing."""
        if answer.startswith(GROUP):
            return self.group(answer.removeprefix(GROUP))
        unit = self.called(answer) if answer else None
        return [unit] if unit else []

    def _answered(self, name: str, units: Sequence[Department], found: Mention) -> None:
        if not units:
            found.left_out.append(name)
        elif len(units) == 1:
            found.named += units
        else:
            found.grouped += units

    def nearest(self, name: str) -> Department | None:
        """The unit that somebody may have meant, to be offered and never to be taken."""
        found = difflib.get_close_matches(plain(name), self._of, n=1, cutoff=0.6)
        return self.called(found[0]) if found else None


def names_in(text: str) -> Iterable[str]:
    """Names of units hold none of the separators, so that a space parts them like a comma."""
    parts = SEPARATOR.split(text)
    return [name for part in parts if (name := PART.sub("", part).strip())]


def plain(name: str) -> str:
    """The name as a key: full-width and half-width brackets are one, and spaces are none."""
    return "".join(unicodedata.normalize("NFKC", name).split())
