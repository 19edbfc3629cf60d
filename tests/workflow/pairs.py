"""Pairs of verbs that two people do at once on the same case: how each begins, and what may come of it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from proposals.actions import (
    assigning,
    closing,
    collecting,
    correcting,
    designating,
    extending,
    filing,
    handling,
    merging,
    noting,
    pausing,
    planning,
    reform,
    returning,
    undoing,
)
from proposals.actions.assigning import Share
from proposals.models import Assignment, HandlingNote, Material, PlanOpinion, Proposal, Proposer
from proposals.models.assignment import ANSWER_CLOCKS
from replies.actions import (
    arriving,
    countersigning,
    dispatching,
    drafting,
    feedback,
    numbers,
    publishing,
    reissuing,
    reviewing,
    sending,
    signing,
)
from replies.actions.undoing import undo as undo_reply
from replies.models import CopyRecipient, FeedbackLink, Publication, Reply
from tests.office import Office
from tests.personas import moment
from workflow import series
from workflow.actor import Actor
from workflow.enums import Source
from workflow.models import AuditEvent, Clock, Department, IssuedNumber, NumberSeries, SeriesYear

Keys = dict[str, Any]
Side = Callable[[Any, Keys], Callable[[], object]]

ONE = frozenset({("done", "refused"), ("refused", "done")})
BOTH = frozenset({("done", "done")})
FIRST_OR_BOTH = frozenset({("done", "done"), ("done", "refused")})
SECOND_OR_BOTH = frozenset({("done", "done"), ("refused", "done")})
ANY = ONE | BOTH


class RaceOffice(Office):
    """The office of the tests, in which no two moves are entered at the same moment."""

    @property
    def at(self) -> dt.datetime:
        # One clock for all processes of the machine; the day stays the day of the tests.
        ticks = time.monotonic_ns() // 1000 % 36_000_000_000
        return moment(self.day) + dt.timedelta(microseconds=ticks)

    def __init__(self) -> None:
        super().__init__()
        self.races = 0
        # The units that were consulted agree to the replies to key proposals.
        self.switch("countersign", "key")

    def switch(self, name: str, value: str) -> None:
        self.city.rule.content["switches"][name] = value
        self.city.rule.save()

    def next_number(self) -> int:
        self.races += 1
        return self.races

    def person(self, role: str, unit: int | None = None) -> Any:
        return getattr(self.city, role if unit is None else f"{role}{unit}")

    def ready(self, assignment: Assignment, unit: int, doc_number: str = "") -> Reply:
        """A reply of this unit, cleared on paper; numbered where a number is given."""
        when = self.when(self.person("drafter", unit))
        handling.note_contact([assignment], way="phone", people="赵明委员", outcome="已沟通。", **when)
        reply = self.draft(assignment, unit)
        given = {"clearance": "paper", "signer": "孙立", "doc_number": doc_number}
        signing.enter_clearance(reply, **given, **self.when(self.person("office", unit)))
        return reply

    def draft(self, assignment: Assignment, unit: int) -> Reply:
        reply = drafting.draft(assignment, **self.when(self.person("drafter", unit)))
        fields = {"body": "您提出的提案收悉，现答复如下：\n已建成服务站12个。", "grade": "A"}
        drafting.revise(reply, version=reply.version, at=self.at, by=self.by(self.person("drafter", unit)), **fields)
        return reply

    def opinion(self, assignment: Assignment, unit: int) -> None:
        when = self.when(self.person("drafter", unit))
        drafting.give_opinion(assignment, text="一、建议纳入年度计划。", signer="孙立", **when)

    def dissatisfied(self, reply: Reply) -> None:
        for proposer in Proposer.objects.filter(proposal=reply.proposal):
            marks = {"attitude": "satisfied", "result": "dissatisfied", "way": "paper"}
            feedback.record_feedback(reply, proposer=proposer, **marks, **self.when(self.city.committee))


@dataclass(frozen=True)
class Pair:
    """prepare: the rows before the race, by verbs, as keys. allowed: what the two sides may come to.

    after: anything more that must hold, as complaints; the general rules are asked of every race.
    counts_on: the day of 办复 by the rules of the place.
    """

    prepare: Callable[[RaceOffice, int], Keys]
    sides: tuple[Side, Side]
    allowed: frozenset[tuple[str, str]]
    after: Callable[[RaceOffice, Keys], Iterable[str]] = lambda _office, _keys: ()
    counts_on: str = "sent"

    def complaints(self, office: RaceOffice, keys: Keys) -> list[str]:
        said = list(self.after(office, keys))
        for proposal in Proposal.objects.filter(pk__in=[keys["proposal"], keys.get("other", 0)]):
            said += disagreements(proposal)
        return said


def by(who: str, model: Any, key: str, verb: Callable[..., object], **given: Any) -> Side:
    """One side: this person, with the row read as the edge reads it, makes this verb.

    Values of `given` that are functions are asked for what they stand for: `(office, keys)`.
    """

    def begin(office: Any, keys: Keys) -> Callable[[], object]:
        row = model.objects.for_move().get(pk=keys[key])
        facts = {name: value(office, keys) if callable(value) else value for name, value in given.items()}
        return lambda: verb(row, **facts, **office.when(getattr(office.city, who)))

    return begin


def unit(index: int) -> Callable[[Any, Keys], Department]:
    return lambda office, _keys: office.city.units[index]


def shares(*roles: str) -> Callable[[Any, Keys], list[Share]]:
    return lambda office, _keys: [Share(*pair) for pair in zip(office.city.units, roles, strict=False)]


def row_of(model: Any, key: str) -> Callable[[Any, Keys], Any]:
    return lambda _office, keys: model.objects.get(pk=keys[key])


def keys_of(proposal: Proposal, *assignments: Assignment, **more: Any) -> Keys:
    """Keys of the case; `a`, `b`, `c` are its parts."""
    rows = dict(zip("abc", assignments, strict=False)) | more
    return {"proposal": proposal.pk} | {name: row.pk for name, row in rows.items()}


# What is there before the race.


def filed(office: RaceOffice, n: int) -> Keys:
    return keys_of(office.filed(number=f"{n}"))


def submitted(office: RaceOffice, n: int) -> Keys:
    return keys_of(office.submitted())


def two_filed(office: RaceOffice, n: int) -> Keys:
    return keys_of(office.filed(number=f"{n}甲"), other=office.filed(number=f"{n}乙"))


def merged(office: RaceOffice, n: int) -> Keys:
    keys = two_filed(office, n)
    proposal, other = (Proposal.objects.get(pk=keys[key]) for key in ("proposal", "other"))
    merging.merge(other, into=proposal, reason="同一事项", **office.when(office.city.committee))
    return keys


def two_submitted(office: RaceOffice, n: int) -> Keys:
    return keys_of(office.submitted(), other=office.submitted()) | {"number": f"{n}"}


def waiting(*roles: str) -> Callable[[RaceOffice, int], Keys]:
    def prepare(office: RaceOffice, n: int) -> Keys:
        assignments = office.assigned(*roles, number=f"{n}")
        return keys_of(assignments[0].proposal, *assignments)

    return prepare


def in_hand(*roles: str) -> Callable[[RaceOffice, int], Keys]:
    def prepare(office: RaceOffice, n: int) -> Keys:
        assignments = office.in_hand(*roles, number=f"{n}")
        return keys_of(assignments[0].proposal, *assignments)

    return prepare


def with_lead_draft(*roles: str) -> Callable[[RaceOffice, int], Keys]:
    def prepare(office: RaceOffice, n: int) -> Keys:
        lead, *others = office.in_hand(*roles, number=f"{n}")
        office.contact(lead)
        return keys_of(lead.proposal, lead, *others, reply=office.draft(lead, 0))

    return prepare


def numbered(*roles: str) -> Callable[[RaceOffice, int], Keys]:
    """A numbered reply of each unit that writes to the proposer; the others have given their opinion."""

    def prepare(office: RaceOffice, n: int) -> Keys:
        assignments = office.in_hand(*roles, number=f"{n}")
        for index, each in enumerate(assignments):
            if each.role == "assist":
                office.opinion(each, index)
        replies = {
            f"reply{index or ''}": office.ready(each, index, f"丽政函{index}〔2026〕{n}号")
            for index, each in enumerate(assignments)
            if each.role != "assist"
        }
        return keys_of(assignments[0].proposal, *assignments, **replies)

    return prepare


def two_signed(office: RaceOffice, n: int) -> Keys:
    first, second = (office.in_hand(number=f"{n}{part}")[0] for part in "甲乙")
    replies = {"reply": office.ready(first, 0), "reply1": office.ready(second, 0)}
    return keys_of(first.proposal, first, second, **replies) | {"doc_number": f"丽卫函〔2026〕{n}号"}


def two_to_number(*, reserve: bool) -> Callable[[RaceOffice, int], Keys]:
    """Two signed letters of a unit whose numbers this system gives out; perhaps the first has one reserved."""

    def prepare(office: RaceOffice, n: int) -> Keys:
        row, when = NumberSeries.objects.filter(code="丽编函").first(), office.when(office.city.office0)
        if row is None:
            series.open_series(office.city.units[0], code="丽编函", papers=["reply"], first=37, **when)
        keys = two_signed(office, n)
        if reserve:
            numbers.reserve_number(Reply.objects.get(pk=keys["reply"]), **office.when(office.city.office0))
        return keys

    return prepare


def sent_and_disliked(office: RaceOffice, n: int) -> Keys:
    keys = numbered("sole")(office, n)
    return send_first(office, keys)


def just_sent(office: RaceOffice, n: int) -> Keys:
    keys = numbered("sole")(office, n)
    sending.send(Reply.objects.get(pk=keys["reply"]), **office.when(office.city.office0))
    return keys


def made_anew(office: RaceOffice, n: int) -> Keys:
    """A sent letter, and numbered beside it the one that is to stand in its place."""
    keys = just_sent(office, n)
    old = Reply.objects.for_move().get(pk=keys["reply"])
    new = reissuing.reissue(old, reason="数据有误", **office.when(office.city.office0))
    clearance = {"clearance": "paper", "signer": "孙立", "doc_number": f"丽政函〔2026〕{10_000 + n}号"}
    signing.enter_clearance(new, **clearance, **office.when(office.city.office0))
    return keys | {"new": new.pk}


def copies_to_come(office: RaceOffice, n: int) -> Keys:
    """A letter that went out alone; its first copy is still here."""
    keys = numbered("sole")(office, n)
    sending.send(Reply.objects.get(pk=keys["reply"]), copies_later=True, **office.when(office.city.office0))
    return keys | {"copy": CopyRecipient.objects.filter(reply=keys["reply"]).earliest("order").pk}


def copy_out(office: RaceOffice, n: int) -> Keys:
    keys = copies_to_come(office, n)
    dispatching.dispatch(CopyRecipient.objects.for_move().get(pk=keys["copy"]), **office.when(office.city.office0))
    return keys


def copy_back(office: RaceOffice, n: int) -> Keys:
    keys = copy_out(office, n)
    copy = CopyRecipient.objects.for_move().get(pk=keys["copy"])
    dispatching.return_copy(copy, reason="地址有误", **office.when(office.city.office0))
    return keys


def received(office: RaceOffice, n: int) -> Keys:
    keys = just_sent(office, n)
    arriving.note_receipt(Reply.objects.get(pk=keys["reply"]), **office.when(office.city.office0))
    return keys


def to_be_joined(office: RaceOffice, n: int) -> Keys:
    """The lead's draft at its office; the co-handler may still be asked to sign with it."""
    lead, assist = office.in_hand("lead", "assist", number=f"{n}")
    office.contact(lead)
    office.opinion(assist, 1)
    reply = office.draft(lead, 0)
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    return keys_of(lead.proposal, lead, assist, reply=reply)


