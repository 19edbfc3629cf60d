"""A walk through the office: several cases at once, people who do what is open to them, and time that passes.

Each step comes from one number, so that a history is a list of numbers: a failing one is cut down to the few steps that
matter, and 0 is a step in which nobody does anything.
"""

from __future__ import annotations

import datetime as dt
import inspect
import random
from collections import Counter
from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

from desk.views.buttons import blank_material, blank_reply
from desk.views.moves import (
    ASSIGNMENT_MOVES,
    COLLECTING,
    COPY_MOVES,
    MATERIAL_MOVES,
    OPENING_MOVES,
    PROMISE_MOVES,
    PROPOSAL_MOVES,
    REPLY_MOVES,
)
from proposals.actions import assigning, designating, filing, merging, opening, planning, reform, staffing
from proposals.actions.assigning import Share
from proposals.actions.filing import ProposerEntry
from proposals.flows import ASSIGNMENT_FLOW, EDITABLE, MATERIAL_FLOW, PROPOSAL_FLOW
from proposals.models import Assignment, Material, Proposal
from replies.actions import drafting, following_up, reviewing
from replies.copyflow import COPY_FLOW
from replies.flows import EDITABLE as REPLY_EDITABLE
from replies.flows import PROMISE_FLOW, REPLY_FLOW
from replies.models import CopyRecipient, Promise, Reply
from tests.journeys.arguments import ARGUMENTS, spoilt
from tests.journeys.invariants import check_case, footprint
from tests.office import LIMITS, Office
from tests.personas import SHANGHAI
from workflow import series
from workflow.actor import Actor, Post
from workflow.enums import Role, Source
from workflow.errors import OfficeError
from workflow.models import Appointment, Department, User
from workflow.undo import PREFIX

FLOWS = {
    Proposal: PROPOSAL_FLOW,
    Assignment: ASSIGNMENT_FLOW,
    Material: MATERIAL_FLOW,
    Reply: REPLY_FLOW,
    Promise: PROMISE_FLOW,
    CopyRecipient: COPY_FLOW,
}
VERBS = {
    (flow.name, name): move.action
    for flow, moves in (
        (PROPOSAL_FLOW, PROPOSAL_MOVES),
        (ASSIGNMENT_FLOW, ASSIGNMENT_MOVES),
        (MATERIAL_FLOW, COLLECTING | MATERIAL_MOVES),
        (REPLY_FLOW, OPENING_MOVES | REPLY_MOVES),
        (PROMISE_FLOW, PROMISE_MOVES),
        (COPY_FLOW, COPY_MOVES),
    )
    for name, move in moves.items()
}
# What ends a story early is told more rarely, so that others go on to their end.
RARE = {
    "record_feedback", "correct_proposers", "refuse", "withdraw", "void", "waive", "merge", "archive", "drop",
    "send_back", "enter_clearance", "correct", "reissue",
}  # fmt: skip
OFTEN = {
    "void": 0.02,
    "draft": 0.5,
    "settle": 9,
    "request_return": 3,
    "record_feedback": 1,
    "order_second_handling": 9,
    "unmerge": 3,
    "convene": 9,
    "keep_promise": 3,
    "grant_extension": 4,
    "archive": 6,
}
RULES = {
    "city": {
        "late_entry": [20, "working_day"],
        "undo_within": [5, "working_day"],
        "convene_at_hop": 2,
        "extension_times": 2,
        "supervisor_review": "key",
        "countersign": "key",
        "follow_up_grades": ["A", "B"],
        "reply_counts_on": "handed_in",
    },
    "county": {
        "late_entry": [5, "working_day"],
        "category_required": True,
        "local_grounds": ["不属本县事权"],
        "late_return": "flag",
        "return_restarts": False,
        "leader_consents_to_second_return": False,
        "countersign": "always",
        "head_signs": "key",
        "contact_required": False,
        "grade_required": False,
        "feedback_from": "all",
        "second_handling_marks": ["mostly", "dissatisfied"],
        "reply_counts_on": "received",
    },
}
FEW = 6  # moves
NO_NOTE = inspect.Parameter("note", inspect.Parameter.KEYWORD_ONLY)
MORE_LIMITS = {"draft": [2, "month"], "review": [10, "working_day"], "publication": [20, "working_day"]}


