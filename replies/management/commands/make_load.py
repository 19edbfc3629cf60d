"""make_load --proposals N [--seed S]: synthetic cases in bulk, for benchmarks. One jurisdiction of its own."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from proposals.enums import AssignmentRole, AssignmentStatus, ProposalStatus, ProposerRole
from proposals.models import Assignment, Proposal, Proposer, Session
from workflow import clocks
from workflow.actor import Actor
from workflow.enums import ClockKind, Level, LimitUnit, Source
from workflow.limits import Limit
from workflow.models import CaseKind, Clock, Department, Jurisdiction, RuleVersion
from workflow.progress import enter_many

BATCH = 2000
REPLY_LIMIT = Limit(3, LimitUnit.MONTH)
MOST = 5_000_000
OPEN_SHARE = 0.15  # of a long archive most cases are closed
THINGS = (
    "社区养老服务",
    "农村公路养护",
    "校园食品安全",
    "老旧小区改造",
    "河道治理",
    "停车难问题",
    "医养结合",
    "垃圾分类",
    "公交线网优化",
    "职业教育",
)
VERBS = ("加强", "推进", "完善", "优化", "规范", "支持")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "明远思敏立群文静国栋晓岚海波书彦继昌婉清"


class Command(BaseCommand):
    help = "批量生成测试负载（仅用于性能测试）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--proposals", type=int, required=True, metavar="N")
        parser.add_argument("--all-open", action="store_true", help="全部在办；默认多数已办结")
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not 1 <= options["proposals"] <= MOST:
            raise CommandError(f"--proposals 应为1至{MOST}之间的整数。")
        chance = random.Random(options["seed"])  # noqa: S311 - repeatable, not secret
        load = Load(chance, timezone.now(), open_share=1.0 if options["all_open"] else OPEN_SHARE)
        for count in batches(options["proposals"]):
            with transaction.atomic():
                load.make(count)
        self.stdout.write(f"{load.place.name}：新增提案{options['proposals']}件。")


def batches(total: int) -> Iterator[int]:
    yield from (min(BATCH, total - done) for done in range(0, total, BATCH))


class Load:
    """A jurisdiction `load` with twenty units; every batch adds proposals, proposers, assignments and open clocks."""

    def __init__(self, chance: random.Random, at: dt.datetime, *, open_share: float) -> None:
        self.chance, self.at, self.on, self.open_share = chance, at, timezone.localdate(at), open_share
        self.by = Actor(source=Source.COMMAND)
        self.kind, _ = CaseKind.objects.get_or_create(code="cppcc", defaults={"name": "政协提案"})
        self.place, _ = Jurisdiction.objects.get_or_create(
            code="load", defaults={"name": "压测市", "level": Level.CITY}
        )
        self.units = [
            Department.objects.get_or_create(jurisdiction=self.place, parent=None, name=f"压测市第{n}局")[0]
            for n in range(1, 21)
        ]
        self.rule, _ = RuleVersion.objects.get_or_create(
            jurisdiction=self.place,
            kind=self.kind,
            number=1,
            defaults={
                "valid_from": dt.date(2020, 1, 1),
                "published_at": at,
                "content": {"limits": {"reply": REPLY_LIMIT.as_json()}},
            },
        )
        self.calendar = clocks.calendar_of(self.place.pk)
        # Many cases of one day are due on one day.
        self.dues = functools.cache(lambda day: clocks.due_of(REPLY_LIMIT, day, self.calendar))
        self.session, _ = Session.objects.get_or_create(
            jurisdiction=self.place, level=Level.CITY, body="市政协", term=7, meeting=1
        )
        self.next_number = Proposal.objects.filter(session=self.session).count() + 1

    def make(self, count: int) -> None:
        proposals = [self._proposal() for _ in range(count)]
        enter_many(proposals, by=self.by, on=self.on, at=self.at)
        Proposer.objects.bulk_create(self._proposers(proposals))
        assignments = [each for proposal in proposals for each in self._assignments(proposal)]
        enter_many(assignments, by=self.by, on=self.on, at=self.at)
        Clock.objects.bulk_create(self._clocks(assignments))

    def _proposal(self) -> Proposal:
        is_open = self.chance.random() < self.open_share
        handed = self.on - dt.timedelta(days=self.chance.randint(1, 120 if is_open else 1500))
        number, self.next_number = self.next_number, self.next_number + 1
        return Proposal(
            jurisdiction=self.place,
            session=self.session,
            kind=self.kind,
            number=str(number),
            created_at=self.at,
            title=f"关于{self.chance.choice(VERBS)}{self.chance.choice(THINGS)}的提案",
            body="调研发现，群众对此反映集中，建议有关部门尽快研究解决。" * 6,
            filed_on=handed,
            assigned_on=handed,
            status=ProposalStatus.IN_HAND if is_open else ProposalStatus.CLOSED,
        )

    def _proposers(self, proposals: list[Proposal]) -> Iterator[Proposer]:
        for proposal in proposals:
            for order in range(1, self.chance.choice((1, 1, 1, 2, 3)) + 1):
                name = self.chance.choice(SURNAMES) + "".join(self.chance.sample(GIVEN, 2))
                role = ProposerRole.LEAD if order == 1 else ProposerRole.JOINT
                yield Proposer(proposal=proposal, order=order, name=name, role=role)

    def _assignments(self, proposal: Proposal) -> Iterator[Assignment]:
        with_assist = self.chance.random() < 0.3
        roles = [AssignmentRole.LEAD, AssignmentRole.ASSIST] if with_assist else [AssignmentRole.SOLE]
        is_open = proposal.status == ProposalStatus.IN_HAND
        for unit, role in zip(self.chance.sample(self.units, len(roles)), roles, strict=True):
            yield Assignment(
                jurisdiction=self.place,
                proposal=proposal,
                department=unit,
                role=role,
                assigned_on=proposal.assigned_on,
                return_by=proposal.assigned_on,
                status=AssignmentStatus.IN_HAND if is_open else AssignmentStatus.ANSWERED,
            )

    def _clocks(self, assignments: list[Assignment]) -> Iterator[Clock]:
        for each in assignments:
            if each.status == AssignmentStatus.IN_HAND and each.assigned_on:
                yield Clock(
                    jurisdiction=self.place,
                    case_uid=each.case_uid,
                    subject_uid=each.uid,
                    subject_line=each.line[:200],
                    kind=ClockKind.REPLY,
                    holder=each.department,
                    start=each.assigned_on,
                    due=(due := self.dues(each.assigned_on)).day,
                    provisional=due.provisional,
                    remind_on=each.assigned_on,
                    rule=self.rule,
                    limit=REPLY_LIMIT.as_json(),
                    calendar_versions=list(self.calendar.versions),
                )