def joint_going_round(office: RaceOffice, n: int) -> Keys:
    """A letter of two units that each have a part of their own lies with the second one."""
    first, second = office.in_hand("separate", "separate", number=f"{n}")
    office.contact(first)
    reply = office.draft(first, 0)
    join(reply, office)
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    return keys_of(first.proposal, first, second, reply=reply)


def joint_numbered(office: RaceOffice, n: int) -> Keys:
    keys = joint_going_round(office, n)
    reply = Reply.objects.for_page().get(pk=keys["reply"])
    countersigning.countersign(reply, **office.when(office.city.office1))
    signing.sign(reply, **office.when(office.city.signer0))
    signing.number(reply, doc_number=f"丽卫函〔2026〕{n}号", **office.when(office.city.office0))
    return keys


def join(reply: Reply, office: Any) -> None:
    """The draft becomes a letter of the second unit too."""
    drafting.revise(
        reply, version=reply.version, at=office.at, by=office.by(office.city.office0), joint_with=[office.city.units[1]]
    )


def one_of_two_disliked(office: RaceOffice, n: int) -> Keys:
    keys = numbered("separate", "separate")(office, n)
    return send_first(office, keys)


def send_first(office: RaceOffice, keys: Keys) -> Keys:
    reply = Reply.objects.get(pk=keys["reply"])
    sending.send(reply, **office.when(office.city.office0))
    office.dissatisfied(reply)
    return keys