class TickingOffice(Office):
    """No two moves at one moment, as on a real clock: what a move stopped is known by its moment."""

    moments = 0

    @property
    def at(self) -> dt.datetime:
        self.moments += 1
        return dt.datetime.combine(self.day, dt.time(9), tzinfo=SHANGHAI) + dt.timedelta(seconds=self.moments)


class Walk:
    """One history. `made`, `refused`: what happened how often; `story`: the same in words, for whoever must debug.

    wanted: moves that no history before made, as (flow, move); they are made wherever they are open.
    """

    def __init__(self, wanted: Collection[tuple[str, str]] = ()) -> None:
        self.wanted = wanted
        self.office = TickingOffice()
        self.made: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str, str]] = Counter()
        self.story: list[str] = []
        self.steps = self.place = 0
        self.next_number = 100
        self.next_doc = 100
        self.known: dict[tuple[int, ...], list[User]] = {}
        self.posts: dict[int, list[Post]] = {}
        self.actors_on: dt.date | None = None
        self.places = (self.office.city, self.office.county)
        self._on_its_way_to_the_member()
        self._furnish()
        self._begin()

    def _on_its_way_to_the_member(self) -> None:
        """Sent in the county while its rules asked for no more than that the member receives it."""
        county = self.office.county
        county.rule.content = {"limits": LIMITS | MORE_LIMITS, "switches": {"reply_counts_on": "received"}}
        county.rule.save()
        facts = {"doc_number": "青办函〔2026〕1号", "title": "关于乡村道路的提案"}
        self.office.sent(place=county, number="11", **facts)

    def _furnish(self) -> None:
        """What the small world of the tests does not have: paper, sections, a county government, second officers."""
        office = self.office
        for place, name in zip(self.places, RULES, strict=True):
            place.rule.content = {"limits": LIMITS | MORE_LIMITS, "switches": RULES[name]}
            place.rule.save()
            water = Department.objects.create(jurisdiction=place.place, name=f"{place.place.name}水务局")
            place.units.append(water)
            for role in ("drafter", "section_head", "office", "signer"):
                setattr(place, f"{role}3", office._person(f"{place.place.code}3", role, place.place, water))
            section = Department.objects.create(jurisdiction=place.place, parent=place.units[0], name="综合科")
            office._person(f"{place.place.code}-section", "drafter", place.place, section)
            office._person(f"{place.place.code}-second", "drafter", place.place, place.units[1])
            for index in (0, 2):
                code, when = f"{place.place.name[0]}编{index}函", self.office.when(getattr(place, f"office{index}"))
                series.open_series(place.units[index], code=code, papers=["reply", "opinion"], first=37, **when)
            Department.objects.filter(pk=place.units[1].pk).update(skips_section=True)
            Department.objects.filter(pk=place.units[2].pk).update(works_on_paper=True)
        Department.objects.filter(pk=office.city.units[3].pk).update(governs=office.county.place)

    def _begin(self) -> None:
        """Cases in several places of their way, each brought there by its verbs."""
        office, county = self.office, self.office.county
        office.submitted(proposers=("赵明", "钱进"))
        office.filed("1", title="关于农村饮水安全的提案")
        office.filed("2", title="关于农村供水的提案")
        self._merged_pair("6", "7")
        Appointment.objects.filter(user=county.signer0).update(is_head=True)
        office.in_hand("lead", "assist", number="3", title="关于社区食堂的提案")
        office.assigned("separate", "separate", number="5", title="关于河道治理的提案")
        sent = office.sent(number="4", title="关于校园安全的提案", doc_number="丽卫函〔2026〕1号")
        due = self.day + dt.timedelta(days=60)
        following_up.follow_up(sent, text="年内再建5个。", due=due, **office.when(office.city.office0))
        county_proposal = office.submitted(county, title="关于县域医共体的提案", proposers=("孙立", "周宁"))
        filing.revise(
            county_proposal, version=county_proposal.version, category="社会建设", at=office.at,
            by=office.by(county.committee),
        )  # fmt: skip

        self._plan_going_round("8")
        office.at_signing(number="9", title="关于夜间照明的提案")
        self._countersigning("10")

    def _plan_going_round(self, number: str) -> None:
        office, city = self.office, self.office.city
        proposal = office.filed(number, title="关于托育机构的提案")
        until, shares = self.day + dt.timedelta(days=15), [Share(city.units[0], "sole")]
        planning.plan(proposal, shares=shares, until=until, **office.when(city.supervisor))
        facts = {"department": city.units[0], "wish": "not_ours", "reason": "按三定职责。", "suggested": city.units[1]}
        planning.comment(proposal, **facts, **office.when(city.office0))
        other = office.filed(f"{number}0", title="关于托育收费的提案")
        merging.merge(other, into=Proposal.objects.get(number="1"), reason="相近。", **office.when(city.committee))

    def _countersigning(self, number: str) -> None:
        office, city = self.office, self.office.city
        reply = office.drafted("lead", "assist", number=number, title="关于急救设备的提案")
        designating.designate(
            Proposal.objects.get(pk=reply.proposal_id), led_by="李市长", **office.when(city.committee)
        )
        reply = Reply.objects.for_move().get(pk=reply.pk)
        drafting.submit(reply, **office.when(city.drafter0))
        reviewing.pass_on(reply, **office.when(city.section_head0))
        reviewing.pass_on(reply, **office.when(city.office0))

    def _merged_pair(self, main: str, side: str) -> None:
        office, city = self.office, self.office.city
        into, other = (office.filed(number, title=f"关于第{number}件养老事的提案") for number in (main, side))
        merging.merge(other, into=into, reason="内容相同。", **office.when(city.committee))
        into = Proposal.objects.get(pk=into.pk)
        (part,) = assigning.assign(into, shares=[Share(city.units[0], "sole")], **office.when(city.supervisor))
        assigning.accept(part, **office.when(city.office0))
        office.contact(part)

    # Time and people.

    @property
    def day(self) -> dt.date:
        return self.office.day

    def pass_time(self, rng: random.Random) -> None:
        if rng.random() < 0.3:
            days = rng.choice((1, 1, 1, 2, 3, 5, 8, 20))
            self.office.day += dt.timedelta(days=days)

    def actor(self, user: User) -> Actor:
        """As `user.posts` has it, for everybody of a day at once."""
        if self.actors_on != self.day:
            posts: dict[int, list[Post]] = {}
            working = Appointment.objects.working(self.day).select_related("department", "deputises_for")
            for each in working.order_by("pk"):
                posts.setdefault(each.user_id, []).append(each.post)
            self.posts, self.actors_on = posts, self.day
        return Actor(source=Source.ADMIN, user=user, posts=tuple(self.posts.get(user.pk, ())))

    def when(self, user: User) -> dict[str, Any]:
        return {"by": self.actor(user), "on": self.day, "at": self.office.at}

    def people(self, *jurisdictions: int) -> list[User]:
        """Everybody who ever had a post in these places; in any, where none is named."""
        if jurisdictions not in self.known:
            posts = Appointment.objects.filter(jurisdiction__in=jurisdictions) if jurisdictions else Appointment.objects
            self.known[jurisdictions] = list(User.objects.filter(pk__in=posts.values("user")).order_by("pk"))
        return list(self.known[jurisdictions])

    def place_of(self, row: Any) -> SimpleNamespace:
        return next(place for place in self.places if place.place.pk == row.jurisdiction_id)

    # One step.

    def step(self, seed: int) -> None:
        self.place += 1
        if seed == 0:
            return
        self.steps += 1
        # The same number means something else at another place: small numbers come often.
        rng = random.Random(seed * 1009 + self.place)  # noqa: S311 - nothing secret
        self.pass_time(rng)
        happenings = (self.move, self.intrude, self.edit, self.register, self.staff, self.once_a_year)
        (happening,) = rng.choices(happenings, (80, 8, 8, 2, 4, 0.3))
        happening(rng)

    def a_row(self, rng: random.Random) -> Any:
        """A row to act on, the living before the dead; what is about to begin is a row that does not stand yet."""
        kinds = ("proposal", "assignment", "material", "reply", "promise", "copy", "begins", "collects")
        wanted = {flow for flow, _ in self.wanted}
        often = zip(kinds, (26, 24, 6, 30, 4, 3, 8, 3), strict=True)
        (kind,) = rng.choices(kinds, [weight * (5 if kind in wanted else 1) for kind, weight in often])
        if kind in {"begins", "collects"}:
            assignment = self._one_of(rng, Assignment.objects.for_move(), set(ASSIGNMENT_FLOW.states) - {"in_hand"})
            begin = blank_reply if kind == "begins" else blank_material
            return begin(assignment) if assignment else None
        model = next(model for model, flow in FLOWS.items() if flow.name == kind)
        return self._one_of(rng, model.objects.for_move(), FLOWS[model].ends | {"sent"})

    def _one_of(self, rng: random.Random, rows: Any, ends: Any) -> Any:
        found = list(rows.order_by("pk").values_list("pk", "status"))
        if not found:
            return None
        dead = 0.6 if self.wanted else 0.15
        ((pk, _),) = rng.choices(found, [dead if status in ends else 1 for _, status in found])
        return rows.get(pk=pk)

    def move(self, rng: random.Random) -> None:
        """Somebody makes a move that is open to them; now and then in a way that must be refused."""
        on = self.day - dt.timedelta(days=rng.randint(1, 12)) if rng.random() < 0.1 else self.day
        # Where little is still wanted, several rows are looked at for one on which it can be done.
        for _ in range(8 if 0 < len(self.wanted) <= FEW else 1):
            row = self.a_row(rng)
            choices = self._choices(rng, row, on) if row else []
            if any((FLOWS[type(row)].name, name) in self.wanted for _, name in choices):
                break
        if row and choices:
            flow = FLOWS[type(row)]
            weights = [self.likely(flow, name, row.status) for _, name in choices]
            ((actor, name),) = rng.choices(choices, weights)
            self.assert_seen(row, actor, name)
            made = self.make(rng, flow, name, row, actor, on=on, wrong=rng.random() < 0.08)
            if made and name == "draft" and rng.random() < 0.7:
                self._edit_reply(rng, row.assignment.replies.for_move().order_by("-pk")[0])
            back = f"{PREFIX}{name}"
            if made and row.pk and rng.random() < (1 if (flow.name, back) in self.wanted else 0.25):
                self.regret(rng, flow, back, row, actor)

    def _choices(self, rng: random.Random, row: Any, on: dt.date) -> list[tuple[Actor, str]]:
        """Who of a few people that have to do with it may do what."""
        places = {row.jurisdiction_id}
        if isinstance(row, Material):
            places.add(row.department.jurisdiction_id)
        everybody = self.people(*sorted(places))
        rng.shuffle(everybody)
        involved = [actor for actor in map(self.actor, everybody) if row.roles_of(actor)][:5]
        return [(actor, name) for actor in involved for name in FLOWS[type(row)].open_to(actor, row, on=on)]

    def regret(self, rng: random.Random, flow: Any, name: str, row: Any, actor: Actor) -> None:
        """The last move is taken back where the table lets its author do so."""
        fresh = type(row).objects.for_move().get(pk=row.pk)
        if name in flow.open_to(actor, fresh, on=self.day):
            self.make(rng, flow, name, fresh, actor, on=self.day)

    def likely(self, flow: Any, name: str, state: str) -> float:
        """What leads on before what stays, what was not done yet before what was."""
        onward = any(row.target for row in flow if row.name == name and state in row.sources)
        fewer = 1 + self.made[flow.name, name]
        return (
            OFTEN.get(name, 0.2 if name in RARE else 1)
            * (3 if onward else 0.6)
            * (20 if (flow.name, name) in self.wanted else 1)
            / (fewer * fewer)
        )

    def assert_seen(self, row: Any, actor: Actor, name: str) -> None:
        seen = row if row.pk else row.assignment
        assert type(seen).objects.visible_to(actor).filter(pk=seen.pk).exists(), (
            f"“{name}” is open to {actor} who does not see it"
        )

    def intrude(self, rng: random.Random) -> None:
        """Anybody tries anything: what is not open to them is refused, and nothing is left behind."""
        row = self.a_row(rng)
        if row is None:
            return
        flow, user = FLOWS[type(row)], rng.choice(self.people())
        name = rng.choice([row.name for row in flow if row.offered])
        if name == "register" or (row.pk is None) != (name in {*OPENING_MOVES, *COLLECTING}):
            return
        actor = self.actor(user)
        is_open = name in flow.open_to(actor, row, on=self.day)
        self.make(rng, flow, name, row, actor, on=self.day, forbidden=not is_open)

    def make(
        self, rng: random.Random, flow: Any, name: str, row: Any, actor: Actor, *, on: dt.date,
        wrong: bool = False, forbidden: bool = False,
    ) -> bool:  # fmt: skip
        verb = VERBS[flow.name, name]
        given = {} if name.startswith("undo_") else ARGUMENTS[flow.name, name](self, rng, row, actor)
        if given is None:
            return False
        notes = inspect.signature(verb).parameters.get("note", NO_NOTE).annotation == "str" or "together" in given
        if on < self.day and notes:
            given["note"] = "当日停电，今日补录。"
        if wrong:
            given, on = spoilt(self, rng, given, on)
        subject = row if row.pk else row.assignment
        return self.attempt(flow.name, name, subject, lambda: verb(
            subject, by=actor, on=on, at=self.office.at, **given
        ), told=f"{self.day} {actor} {flow.name}.{name} {row.status} on={on} {given}", forbidden=forbidden)  # fmt: skip

    def attempt(self, kind: str, name: str, subject: Any, verb: Any, *, told: str, forbidden: bool = False) -> bool:
        before = footprint()
        try:
            verb()
        except OfficeError as error:
            self.story.append(f"✗ {told}: {error.message}")
            self.refused[kind, name, error.message] += 1
            assert footprint() == before, f"refused, and yet something changed: {told}"
            made = False
        else:
            self.story.append(f"✓ {told}")
            self.made[kind, name] += 1
            assert not forbidden, f"made, though it was not open: {told}"
            made = True
        if isinstance(subject, tuple(FLOWS)):
            check_case(Proposal.objects.get(uid=subject.case_uid), self.day)
        return made

    # What is no move of a flow, but happens to cases.

    def edit(self, rng: random.Random) -> None:
        if rng.random() < 0.3:
            proposal = self._one_of(rng, Proposal.objects.filter(status__in=EDITABLE), ())
            if proposal:
                self._edit_proposal(rng, proposal)
            return
        reply = self._one_of(rng, Reply.objects.for_move().filter(status__in=REPLY_EDITABLE), ())
        if reply:
            self._edit_reply(rng, reply)

    def _edit_proposal(self, rng: random.Random, proposal: Proposal) -> None:
        place = self.place_of(proposal)
        role = PROPOSAL_FLOW.held_by[proposal.status]
        user = place.committee if role == Role.COMMITTEE else place.supervisor
        fields = {"category": rng.choice(("经济建设", "社会建设")), "is_key": rng.random() < 0.4}
        actor = self.actor(user)
        self.attempt("proposal", "revise", proposal, lambda: filing.revise(
            proposal, version=proposal.version, by=actor, at=self.office.at, **fields
        ), told=f"{actor} edits the proposal")  # fmt: skip

    def _edit_reply(self, rng: random.Random, reply: Reply) -> None:
        _, roles = REPLY_EDITABLE[reply.status]
        everybody = self.people(reply.jurisdiction_id)
        actor = next((each for each in map(self.actor, everybody) if roles & reply.roles_of(each)), None)
        if actor is None:
            return
        fields = {"body": "收悉，现答复如下：\n一、已经做的工作\n已建成服务站12个。"}
        if reply.kind != "opinion":
            fields["grade"] = rng.choice("ABC")
        self.attempt("reply", "revise", reply, lambda: drafting.revise(
            reply, version=reply.version, by=actor, at=self.office.at, **fields
        ), told=f"{actor} edits the reply")  # fmt: skip

    def register(self, rng: random.Random) -> None:
        if Proposal.objects.open().count() > 13:
            return
        place = rng.choice(self.places)
        actor = self.actor(rng.choice([place.committee, place.supervisor]))
        self.attempt("proposal", "register", place.place, lambda: filing.register(
            session=place.session, kind=self.office.kind, title=f"关于第{self.steps}件事的提案", by=actor, on=self.day,
            proposers=[ProposerEntry(name) for name in rng.sample(("赵明", "钱进", "孙立"), rng.randint(1, 3))],
            at=self.office.at,
        ), told=f"{actor} registers", forbidden=actor.user == place.supervisor)  # fmt: skip

    def staff(self, rng: random.Random) -> None:
        """Deputies come and go, second officers leave."""
        place = rng.choice(self.places)
        n = rng.randrange(3)
        unit, office = place.units[n], getattr(place, f"office{n}")
        colleagues = [getattr(place, f"{role}{n}") for role in ("drafter", "section_head", "signer", "office")]
        principal, deputy = rng.sample(colleagues, 2)
        until = self.day + dt.timedelta(days=rng.randint(1, 15))
        verbs = {
            "deputise": lambda: staffing.deputise(
                principal, deputy, unit=unit, since=self.day, until=until, **self.when(office)
            ),
            "end_leave": lambda: staffing.end_leave(principal, unit=unit, **self.when(office)),
            "leave": lambda: staffing.leave(self._second(place), unit=place.units[1], to=place.drafter1,
                                            **self.when(place.office1)),
        }  # fmt: skip
        (name,) = rng.choices(list(verbs), (5, 3, 1))
        self.attempt("staff", name, unit, verbs[name], told=f"{self.day} {name} {unit} {principal}→{deputy}")
        self.actors_on = None

    def _second(self, place: SimpleNamespace) -> User:
        return User.objects.get(username=f"{place.place.code}-second-drafter")

    def once_a_year(self, rng: random.Random) -> None:
        """A new session, or a reform: both move cases that are in hand."""
        place = rng.choice(self.places)
        if rng.random() < 0.5:
            term, meeting = opening.proposed_next(place.session.of_term, place.session.meeting)
            self.attempt("session", "open", place.place, lambda: opening.open_session(
                term=place.session.of_term._replace(term=term), meeting=meeting, opened_on=self.day, closed_on=self.day,
                **self.when(place.committee),
            ), told="a new session")  # fmt: skip
        else:
            old, new = place.units[1], place.units[3]
            self.attempt("unit", "succeed", place.place, lambda: reform.succeed(
                old, successor=new, from_day=self.day, with_people=True, **self.when(place.administrator)
            ), told=f"{new} succeeds {old}")  # fmt: skip
            self.actors_on = None
            self.check_all()

    def check_all(self) -> None:
        for proposal in Proposal.objects.order_by("pk"):
            check_case(proposal, self.day)
