"""The small world of the tests: minimal, fixed and dull. Later states are reached through actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from proposals.actions import assigning, filing, handling, planning
from proposals.actions.assigning import Share
from proposals.actions.filing import ProposerEntry
from proposals.models import Session
from replies.actions import drafting, reviewing, sending, signing
from tests.personas import acting, moment
from workflow.enums import Role
from workflow.models import Appointment, CaseKind, Department, GradeScheme, Jurisdiction, RuleVersion, User

LIMITS = {
    "receipt": [3, "working_day"],
    "contact": [15, "working_day"],
    "opinion": [1, "month"],
    "reply": [3, "month"],
    "feedback": [15, "working_day"],
    "second_handling": [1, "month"],
}
# The tests work on one day of the past, whatever the day on which they run.
SWITCHES = {"late_entry": None}
GRADES = [
    {"code": "A", "label": "已经解决或基本解决"},
    {"code": "B", "label": "列入计划逐步解决"},
    {"code": "C", "label": "留作参考"},
]
DAY = dt.date(2026, 3, 2)  # a Monday without holidays around it


class Office:
    """`city` and `county` are alike; every helper acts as the person whose verb it is, on `self.day`."""

    def __init__(self) -> None:
        self.day = DAY
        self.kind = CaseKind.objects.get_or_create(code="cppcc", defaults={"name": "政协提案"})[0]
        self.city = self._jurisdiction("liyang", "丽阳市", "city")
        self.county = self._jurisdiction("qingshan", "青山县", "county")

    @property
    def at(self) -> dt.datetime:
        return moment(self.day)

    def _jurisdiction(self, code: str, name: str, level: str) -> SimpleNamespace:
        place = Jurisdiction.objects.create(code=code, name=name, level=level)
        common = {
            "jurisdiction": place,
            "valid_from": dt.date(2020, 1, 1),
            "published_at": moment(dt.date(2020, 1, 1)),
        }
        rule = RuleVersion.objects.create(
            kind=self.kind, content={"limits": dict(LIMITS), "switches": dict(SWITCHES)}, **common
        )
        GradeScheme.objects.create(kind=self.kind, content=GRADES, **common)
        session = Session.objects.create(
            jurisdiction=place, level=level, body="市政协" if level == "city" else "县政协", term=7, meeting=2
        )
        units = [
            Department.objects.create(jurisdiction=place, name=f"{name}{unit}", short_name=unit)
            for unit in ("卫生局", "民政局", "财政局")
        ]
        people = {
            role: self._person(code, role, place, None)
            for role in ("supervisor", "committee", "reader", "administrator")
        }
        for index, unit in enumerate(units):
            people |= {
                f"{role}{index}": self._person(f"{code}{index}", role, place, unit)
                for role in ("drafter", "section_head", "office", "signer")
            }
        return SimpleNamespace(place=place, rule=rule, session=session, units=units, **people)

    def _person(self, prefix: str, role: str, place: Jurisdiction, unit: Department | None) -> User:
        username = f"{prefix}-{role}"
        user = User.objects.create_user(
            username, name=f"{place.name[0]}{Role(role).label}", email=f"{username}@example.org"
        )
        Appointment.objects.create(user=user, jurisdiction=place, department=unit, role=role)
        return user

    def by(self, user: User):
        return acting(user, on=self.day)

    def when(self, user: User) -> dict:
        return {"by": self.by(user), "on": self.day, "at": self.at}

    def proposal(
        self,
        place: SimpleNamespace | None = None,
        *,
        title: str = "关于加强社区养老服务的提案",
        proposers=("赵明",),
        asks=(),
    ):
        place = place or self.city
        entries = [ProposerEntry(name) for name in proposers]
        return filing.register(
            session=place.session,
            kind=self.kind,
            title=title,
            proposers=entries,
            asks=asks,
            **self.when(place.committee),
        )

    def submitted(self, place: SimpleNamespace | None = None, **fields):
        place = place or self.city
        proposal = self.proposal(place, **fields)
        filing.submit(proposal, **self.when(place.committee))
        return proposal

    def filed(self, number: str = "35", place: SimpleNamespace | None = None, **fields):
        place = place or self.city
        proposal = self.submitted(place, **fields)
        filing.file(proposal, number=number, **self.when(place.committee))
        return proposal

    def planned(self):
        """Filed, and a plan goes round for five days: the first unit leads, the second assists."""
        proposal = self.filed()
        shares = [Share(self.city.units[0], "lead"), Share(self.city.units[1], "assist")]
        until = self.day + dt.timedelta(days=5)
        planning.plan(proposal, shares=shares, until=until, **self.when(self.city.supervisor))
        return proposal

    def assigned(self, *roles: str, number: str = "35", place: SimpleNamespace | None = None, **fields):
        """Assignments to the first units in these roles; one sole unit where none is named."""
        place = place or self.city
        proposal = self.filed(number, place, **fields)
        shares = [Share(unit, role) for unit, role in zip(place.units, roles or ("sole",), strict=False)]
        return assigning.assign(proposal, shares=shares, **self.when(place.supervisor))

    def in_hand(self, *roles: str, **fields):
        place = fields.get("place") or self.city
        assignments = self.assigned(*roles, **fields)
        for index, assignment in enumerate(assignments):
            assigning.accept(assignment, **self.when(getattr(place, f"office{index}")))
        return assignments

    def _place_of(self, case) -> SimpleNamespace:
        return self.city if case.jurisdiction_id == self.city.place.pk else self.county

    def contact(self, assignment) -> None:
        handling.note_contact(
            [assignment],
            way="meeting",
            people="赵明委员",
            outcome="当面沟通，提案人表示理解。",
            **self.when(self._place_of(assignment).drafter0),
        )

    def drafted(self, *roles: str, **fields):
        """A reply of the first unit, with text, grade and a contact noted; opinions of the others are in."""
        assignments = self.in_hand(*roles, **fields)
        place = self._place_of(assignments[0])
        self.contact(assignments[0])
        for index, assist in enumerate(assignments[1:], start=1):
            if assist.role == "assist":
                drafting.give_opinion(
                    assist,
                    text="一、建议纳入年度计划。",
                    signer="孙立",
                    **self.when(getattr(place, f"drafter{index}")),
                )
        reply = drafting.draft(assignments[0], **self.when(place.drafter0))
        drafting.revise(
            reply,
            version=reply.version,
            at=self.at,
            by=self.by(place.drafter0),
            body="您提出的提案收悉，现答复如下：\n一、已经做的工作\n已建成服务站12个。",
            grade="A",
        )
        return reply

    def at_signing(self, *roles: str, **fields):
        reply = self.drafted(*roles, **fields)
        place = self._place_of(reply)
        drafting.submit(reply, **self.when(place.drafter0))
        reviewing.pass_on(reply, **self.when(place.section_head0))
        reviewing.pass_on(reply, **self.when(place.office0))
        return reply

    def signed(self, *roles: str, **fields):
        reply = self.at_signing(*roles, **fields)
        signing.sign(reply, **self.when(self._place_of(reply).signer0))
        return reply

    def numbered(self, *roles: str, doc_number: str = "丽卫函〔2026〕12号", **fields):
        reply = self.signed(*roles, **fields)
        signing.number(reply, doc_number=doc_number, **self.when(self._place_of(reply).office0))
        return reply

    def sent(self, *roles: str, **fields):
        reply = self.numbered(*roles, **fields)
        sending.send(reply, **self.when(self._place_of(reply).office0))
        return reply