def returning_units(count: int, *roles: str) -> Callable[[RaceOffice, int], Keys]:
    def prepare(office: RaceOffice, n: int) -> Keys:
        assignments = office.assigned(*roles, number=f"{n}")
        for index, each in enumerate(assignments[:count]):
            when = office.when(office.person("office", index))
            returning.request_return(each, reason="不属本单位职责", **when)
        return keys_of(assignments[0].proposal, *assignments)

    return prepare


def planned(*, asked: bool) -> Callable[[RaceOffice, int], Keys]:
    def prepare(office: RaceOffice, n: int) -> Keys:
        proposal = office.filed(number=f"{n}")
        until = office.day + dt.timedelta(days=5)
        given = {"shares": shares("lead", "assist")(office, {}), "until": until}
        planning.plan(proposal, **given, **office.when(office.city.supervisor))
        if not asked:
            return keys_of(proposal)
        said = {"department": office.city.units[2], "wish": "join", "reason": "有相关职责"}
        return keys_of(proposal, opinion=planning.comment(proposal, **said, **office.when(office.city.office2)))

    return prepare


def going_round(office: RaceOffice, n: int) -> Keys:
    """The lead's draft to a key proposal lies with two units for their agreement."""
    lead, *assists = office.in_hand("lead", "assist", "assist", number=f"{n}")
    when = office.when(office.city.supervisor)
    designating.designate(Proposal.objects.get(pk=lead.proposal_id), led_by="周", **when)
    lead = Assignment.objects.for_move().get(pk=lead.pk)
    office.contact(lead)
    for index, each in enumerate(assists, start=1):
        office.opinion(each, index)
    reply = office.draft(lead, 0)
    drafting.submit(reply, **office.when(office.city.drafter0))
    reviewing.pass_on(reply, **office.when(office.city.section_head0))
    reviewing.pass_on(reply, **office.when(office.city.office0))
    return keys_of(lead.proposal, lead, *assists, reply=reply)


def extension_asked(office: RaceOffice, n: int) -> Keys:
    keys = in_hand("sole")(office, n)
    when = office.when(office.city.office0)
    assignment = Assignment.objects.get(pk=keys["a"])
    extending.request_extension(assignment, until=LATER, reason="需现场勘测", **when)
    return keys


def urged(office: RaceOffice, n: int) -> Keys:
    keys = in_hand("sole")(office, n)
    assignment = Assignment.objects.get(pk=keys["a"])
    noting.urge(assignment, text="请抓紧办理", reply_by=LATER, **office.when(office.city.supervisor))
    return keys


def material_asked(office: RaceOffice, n: int) -> Keys:
    keys = in_hand("sole")(office, n)
    section, _ = Department.objects.get_or_create(
        jurisdiction=office.city.place, parent=office.city.units[0], name="养老科"
    )
    given = {"department": section, "wanted": "床位数", "due": LATER}
    assignment = Assignment.objects.get(pk=keys["a"])
    return keys | {"material": collecting.collect(assignment, **given, **office.when(office.city.drafter0)).pk}


def paused(office: RaceOffice, n: int) -> Keys:
    keys = in_hand("sole")(office, n)
    part = Assignment.objects.get(pk=keys["a"])
    pausing.pause_clock(part, reason="待上级批复", **office.when(office.city.supervisor))
    return keys


def paused_numbered(office: RaceOffice, n: int) -> Keys:
    keys = numbered("sole")(office, n)
    part = Assignment.objects.get(pk=keys["a"])
    pausing.pause_clock(part, reason="待上级批复", **office.when(office.city.supervisor))
    return keys


def reformed(prepare: Callable[[RaceOffice, int], Keys]) -> Callable[[RaceOffice, int], Keys]:
    """The same in a unit of its own, whose people are those of the first one, with the unit that is to succeed it."""

    def prepared(office: RaceOffice, n: int) -> Keys:
        old, new = (Department.objects.create(jurisdiction=office.city.place, name=f"{n}{name}") for name in "旧新")
        for role in ("drafter", "section_head", "office", "signer"):
            getattr(office.city, f"{role}0").appointments.create(
                jurisdiction=office.city.place, department=old, role=role
            )
        first = office.city.units[0]
        office.city.units[0] = old
        try:
            return prepare(office, n) | {"old": old.pk, "new": new.pk}
        finally:
            office.city.units[0] = first

    return prepared


LATER = dt.date(2026, 6, 20)

# What must hold after it.


def disagreements(proposal: Proposal) -> Iterable[str]:
    """Where the floors of one case say different things, or its trail tells of moves that its rows never made."""
    held = list(proposal.assignments.held().order_by("id"))
    waiting_for = [each for each in held if each.status in {"waiting", "in_hand", "returning"}]
    if proposal.status == "in_hand" and not waiting_for:
        yield "in hand, though every unit has answered"
    if proposal.status in {"answered", "closed"} and (waiting_for or not held):
        yield f"{proposal.status}, though a unit still has it in hand"
    if proposal.status in {"draft", "submitted", "filed", "merged", "withdrawn", "refused"} and held:
        yield f"{proposal.status}, though a unit holds it"
    if proposal.merged_into and proposal.merged_into.status in {"merged", "withdrawn", "draft", "submitted"}:
        yield f"merged into what is {proposal.merged_into.status}"
    for each in proposal.assignments.all():
        yield from (f"part {each.pk}: {words}" for words in faults_of(each))
    rows = [proposal, *proposal.assignments.all(), *Reply.objects.filter(proposal=proposal)]
    rows += Material.objects.filter(assignment__proposal=proposal)
    for row in rows:
        yield from lost_moves(row)


