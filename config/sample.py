"""Sample data: an invented city and county whose sixty proposals stand in every state, made through the verbs alone."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils import timezone

from letters.profiles import load as load_profile
from proposals.actions import assigning, closing, filing, handling, returning
from proposals.actions.assigning import Share
from proposals.actions.filing import ProposerEntry
from proposals.models import Assignment, Proposal, Session
from replies.actions import archiving, drafting, feedback, reviewing, sending, signing
from replies.models import Reply
from workflow.actor import Actor
from workflow.enums import JURISDICTION_ROLES, UNIT_ROLES, Role, Source
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
        LetterProfile.objects.create(content=load_profile(row["profile"]).as_dict(), **common)
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


class Story:
    """One proposal's way to its stage: each step by the person whose it is, on a day of its own."""

    def __init__(self, world: World, row: list[Any]) -> None:
        self.world = world
        self.title, self.asks, lead, assist, self.proposer = row
        self.lead, self.assist = world.units[lead], world.units.get(assist)
        self.place = self.lead.place
        self.number = next(world.numbers)
        self.proposal: Proposal
        self.assignments: list[Assignment] = []
        self.reply: Reply

    def run(self, stage: Stage) -> None:
        self.day = self.world.today - dt.timedelta(days=stage.days_ago)
        self.session = self.place.sessions[stage.session]
        for step in stage.steps:
            getattr(self, step)()

    def when(self, person: User, days: int = 0) -> dict[str, Any]:
        """As this person, `days` later than the step before, but never after today."""
        self.day = min(self.day + dt.timedelta(days=days), self.world.today)
        at = timezone.make_aware(dt.datetime.combine(self.day, dt.time(9, 30)))
        by = Actor(source=Source.ADMIN, user=person, posts=person.posts(self.day))
        return {"by": by, "on": self.day, "at": min(at, self.world.at)}

    def register(self) -> None:
        body = f"{self.title.removeprefix('关于').removesuffix('的提案')}，关系群众切身利益。经走访调研，提出如下建议。"
        asks = [f"{ask}。" for ask in self.asks]
        self.proposal = filing.register(
            session=self.session,
            kind=self.world.kind,
            title=self.title,
            proposers=[ProposerEntry(self.proposer)],
            body=body,
            asks=asks,
            is_key=self.number % 9 == 0,
            **self.when(self.place.committee),
        )

    def submit(self) -> None:
        filing.submit(self.proposal, **self.when(self.place.committee, 1))

    def refuse(self) -> None:
        filing.refuse(
            self.proposal, ground="empty", note="未提出具体建议，转为意见。", **self.when(self.place.committee, 2)
        )

    def withdraw(self) -> None:
        filing.withdraw(self.proposal, reason="提案人要求撤回。", **self.when(self.place.committee, 2))

    def file(self) -> None:
        filing.file(self.proposal, number=str(self.number), **self.when(self.place.committee, 3))

    def assign(self) -> None:
        shares = (
            [Share(self.lead.unit, "lead"), Share(self.assist.unit, "assist")]
            if self.assist
            else [Share(self.lead.unit, "sole")]
        )
        self.assignments = assigning.assign(self.proposal, shares=shares, **self.when(self.place.supervisor, 2))

    def accept(self) -> None:
        assigning.accept(self.assignments[0], **self.when(self.lead.office, 2))
        if self.assist:
            assigning.accept(self.assignments[1], **self.when(self.assist.office))

    def ask_back(self) -> None:
        returning.request_return(
            self.assignments[0], reason="所提事项不属本单位职责。", **self.when(self.lead.office, 1)
        )

    def contact(self) -> None:
        handling.note_contact(
            [self.assignments[0]],
            way="meeting",
            people=f"{self.proposer}委员、承办科室负责人",
            outcome="当面听取意见，提案人对办理思路表示赞同。",
            **self.when(self.lead.drafter, 9),
        )

    def opinion(self) -> None:
        if self.assist:
            text = f"一、{self.assist.row['done']}\n二、{self.assist.row['next']}"
            drafting.give_opinion(self.assignments[1], text=text, signer="韩岳", **self.when(self.assist.office, 6))

    def draft(self) -> None:
        self.reply = drafting.draft(self.assignments[0], **self.when(self.lead.drafter, 6))
        opening = self.reply.body.splitlines()[0]
        body = "\n".join(
            [opening, "一、工作开展情况", self.lead.row["done"], *self._answers(), "感谢您对我市工作的关心和支持。"]
        )
        grade = "ABABC"[self.number % 5]
        drafting.revise(
            self.reply,
            version=self.reply.version,
            by=self.when(self.lead.drafter)["by"],
            body=body,
            grade=grade,
            contact_person="罗毅",
            contact_phone=f"0399-66{self.number:05d}",
            postcode="473100",
            publicity="open",
        )

    def _answers(self) -> Iterator[str]:
        yield "二、关于所提建议的答复"
        for numeral, ask in zip("一二三四", self.asks, strict=False):
            yield f"（{numeral}）关于“{ask}”"
            yield f"该建议切合实际，我们予以采纳。{self.lead.row['next']}"

    def send_in(self) -> None:
        drafting.submit(self.reply, **self.when(self.lead.drafter, 3))

    def head_passes(self) -> None:
        if not self.lead.unit.skips_section:
            reviewing.pass_on(self.reply, **self.when(self.lead.section_head, 1))

    def office_passes(self) -> None:
        reviewing.pass_on(self.reply, **self.when(self.lead.office, 2))

    def supervisor_passes(self) -> None:
        if self.reply.status == "review":
            reviewing.pass_on(self.reply, **self.when(self.place.supervisor, 2))

    def sign(self) -> None:
        signing.sign(self.reply, **self.when(self.lead.signer, 1))

    def give_number(self) -> None:
        number = f"{self.lead.row['series']}〔{self.reply.signed_on:%Y}〕{self.number}号"
        signing.number(self.reply, doc_number=number, **self.when(self.lead.office, 1))
        archiving.archive_files(self.reply, at=self.world.at)

    def send(self) -> None:
        sending.send(self.reply, **self.when(self.lead.office, 1))

    def _mark(self, result: str, words: str) -> None:
        feedback.record_feedback(
            self.reply,
            proposer=self.proposal.proposers.get(),
            attitude="satisfied",
            result=result,
            way="paper",
            words=words,
            **self.when(self.place.committee, 6),
        )

    def praise(self) -> None:
        self._mark("satisfied" if self.number % 3 else "mostly", "答复具体，措施可行。")

    def complain(self) -> None:
        self._mark("dissatisfied", "未说明完成时限。")

    def again(self) -> None:
        feedback.order_second_handling(
            self.reply, reason="请补充时限和责任单位后重新答复。", **self.when(self.place.committee, 2)
        )

    def close(self) -> None:
        self.proposal.refresh_from_db()
        closing.close(self.proposal, **self.when(self.place.supervisor, 2))

    def archive(self) -> None:
        closing.archive(self.proposal, **self.when(self.place.supervisor, 5))


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a story goes, when it began and in which session."""

    steps: tuple[str, ...]
    days_ago: int
    session: int = 2


FILED = ("register", "submit", "file")
HANDED = (*FILED, "assign")
IN_HAND = (*HANDED, "accept", "contact")
DRAFTED = (*IN_HAND, "opinion", "draft")
PASSED = (*DRAFTED, "send_in", "head_passes", "office_passes", "supervisor_passes")
SENT = (*PASSED, "sign", "give_number", "send")
CLOSED = (*SENT, "praise", "close")


def stages() -> Iterator[Stage]:
    """Sixty stages, every state among them, some due soon and some late."""
    plan: list[tuple[tuple[str, ...], list[int], int]] = [
        (CLOSED, [420, 410, 405, 400, 395, 390, 385, 380], 1),
        ((*CLOSED, "archive"), [640, 630], 0),
        (SENT, [70, 66, 64, 62, 60, 58, 57], 2),
        ((*SENT, "praise"), [80, 78, 76], 2),
        ((*SENT, "complain", "again"), [90, 95], 2),
        (PASSED, [95, 60, 58], 2),
        (PASSED[:-2], [104, 55], 2),
        (DRAFTED, [112, 92, 75, 50, 45, 42], 2),
        ((*PASSED, "sign"), [70, 52], 2),
        ((*PASSED, "sign", "give_number"), [72, 51], 2),
        ((*DRAFTED, "send_in"), [66, 48], 2),
        (IN_HAND, [108, 100, 85, 40, 30, 28, 24, 22], 2),
        ((*HANDED, "ask_back"), [12, 10], 2),
        (HANDED, [14, 9, 8, 6], 2),
        (FILED, [8, 7], 2),
        (("register", "submit"), [3, 2], 2),
        (("register",), [1], 2),
        (("register", "submit", "refuse"), [30], 2),
        ((*FILED, "withdraw"), [40], 2),
    ]
    yield from (Stage(steps, days, session) for steps, starts, session in plan for days in starts)
