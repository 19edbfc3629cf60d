"""Sample data: an invented city and county whose sixty proposals stand in every state, made through the verbs alone."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.stories import Story, stages
from letters.profiles import preset
from proposals.models import Session
from workflow.enums import JURISDICTION_ROLES, UNIT_ROLES, Role
from workflow.models import (
    Appointment,
    CaseKind,
    Department,
    GradeScheme,
    Jurisdiction,
    LetterProfile,
    RuleVersion,
    User,
)

DATA = Path(__file__).with_name("sample.toml")
LIMITS = {
    "receipt": [3, "working_day"],
    "contact": [15, "working_day"],
    "opinion": [1, "month"],
    "draft": [2, "month"],
    "reply": [3, "month"],
    "feedback": [15, "working_day"],
    "second_handling": [1, "month"],
}
SWITCHES = {"supervisor_review": "key", "copies": [["市政协提案委", 3], ["市委市政府督查室", 1]]}
GRADES = [
    {"code": "A", "label": "所提问题已经解决或基本解决"},
    {"code": "B", "label": "所提问题正在解决或列入计划逐步解决"},
    {"code": "C", "label": "因条件限制暂不能解决或留作参考"},
]
STRIDE = 7  # shares no divisor with sixty, so that every title comes up once
# Which person of a unit has which roles: two units have everybody, the others one person for all.
FULL_UNITS = {"市卫健委", "市民政局"}


@dataclass(frozen=True, slots=True)
class Account:
    """One account to show once."""

    username: str
    password: str
    what: str


def is_wanted() -> bool:
    """Only an empty database gets sample data."""
    return not Jurisdiction.objects.exists()


@transaction.atomic
def load(at: dt.datetime | None = None) -> list[Account]:
    """Fill the empty database as of `at` (now). Returns the accounts with their random passwords."""
    world = World(at or timezone.now(), tomllib.loads(DATA.read_text(encoding="utf-8")))
    rows = world.data["proposals"][0]["rows"]
    for place, stage in enumerate(stages()):
        # A stride through the list spreads both places and all units over the stages.
        Story(world, rows[place * STRIDE % len(rows)]).run(stage)
    return world.accounts


class World:
    """The two places, their units, rules and people."""

    def __init__(self, at: dt.datetime, data: dict[str, Any]) -> None:
        self.at, self.data, self.accounts = at, data, list[Account]()
        self.today = timezone.localdate(at)
        self.kind = CaseKind.objects.get_or_create(code="cppcc", defaults={"name": "政协提案"})[0]
        self.places = {each["code"]: self._place(each) for each in data["jurisdictions"]}
        self.units = {each["short"]: self._unit(each) for each in data["units"]}
        self.numbers = itertools.count(1)

    def _place(self, row: dict[str, Any]) -> SimpleNamespace:
        parent = Jurisdiction.objects.filter(code=row.get("parent", "")).first()
        place = Jurisdiction.objects.create(
            code=row["code"], name=row["name"], level=row["level"], parent=parent, portal_open=True
        )
        common = {"jurisdiction": place, "valid_from": dt.date(2020, 1, 1), "published_at": self.at}
        RuleVersion.objects.create(kind=self.kind, content={"limits": LIMITS, "switches": SWITCHES}, **common)
        GradeScheme.objects.create(kind=self.kind, content=GRADES, **common)
        LetterProfile.objects.create(content=preset(row["profile"]).content, **common)
        sessions = [
            Session.objects.create(
                jurisdiction=place,
                level=row["level"],
                body=row["body"],
                term=7,
                meeting=meeting,
                opened_on=dt.date(year, 1, 14),
                closed_on=dt.date(year, 1, 17),
            )
            for meeting, year in ((1, self.today.year - 2), (2, self.today.year - 1), (3, self.today.year))
        ]
        people = {
            role: self._person(f"{row['code']}-{role}", f"{row['name']} {Role(role).label}", place, [role])
            for role in sorted(JURISDICTION_ROLES)
        }
        return SimpleNamespace(place=place, sessions=sessions, **people)

    def _unit(self, row: dict[str, Any]) -> SimpleNamespace:
        place = self.places[row["place"]].place
        unit = Department.objects.create(
            jurisdiction=place, name=row["name"], short_name=row["short"], skips_section=row["short"] not in FULL_UNITS
        )
        groups = [[role] for role in sorted(UNIT_ROLES)] if row["short"] in FULL_UNITS else [sorted(UNIT_ROLES)]
        people: dict[str, User] = {}
        for roles in groups:
            name = roles[0] if len(roles) == 1 else "all"
            label = Role(name).label if name != "all" else "全部环节"
            user = self._person(f"{row['code']}-{name}", f"{row['short']} {label}", place, roles, unit)
            people |= dict.fromkeys(roles, user)
        return SimpleNamespace(unit=unit, row=row, place=self.places[row["place"]], **people)

    def _person(
        self, username: str, what: str, place: Jurisdiction, roles: list[Any], unit: Department | None = None
    ) -> User:
        password = secrets.token_urlsafe(9)
        name = what.replace(" ", "")
        user = User.objects.create_user(username, password, name=name, email=f"{username}@example.org")
        for role in roles:
            Appointment.objects.create(user=user, jurisdiction=place, department=unit, role=role)
        self.accounts.append(Account(username, password, what))
        return user