def faults_of(part: Assignment) -> Iterable[str]:
    replies = part.replies.all()
    if part.status == "answered" and not [each for each in replies if each.status == "sent"]:
        yield "answered without a reply"
    over = {"sent", "superseded", "void"}
    if part.status == "answered" and [each for each in replies if each.status not in over and not each.replaces_sent]:
        yield "answered with a draft under way"
    running = list(Clock.objects.open().filter(subject_uid=part.uid).values_list("kind", flat=True))
    if any(each.arrival and getattr(each, each.arrival) is None for each in replies):
        # By the rules of the place its answer counts once it has arrived.
        running = [kind for kind in running if part.status != "answered" or kind not in ANSWER_CLOCKS]
    if len(set(running)) < len(running):
        yield f"two clocks of one kind: {running}"
    if part.status in {"returned", "answered", "waived"} and running:
        yield f"{part.status} with clocks running: {running}"
    if part.status == "in_hand" and not set(running) & {"reply", "opinion", "second_handling"}:
        yield "in hand without a clock for the answer"


def lost_moves(row: Any) -> Iterable[str]:
    """Each event of a row begins where the one before ended, and the last one ends where the row is."""
    status = ""
    for event in AuditEvent.objects.filter(subject_uid=row.uid, subject_kind=row._meta.model_name).order_by("seq"):
        if event.from_status != status:
            yield f"{event.subject_kind} {event.move} from {event.from_status!r}, where it was {status!r}"
        status = event.to_status
    if status != row.status:
        yield f"{row._meta.model_name} is {row.status!r}, its trail ends at {status!r}"


def times(keys: Keys, move: str, kind: str = "") -> int:
    events = AuditEvent.objects.filter(case_uid=Proposal.objects.get(pk=keys["proposal"]).uid, move=move)
    return (events.filter(subject_kind=kind) if kind else events).count()


def once(move: str, kind: str = "") -> Callable[[RaceOffice, Keys], Iterable[str]]:
    """The move stands on the trail of the case exactly once."""

    def after(_office: RaceOffice, keys: Keys) -> Iterable[str]:
        if (count := times(keys, move, kind)) != 1:
            yield f"{move} stands {count} times on the trail"

    return after


def never_after(late: str, early: str) -> Callable[[RaceOffice, Keys], Iterable[str]]:
    """Once `early` is on the trail of the case, `late` is not made any more."""

    def after(_office: RaceOffice, keys: Keys) -> Iterable[str]:
        uid = Proposal.objects.get(pk=keys["proposal"]).uid
        moves = list(AuditEvent.objects.filter(case_uid=uid).order_by("seq").values_list("move", flat=True))
        if early in moves and late in moves[moves.index(early) :]:
            yield f"{late} after {early}"

    return after


def lead_goes_on(office: RaceOffice, keys: Keys) -> Iterable[str]:
    """Nothing waits: the lead's draft can be submitted now, if it was not already."""
    reply = Reply.objects.for_page().get(pk=keys["reply"])
    if reply.status == "draft":
        drafting.submit(reply, **office.when(office.city.drafter0))
    for part in reply.proposal.assignments.filter(role="assist"):
        opinions = part.replies.filter(status="sent").count()
        if opinions != (part.status == "answered"):
            yield f"{opinions} opinions of a unit that is {part.status}"


def late_unit_ends_it(office: RaceOffice, keys: Keys) -> Iterable[str]:
    """Nothing waits for ever: when the unit that came last has given its opinion, the case is answered."""
    part = Assignment.objects.filter(proposal=keys["proposal"], role="assist").first()
    if part is not None:
        assigning.accept(part, **office.when(office.city.office1))
        office.opinion(part, 1)
        sending.send(Reply.objects.for_page().get(pk=keys["reply"]), **office.when(office.city.office0))
    if Proposal.objects.get(pk=keys["proposal"]).status != "answered":
        yield "every unit has answered, the case has not"


