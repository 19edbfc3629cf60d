"""What the words of a list mean: 市卫健委、各县区 → units, and the names that nobody here bears."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from workflow.models import Department, DepartmentAlias, DepartmentGroup

SEPARATOR = re.compile(r"[、，,；;/／\s]+")
PART = re.compile(r"[(（](?:牵头|主办|会办|协办|配合|分办|承办|单办)(?:单位)?[)）]$")


@dataclass(frozen=True, slots=True)
class Mention:
    """The units that a text names, in order and once each; those that only a group brought; unknown names."""

    units: tuple[Department, ...]
    by_group: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()


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
        self._groups = {
            plain(group.name): [unit.pk for unit in group.units.all() if unit.pk in self.units]
            for group in DepartmentGroup.objects.of_place(jurisdiction_id)
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

    def read(self, text: str) -> Mention:
        """The units of one cell. A unit that is named and also in a group counts as named."""
        named: dict[int, Department] = {}
        grouped: dict[int, Department] = {}
        unknown: dict[str, None] = {}
        twice: list[Department] = []
        for name in names_in(text):
            if unit := self.called(name):
                twice += [unit] if unit.pk in named else []
                named[unit.pk] = unit
            elif members := self.group(name):
                grouped |= {unit.pk: unit for unit in members}
            else:
                unknown[name] = None
        brought = frozenset(grouped.keys() - named.keys())
        # What a list names twice stays there twice: the shape of the allocation refuses it in words.
        units = [*named.values(), *twice, *(unit for key, unit in grouped.items() if key in brought)]
        return Mention(tuple(units), brought, tuple(unknown))

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
