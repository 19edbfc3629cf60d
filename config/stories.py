"""The stories of the sample data: sixty proposals, each on its way to a stage, by the people whose steps these are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from proposals import deadlines
from proposals.actions import (
    assigning,
    closing,
    designating,
    extending,
    filing,
    handling,
    noting,
    planning,
    returning,
)
from proposals.actions.assigning import Share
from proposals.actions.filing import ProposerEntry
from proposals.models import Assignment, Proposal
from replies.actions import archiving, drafting, feedback, reviewing, sending, signing
from replies.models import Reply
from workflow.actor import Actor
from workflow.enums import Source
from workflow.models import User

if TYPE_CHECKING:
    from config.sample import World


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

    def shares(self) -> list[Share]:
        if not self.assist:
            return [Share(self.lead.unit, "sole")]
        return [Share(self.lead.unit, "lead"), Share(self.assist.unit, "assist")]

    def plan(self) -> None:
        until = self.world.today + dt.timedelta(days=5)
        planning.plan(self.proposal, shares=self.shares(), until=until, **self.when(self.place.supervisor, 2))

    def object_to_plan(self) -> None:
        unit = self.assist or self.lead
        planning.comment(
            self.proposal,
            department=unit.unit,
            wish="not_ours",
            reason="所提事项主要涉及其他单位职责。",
            **self.when(unit.office, 1),
        )

    def assign(self) -> None:
        when = self.when(self.place.supervisor, 2)
        self.assignments = assigning.assign(self.proposal, shares=self.shares(), **when)

    def designate(self) -> None:
        designating.designate(
            self.proposal,
            led_by="市政府分管领导",
            supervised_by="市政协分管领导",
            committee="社会法制委员会",
            mode="调研、座谈",
            **self.when(self.place.committee, 1),
        )

    def handle(self) -> None:
        """拟办意见, 批示 and 分送, as a unit with sections does it."""
        first, office = self.assignments[0], self.lead.office
        noting.propose(first, text="拟请业务科室办理，月底前报稿。", **self.when(office))
        noting.instruct(first, text="同意，请抓紧与委员沟通。", person="单位主要负责人", **self.when(office, 1))
        assigning.hand_to(first, officer=self.lead.drafter, **self.when(office))

    def urge(self) -> None:
        noting.urge(self.assignments[0], text="办理期限临近，请加快进度。", **self.when(self.place.supervisor, 30))

    def ask_for_time(self) -> None:
        due = self.assignments[0].due_to_answer() or self.day
        until = min(due + dt.timedelta(days=20), deadlines.longest_extension(self.assignments[0], due))
        extending.request_extension(
            self.assignments[0], until=until, reason="需会同有关单位现场勘察。", **self.when(self.lead.office, 5)
        )

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
            at=self.when(self.lead.drafter)["at"],
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
        (IN_HAND, [108, 100, 85, 40], 2),
        ((*IN_HAND, "urge"), [88], 2),
        ((*HANDED, "designate", "accept", "handle", "contact"), [30], 2),
        ((*IN_HAND, "ask_for_time"), [28, 24], 2),
        ((*HANDED, "ask_back"), [12, 10], 2),
        (HANDED, [14, 9, 8, 6], 2),
        ((*FILED, "plan"), [8], 2),
        ((*FILED, "plan", "object_to_plan"), [7], 2),
        (("register", "submit"), [3, 2], 2),
        (("register",), [1], 2),
        (("register", "submit", "refuse"), [30], 2),
        ((*FILED, "withdraw"), [40], 2),
    ]
    yield from (Stage(steps, days, session) for steps, starts, session in plan for days in starts)