def numbers_once(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    letters = Reply.objects.filter(pk__in=[keys["reply"], keys["reply1"]])
    held = letters.filter(doc_number=keys["doc_number"]).count()
    taken = IssuedNumber.objects.filter(subject_uid__in=letters.values("uid"))
    if (held, taken.count()) != (1, 1):
        yield f"{held} letters and {taken.count()} numbers"


def given_out_in_order(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    """No number twice, none left out, and what a letter bears is its own."""
    counter = SeriesYear.objects.select_related("series").get(series__code="丽编函")
    rows = IssuedNumber.objects.of_year(counter.series, counter.year)
    if list(rows.order_by("n").values_list("n", flat=True)) != [*range(counter.first, counter.last + 1)]:
        yield f"counted to {counter.last}, given out {rows.count()}"
    for reply in Reply.objects.filter(pk__in=[keys["reply"], keys["reply1"]]).select_related("issued"):
        if reply.issued and (reply.issued.status, reply.issued.subject_uid) != ("issued", reply.uid):
            yield f"{reply.doc_number} is {reply.issued.status}"
        if rows.filter(subject_uid=reply.uid).exclude(status="void").count() > 1:
            yield "two numbers for one letter"


def one_extension(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    part = Assignment.objects.get(pk=keys["a"])
    if part.extensions.count() != 1 or Clock.objects.get(subject_uid=part.uid, kind="reply").epoch > 1:
        yield "extended twice"


def one_answer(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    if HandlingNote.objects.filter(assignment=keys["a"], kind="answer").count() != 1:
        yield "one urging was answered twice"


def answers_in_order(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    """Each answer of the proposer is a revision, told once on the trail; who was heard is not waited for."""
    reply = Reply.objects.get(pk=keys["reply"])
    revisions = list(reply.feedback.order_by("revision").values_list("revision", flat=True))
    told = times(keys, "take_feedback") + times(keys, "record_feedback")
    if revisions != list(range(1, told + 1)):
        yield f"{told} answers told, revisions {revisions}"
    if Clock.objects.open().filter(subject_uid=reply.uid, kind="feedback").exists() == bool(revisions):
        yield f"{len(revisions)} answers, and the clock says otherwise"


def published_once(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    """Told, decided and timed agree: all three, or none."""
    reply = Reply.objects.get(pk=keys["reply"])
    decided = Publication.objects.filter(reply=reply).count()
    running = Clock.objects.open().filter(subject_uid=reply.uid, kind="publication").count()
    if (decided, times(keys, "decide_publication")) != (1 - running, 1 - running):
        yield f"{decided} decisions, {running} clocks running"


def one_letter_stands(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    """Of a letter and those made in its place one is sent or under way, and whoever judges it judges that one."""
    letters = Reply.objects.filter(assignment=keys["a"]).order_by("pk")
    standing = [reply for reply in letters if reply.status not in {"void", "superseded"}]
    sent = [reply for reply in standing if reply.status == "sent"]
    if len(standing) - len(sent) > 1 or len(sent) > 1 or not standing:
        yield f"{[reply.status for reply in letters]}"
    if any(reply.feedback.exists() for reply in letters if reply.status == "superseded"):
        yield "somebody judged a letter that stands no more"


def joint_is_asked(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    """Whoever signs with a letter that went on was asked, and nobody else."""
    reply = Reply.objects.get(pk=keys["reply"])
    asked = {place.department_id for place in reply.asked()}
    joint = set(reply.joint_with.values_list("pk", flat=True))
    if reply.status != "office" and asked != joint:
        yield f"{reply.status}: joint with {joint}, asked {asked}"


def share_of_old(_office: Any, keys: Keys) -> list[Share]:
    return [Share(Department.objects.get(pk=keys["old"]), "sole")]


def all_gone_over(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    """Nothing still waits for the unit that is no longer there."""
    if Assignment.objects.still_to_answer().filter(department=keys["old"]).exists():
        yield "the old unit still has it in hand"
    if Clock.objects.open().filter(holder=keys["old"]).exists():
        yield "the old unit still owes something"


def gone_over_or_named(office: RaceOffice, keys: Keys) -> Iterable[str]:
    """What came to the old unit at that very moment is on the list of what it left behind, and goes by one press."""
    old = Department.objects.get(pk=keys["old"])
    if old in reform.left_behind([office.city.place.pk]):
        reform.follow(old, **office.when(office.city.administrator))
    yield from all_gone_over(office, keys)


def paused_as_told(_office: RaceOffice, keys: Keys) -> Iterable[str]:
    """A deadline stands still exactly where the last word on the trail is 中止."""
    uid = Assignment.objects.get(pk=keys["a"]).uid
    told = AuditEvent.objects.filter(subject_uid=uid, move__in=("pause_clock", "resume_clock")).order_by("seq")
    still = Clock.objects.open().filter(subject_uid=uid, kind="reply", paused_on__isnull=False).exists()
    answer = Clock.objects.open().filter(subject_uid=uid, kind="reply").exists()
    if answer and still != (told.last() is not None and told.last().move == "pause_clock"):
        yield f"standing still: {still}, told: {list(told.values_list('move', flat=True))}"


def opinion_of(who: int, key: str) -> Side:
    return by(f"drafter{who}", Assignment, key, drafting.give_opinion, text="同意。", signer="孙立")


def swapped(_office: Any, keys: Keys) -> dict[Assignment, str]:
    """The lead and the first co-handler change parts."""
    parts = {key: Assignment.objects.select_related("department").get(pk=keys[key]) for key in "abc"}
    return {parts["a"]: "assist", parts["b"]: "lead", parts["c"]: "assist"}


def revising(office: Any, keys: Keys) -> Callable[[], object]:
    """A clerk saves the category of a proposal from the page as it was read."""
    proposal = Proposal.objects.for_move().get(pk=keys["proposal"])
    actor = office.by(office.city.committee)
    return lambda: filing.revise(proposal, version=proposal.version, by=actor, at=office.at, category="社会建设")


def joining(office: Any, keys: Keys) -> Callable[[], object]:
    """The office adds a unit that is to sign with it, from the page as it was read."""
    reply = Reply.objects.for_move().get(pk=keys["reply"])
    return lambda: join(reply, office)


def through_link(result: str) -> Side:
    """The proposer's own marks, as the page behind the link takes them."""

    def begin(office: Any, keys: Keys) -> Callable[[], object]:
        links = FeedbackLink.objects.select_related("reply__proposal__session", "reply__assignment", "proposer")
        link = links.get(reply=keys["reply"])
        given = {"attitude": "satisfied", "result": result, "words": "", "by": Actor(source=Source.LINK)}
        return lambda: feedback.take_feedback(link, **given, on=office.day, at=office.at)

    return begin


def first_proposer(_office: Any, keys: Keys) -> Proposer:
    return Proposer.objects.get(proposal=keys["proposal"])


def numbered_with_material(office: RaceOffice, n: int) -> Keys:
    keys = material_asked(office, n)
    return keys | {"reply": office.ready(Assignment.objects.get(pk=keys["a"]), 0, f"丽政函〔2026〕{n}号").pk}


def succeeding(office: Any, keys: Keys) -> Callable[[], object]:
    """整体划转 of the unit, with its people."""
    old, new = (Department.objects.get(pk=keys[key]) for key in ("old", "new"))
    when = office.when(office.city.administrator)
    return lambda: reform.succeed(old, successor=new, from_day=office.day, with_people=True, **when)


MERGE = {"reason": "同一事项"}
REOPEN = by("committee", Reply, "reply", feedback.order_second_handling, reason="请进一步办理")
ON_PAPER = by(
    "committee",
    Reply,
    "reply",
    feedback.record_feedback,
    proposer=first_proposer,
    attitude="satisfied",
    result="mostly",
    way="paper",
)
CLOSE = by("committee", Proposal, "proposal", closing.close)
PUBLISH = by(
    "office0", Reply, "reply", publishing.decide_publication, extent="full", reviewer="吴", personal_data_removed=True
)
KEEP_SECRET = by("office0", Reply, "reply", publishing.decide_publication, extent="none", reviewer="吴", ground="涉密")
JOINT_AGREES = by("office1", Reply, "reply", countersigning.countersign)
ASSIGN = by("supervisor", Proposal, "proposal", assigning.assign, shares=shares("sole"))
ACCEPT = by("office0", Assignment, "a", assigning.accept)
RETURN = by("office0", Assignment, "a", returning.request_return, reason="不属本单位职责")
SETTLE = by("supervisor", Proposal, "proposal", planning.settle, opinion=row_of(PlanOpinion, "opinion"), granted=True)
EXTEND = by("office0", Assignment, "a", extending.request_extension, until=LATER, reason="需现场勘测")
GRANT = by("supervisor", Assignment, "a", extending.grant_extension)
ADD_UNIT = by("supervisor", Proposal, "proposal", assigning.add_unit, department=unit(1))
SEND = by("office0", Reply, "reply", sending.send)
SEND_NEW = by("office0", Reply, "new", sending.send)
REISSUE = by("office0", Reply, "reply", reissuing.reissue, reason="数据有误")
COPY_OUT = by("office0", CopyRecipient, "copy", dispatching.dispatch)
COPY_THERE = by("committee", CopyRecipient, "copy", dispatching.acknowledge)
COPY_BACK = by("office0", CopyRecipient, "copy", dispatching.return_copy, reason="地址有误")
COPY_AGAIN = by("office0", CopyRecipient, "copy", dispatching.resend)
DRAFT = by("drafter0", Assignment, "a", drafting.draft)
PAUSE = by("supervisor", Assignment, "a", pausing.pause_clock, reason="待上级批复")
RESUME = by("supervisor", Assignment, "a", pausing.resume_clock)
HAND_IN = by("office0", Reply, "reply", arriving.hand_in)
NOTE_RECEIPT = by("office0", Reply, "reply", arriving.note_receipt)
NOT_RECEIVED = by("office0", Reply, "reply", undo_reply, move="undo_note_receipt")
HAND_TO_OLD = by("supervisor", Proposal, "proposal", assigning.assign, shares=share_of_old)
MERGE_IN = by("committee", Proposal, "other", merging.merge, into=row_of(Proposal, "proposal"), **MERGE)

NUMBER = by("office0", Reply, "reply", signing.number)
NUMBER_OTHER = by("office0", Reply, "reply1", signing.number)
RESERVE = by("office0", Reply, "reply", numbers.reserve_number)
RESERVE_OTHER = by("office0", Reply, "reply1", numbers.reserve_number)
VOID_NUMBER = by("office0", Reply, "reply", numbers.void_number, reason="公文纸打印有误")

PAIRS: dict[str, Pair] = {
    "two numbers given out": Pair(two_to_number(reserve=False), (NUMBER, NUMBER_OTHER), BOTH, given_out_in_order),
    "one letter numbered twice": Pair(two_to_number(reserve=False), (NUMBER, NUMBER), ONE, given_out_in_order),
    "number, reserved one void": Pair(
        two_to_number(reserve=True), (NUMBER, VOID_NUMBER), FIRST_OR_BOTH, given_out_in_order
    ),
    "reserved one void twice": Pair(two_to_number(reserve=True), (VOID_NUMBER, VOID_NUMBER), ONE, given_out_in_order),
    "two reserved": Pair(two_to_number(reserve=False), (RESERVE, RESERVE_OTHER), BOTH, given_out_in_order),
    "one reserved twice": Pair(two_to_number(reserve=False), (RESERVE, RESERVE), ONE, given_out_in_order),
    "number, reserve": Pair(two_to_number(reserve=False), (NUMBER, RESERVE), FIRST_OR_BOTH, given_out_in_order),
    "two opinions": Pair(
        with_lead_draft("lead", "assist", "assist"), (opinion_of(1, "b"), opinion_of(2, "c")), BOTH, lead_goes_on
    ),
    "two agreements": Pair(
        going_round,
        tuple(by(who, Reply, "reply", countersigning.countersign) for who in ("office1", "office2")),
        BOTH,
        once("countersigned"),
    ),
    "one agreement twice": Pair(
        going_round,
        tuple(by(who, Reply, "reply", countersigning.countersign) for who in ("office1", "signer1")),
        ONE,
        once("countersign"),
    ),
    "agreement, objection": Pair(
        going_round,
        (
            by("office1", Reply, "reply", countersigning.countersign),
            by("office2", Reply, "reply", reviewing.send_back, reason="表述不准"),
        ),
        SECOND_OR_BOTH,
    ),
    "one opinion twice": Pair(
        in_hand("lead", "assist"), (opinion_of(1, "b"), opinion_of(1, "b")), ONE, once("give_opinion")
    ),
    "last opinion, waiver": Pair(
        with_lead_draft("lead", "assist"),
        (opinion_of(1, "b"), by("supervisor", Assignment, "b", handling.waive, reason="无意见")),
        ONE,
        lead_goes_on,
    ),
    "last opinion, lead submits": Pair(
        with_lead_draft("lead", "assist"),
        (opinion_of(1, "b"), by("drafter0", Reply, "reply", drafting.submit)),
        FIRST_OR_BOTH,
        lead_goes_on,
    ),
    "opinion, draft of one": Pair(
        in_hand("lead", "assist"), (opinion_of(1, "b"), by("drafter1", Assignment, "b", drafting.draft)), ONE
    ),
    "draft, waiver": Pair(
        in_hand("lead", "assist"),
        (
            by("drafter1", Assignment, "b", drafting.draft),
            by("supervisor", Assignment, "b", handling.waive, reason="无意见"),
        ),
        SECOND_OR_BOTH,
        never_after("draft", "waive"),
    ),
    "draft, return": Pair(
        in_hand("sole"),
        (by("drafter0", Assignment, "a", drafting.draft), RETURN),
        SECOND_OR_BOTH,
        never_after("draft", "request_return"),
    ),
    "two last replies": Pair(
        numbered("separate", "separate"),
        (SEND, by("office1", Reply, "reply1", sending.send)),
        BOTH,
        once("answer", "proposal"),
    ),
    "last reply, reopening": Pair(
        one_of_two_disliked, (by("office1", Reply, "reply1", sending.send), REOPEN), BOTH, once("reopen", "assignment")
    ),
    "closing, reopening": Pair(sent_and_disliked, (by("committee", Proposal, "proposal", closing.close), REOPEN), ONE),
    "reply, one more unit": Pair(numbered("sole"), (SEND, ADD_UNIT), ONE, late_unit_ends_it),
    "one more unit twice": Pair(in_hand("sole"), (ADD_UNIT, ADD_UNIT), ONE, once("add_unit")),
    "receipt twice": Pair(waiting("sole"), (ACCEPT, ACCEPT), ONE, once("accept")),
    "receipt, return": Pair(waiting("sole"), (ACCEPT, RETURN), ANY),
    "return granted, refused": Pair(
        returning_units(1, "sole"),
        (
            by("supervisor", Assignment, "a", returning.approve_return, department=unit(1)),
            by("supervisor", Assignment, "a", returning.refuse_return, reason="属本单位职责"),
        ),
        ONE,
    ),
    "return granted to two": Pair(
        returning_units(1, "sole"),
        (
            by("supervisor", Assignment, "a", returning.approve_return, department=unit(1)),
            by("supervisor", Assignment, "a", returning.approve_return, department=unit(2)),
        ),
        ONE,
        once("approve_return"),
    ),
    "two returns to one unit": Pair(
        returning_units(2, "separate", "separate"),
        (
            by("supervisor", Assignment, "a", returning.approve_return, department=unit(2)),
            by("supervisor", Assignment, "b", returning.approve_return, department=unit(2)),
        ),
        ONE,
        once("approve_return"),
    ),
    "receipt taken back, next move": Pair(
        in_hand("sole"),
        (
            by("office0", Assignment, "a", undoing.undo, move="undo_accept"),
            by("office0", Assignment, "a", assigning.hand_to, officer=lambda office, _: office.city.drafter0),
        ),
        ONE,
    ),
    "receipt taken back, draft": Pair(
        in_hand("sole"),
        (
            by("office0", Assignment, "a", undoing.undo, move="undo_accept"),
            by("drafter0", Assignment, "a", drafting.draft),
        ),
        ONE,
        never_after("draft", "undo_accept"),
    ),
    "handing over taken back, receipt": Pair(
        waiting("lead", "assist"),
        (by("supervisor", Proposal, "proposal", undoing.undo, move="undo_assign"), ACCEPT),
        ONE,
    ),
    "merged crosswise": Pair(
        two_filed,
        (by("committee", Proposal, "proposal", merging.merge, into=row_of(Proposal, "other"), **MERGE), MERGE_IN),
        ONE,
    ),
    "merger, main handed over": Pair(two_filed, (MERGE_IN, ASSIGN), SECOND_OR_BOTH, never_after("merge", "assign")),
    "merger, main withdrawn": Pair(
        two_filed, (MERGE_IN, by("committee", Proposal, "proposal", filing.withdraw, reason="提案人撤回")), ONE
    ),
    "merger, withdrawal of one": Pair(
        two_filed, (MERGE_IN, by("committee", Proposal, "other", filing.withdraw, reason="提案人撤回")), ONE
    ),
    "merger, filing taken back": Pair(
        two_filed, (MERGE_IN, by("committee", Proposal, "proposal", undoing.undo, move="undo_file")), ONE
    ),
    "separated, main handed over": Pair(
        merged, (by("committee", Proposal, "other", merging.unmerge), ASSIGN), SECOND_OR_BOTH
    ),
    "plan opinion settled twice": Pair(planned(asked=True), (SETTLE, SETTLE), ONE, once("settle")),
    "plan opinion, handing over": Pair(
        planned(asked=False),
        (
            by(
                "office2",
                Proposal,
                "proposal",
                planning.comment,
                department=unit(2),
                wish="join",
                reason="有相关职责",
            ),
            ASSIGN,
        ),
        ONE,
    ),
    "two requests for time": Pair(in_hand("sole"), (EXTEND, EXTEND), ONE, one_extension),
    "time granted twice": Pair(extension_asked, (GRANT, GRANT), ONE, one_extension),
    "time granted, refused": Pair(
        extension_asked,
        (GRANT, by("supervisor", Assignment, "a", extending.refuse_extension, reason="期限充裕")),
        ONE,
        one_extension,
    ),
    "parts corrected, opinion": Pair(
        in_hand("lead", "assist", "assist"),
        (
            by("supervisor", Proposal, "proposal", correcting.correct_roles, roles=swapped, reason="录入有误"),
            opinion_of(1, "b"),
        ),
        ANY,
        never_after("give_opinion", "correct_roles"),
    ),
    "parts corrected, reply": Pair(
        numbered("lead", "assist", "assist"),
        (
            by("supervisor", Proposal, "proposal", correcting.correct_roles, roles=swapped, reason="录入有误"),
            SEND,
        ),
        ANY,
    ),
    "unit corrected, receipt": Pair(
        waiting("sole"),
        (
            by("supervisor", Assignment, "a", correcting.correct_assignment, department=unit(1), reason="录入有误"),
            ACCEPT,
        ),
        ANY,
        never_after("accept", "correct"),
    ),
    "one document number": Pair(
        two_signed,
        tuple(
            by("office0", Reply, key, signing.number, doc_number=lambda _, keys: keys["doc_number"])
            for key in ("reply", "reply1")
        ),
        ONE,
        numbers_once,
    ),
    "one proposal number": Pair(
        two_submitted,
        tuple(
            by("committee", Proposal, key, filing.file, number=lambda _, keys: keys["number"])
            for key in ("proposal", "other")
        ),
        ONE,
    ),
    "category, filing": Pair(
        submitted,
        (
            revising,
            by("committee", Proposal, "proposal", filing.file, number=lambda _, keys: f"{keys['proposal']}丙"),
        ),
        ANY,
    ),
    "one more leader twice": Pair(
        filed,
        tuple(by("supervisor", Proposal, "proposal", designating.designate, led_by=name) for name in ("周", "吴")),
        ONE,
        once("designate"),
    ),
    "one urging answered twice": Pair(
        urged,
        tuple(by("office0", Assignment, "a", noting.answer_urging, text=text) for text in ("正在办理", "已有方案")),
        ONE,
        one_answer,
    ),
    "material given, no longer wanted": Pair(
        material_asked,
        (
            by("section_head0", Material, "material", collecting.supply, text="共1200张"),
            by("drafter0", Material, "material", collecting.drop),
        ),
        ONE,
    ),
    "material given, case answered": Pair(
        numbered_with_material,
        (by("section_head0", Material, "material", collecting.supply, text="共1200张"), SEND),
        SECOND_OR_BOTH,
        never_after("supply", "send"),
    ),
    "marks by link and on paper": Pair(just_sent, (through_link("satisfied"), ON_PAPER), BOTH, answers_in_order),
    "marks by link twice": Pair(
        just_sent, (through_link("satisfied"), through_link("dissatisfied")), BOTH, answers_in_order
    ),
    "marks on paper twice": Pair(just_sent, (ON_PAPER, ON_PAPER), ANY, answers_in_order),
    "better marks, reopening": Pair(
        sent_and_disliked,
        (through_link("satisfied"), REOPEN),
        FIRST_OR_BOTH,
        never_after("order_second_handling", "take_feedback"),
    ),
    "marks, closing": Pair(
        just_sent, (through_link("satisfied"), CLOSE), FIRST_OR_BOTH, never_after("take_feedback", "close")
    ),
    "publication twice": Pair(just_sent, (PUBLISH, PUBLISH), ONE, published_once),
    "published, kept secret": Pair(just_sent, (PUBLISH, KEEP_SECRET), ONE, published_once),
    "publication, reopening": Pair(sent_and_disliked, (PUBLISH, REOPEN), BOTH, published_once),
    "publication, marks": Pair(just_sent, (PUBLISH, through_link("satisfied")), BOTH, published_once),
    "letter sent, made anew": Pair(numbered("sole"), (SEND, REISSUE), ONE, one_letter_stands),
    "unsent letter made anew twice": Pair(numbered("sole"), (REISSUE, REISSUE), ONE, one_letter_stands),
    "sent letter made anew twice": Pair(just_sent, (REISSUE, REISSUE), ONE, one_letter_stands),
    "letter made anew, marks": Pair(just_sent, (REISSUE, through_link("mostly")), SECOND_OR_BOTH, one_letter_stands),
    "new letter sent, old one judged by link": Pair(
        made_anew, (SEND_NEW, through_link("mostly")), ONE, one_letter_stands
    ),
    "new letter sent, old one judged on paper": Pair(made_anew, (SEND_NEW, ON_PAPER), ONE, one_letter_stands),
    "new letter sent, old one published": Pair(made_anew, (SEND_NEW, PUBLISH), FIRST_OR_BOTH, one_letter_stands),
    "copy sent twice": Pair(copies_to_come, (COPY_OUT, COPY_OUT), ONE),
    "copy sent, letter made anew": Pair(copies_to_come, (COPY_OUT, REISSUE), BOTH, one_letter_stands),
    "copy acknowledged twice": Pair(copy_out, (COPY_THERE, COPY_THERE), ONE),
    "copy acknowledged, returned": Pair(copy_out, (COPY_THERE, COPY_BACK), ONE),
    "copy sent again twice": Pair(copy_back, (COPY_AGAIN, COPY_AGAIN), ONE),
    "unit joined, draft passed on": Pair(
        to_be_joined, (joining, by("office0", Reply, "reply", reviewing.pass_on)), ANY, joint_is_asked
    ),
    "joint letter agreed twice": Pair(joint_going_round, (JOINT_AGREES, JOINT_AGREES), ONE, once("countersigned")),
    "joint letter agreed, sent back": Pair(
        joint_going_round,
        (JOINT_AGREES, by("office1", Reply, "reply", reviewing.send_back, reason="表述不准")),
        ONE,
    ),
    "joint letter agreed, own draft": Pair(
        joint_going_round, (JOINT_AGREES, by("drafter1", Assignment, "b", drafting.draft)), BOTH, once("countersigned")
    ),
    "joint letter sent, own draft": Pair(
        joint_numbered, (SEND, by("drafter1", Assignment, "b", drafting.draft)), BOTH, once("send")
    ),
    "joint letter sent, own part returned": Pair(
        joint_numbered, (SEND, by("office1", Assignment, "b", returning.request_return, reason="不属本单位职责")), BOTH
    ),
    "handed in twice": Pair(just_sent, (HAND_IN, HAND_IN), ONE, once("hand_in"), counts_on="handed_in"),
    "handed in, reopening": Pair(sent_and_disliked, (HAND_IN, REOPEN), FIRST_OR_BOTH, counts_on="handed_in"),
    "received twice": Pair(just_sent, (NOTE_RECEIPT, NOTE_RECEIPT), ONE, once("note_receipt"), counts_on="received"),
    "received, marks": Pair(just_sent, (NOTE_RECEIPT, ON_PAPER), BOTH, answers_in_order, counts_on="received"),
    "arrival taken back twice": Pair(received, (NOT_RECEIVED, NOT_RECEIVED), ONE, counts_on="received"),
    "arrival taken back, marks": Pair(received, (NOT_RECEIVED, ON_PAPER), SECOND_OR_BOTH, counts_on="received"),
    "clock stopped twice": Pair(in_hand("sole"), (PAUSE, PAUSE), ONE, paused_as_told),
    "clock running again twice": Pair(paused, (RESUME, RESUME), ONE, paused_as_told),
    "clock stopped, more time asked": Pair(in_hand("sole"), (PAUSE, EXTEND), ANY, paused_as_told),
    "clock stopped, more time granted": Pair(extension_asked, (PAUSE, GRANT), ANY, paused_as_told),
    "clock stopped, answered": Pair(numbered("sole"), (PAUSE, SEND), SECOND_OR_BOTH, paused_as_told),
    "clock running again, answered": Pair(paused_numbered, (RESUME, SEND), SECOND_OR_BOTH, paused_as_told),
    "unit succeeded, receipt": Pair(reformed(waiting("sole")), (succeeding, ACCEPT), ANY, all_gone_over),
    "unit succeeded, return asked": Pair(reformed(waiting("sole")), (succeeding, RETURN), ANY, all_gone_over),
    "unit succeeded, draft": Pair(reformed(in_hand("sole")), (succeeding, DRAFT), ANY, all_gone_over),
    "unit succeeded, answered": Pair(reformed(numbered("sole")), (succeeding, SEND), ANY, all_gone_over),
    "unit succeeded, opinion": Pair(
        reformed(with_lead_draft("lead", "assist")), (succeeding, opinion_of(1, "b")), ANY, all_gone_over
    ),
    "unit succeeded, clock stopped": Pair(reformed(in_hand("sole")), (succeeding, PAUSE), ANY, all_gone_over),
    "unit succeeded, more time granted": Pair(reformed(extension_asked), (succeeding, GRANT), ANY, all_gone_over),
    "unit succeeded, published": Pair(reformed(just_sent), (succeeding, PUBLISH), ANY, all_gone_over),
    "unit succeeded, reopening": Pair(reformed(sent_and_disliked), (succeeding, REOPEN), BOTH, gone_over_or_named),
    "unit succeeded, handed over": Pair(reformed(filed), (succeeding, HAND_TO_OLD), ANY, gone_over_or_named),
    "unit succeeded twice": Pair(reformed(in_hand("sole")), (succeeding, succeeding), ONE, all_gone_over),
}
